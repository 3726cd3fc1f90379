"""A port that cannot be had is told in one sentence, before anything is started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.ports import free_port
from bot.settings import ROOT


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def run(command: str, **settings: object) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", command],
        cwd=ROOT,
        env=own | {f"THIDUA_{name}": str(value) for name, value in settings.items()},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "setting"),
    [("serve", "PORT"), ("serve", "DIALOGUE_PORT"), ("dialogue", "DIALOGUE_PORT")],
)
def test_a_taken_port_is_told_with_its_setting(taken: int, command: str, setting: str) -> None:
    result = run(command, **{"PORT": free_port(), setting: taken})
    sentence = (
        f"Lỗi: THIDUA_{setting}: cổng {taken} đang được chương trình khác dùng; "
        "anh/chị dừng chương trình ấy hoặc đặt một cổng khác.\n"
    )
    assert (result.returncode, result.stderr) == (1, sentence)


def test_a_host_that_this_machine_is_not_is_told(taken: int) -> None:
    result = run("serve", HOST="192.0.2.1", PORT=taken)
    assert result.returncode == 1
    begin = f"Lỗi: THIDUA_HOST, THIDUA_PORT: không mở được cổng {taken} tại 192.0.2.1 ("
    assert result.stderr.startswith(begin)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://a:hush@127.0.0.1:1/b", "Lỗi: Không mở được PostgreSQL: "),
        ("postgresql://[", "Lỗi: Địa chỉ PostgreSQL viết sai."),
        ("mysql://a:hush@b", "Lỗi: THIDUA_DATABASE phải là một địa chỉ postgresql://…"),
    ],
)
def test_a_database_that_cannot_be_had_is_told(address: str, sentence: str) -> None:
    result = run("serve", PORT=free_port(), DATABASE=address)
    assert result.returncode == 1
    assert result.stderr.startswith(sentence)
    assert "hush" not in result.stderr
    assert "Traceback" not in result.stderr
