"""Ports of this machine: one that nothing listens on, and one that is taken before it is needed."""

from __future__ import annotations

import errno
import socket

from bot.errors import PortUnavailable

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def listen(host: str, port: int, setting: str, host_setting: str = "THIDUA_HOST") -> socket.socket:
    """Return a socket that listens on the port that a setting names, at the host of another.

    Raise PortUnavailable where that cannot be.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            place = f"cổng {port} tại {host} ({error.strerror})"
            raise PortUnavailable(f"{host_setting}, {setting}: không mở được {place}.") from error
    raise PortUnavailable(
        f"{setting}: cổng {port} đang được chương trình khác dùng; "
        "anh/chị dừng chương trình ấy hoặc đặt một cổng khác."
    )


def require_free(port: int, setting: str) -> None:
    """Raise PortUnavailable, which names the setting, where a port of loopback is taken."""
    listen(LOOPBACK, port, setting).close()
