"""A page or file on the web: fetched within bounds, and never from a host that only this network can reach.

The name is resolved here, every address it has is looked at, and the connection goes to the address that was looked at: a
name that changes its mind (DNS rebinding) or a redirect inwards leads nowhere. RFC 6890 lists the addresses that are not global.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from indexer.errors import FetchFailed, FileTooLarge, TimeLimitExceeded

SCHEMES = ("http", "https")
MOST_BYTES, MOST_SECONDS, MOST_REDIRECTS = 50_000_000, 60, 5
TIMEOUT = httpx.Timeout(15, read=20)
#: What a server says a file is → the ending whose reader reads it; an ending in the address counts where this says nothing.
SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf", "application/msword": ".doc", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


@dataclass(frozen=True)
class Fetched:
    """What an address gave, and the ending that such a file has."""

    content: bytes
    suffix: str


def is_address(source: str) -> bool:
    """Tell whether a word on the command line is an address rather than a path."""
    return source.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def stem_of(address: str) -> str:
    """Give the id of the document at an address: the last part of its path without ending, else the host."""
    parts = urlsplit(address)
    name = PurePosixPath(unquote(parts.path)).name
    return (name.rsplit(".", 1)[0] if "." in name else name) or parts.hostname or address


def fetch(address: str, private: bool = False) -> Fetched:
    """Fetch an address; `private` lets the host it names, and no other, be one of one's own network."""
    try:
        own = httpx.URL(address)
        transport = _Guarded(f"{own.host}:{own.port}" if private else None)
        with (
            httpx.Client(
                transport=transport,
                timeout=TIMEOUT,
                follow_redirects=True,
                max_redirects=MOST_REDIRECTS,
            ) as client,
            client.stream("GET", address, headers={"User-Agent": "thidua-indexer"}) as response,
        ):
            response.raise_for_status()
            return Fetched(b"".join(_bounded(response)), _suffix(response))
    except httpx.HTTPStatusError as error:
        raise FetchFailed(f"Địa chỉ trả về lỗi {error.response.status_code}.") from error
    except httpx.TooManyRedirects as error:
        raise FetchFailed(f"Địa chỉ chuyển hướng quá {MOST_REDIRECTS} lần.") from error
    except httpx.TimeoutException as error:
        raise TimeLimitExceeded("Địa chỉ không trả lời kịp.") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise FetchFailed("Không kết nối được địa chỉ này.") from error


def _bounded(response: httpx.Response) -> Iterator[bytes]:
    """Yield what comes, unpacked, until there is too much of it or it takes too long."""
    size, ends = 0, time.monotonic() + MOST_SECONDS
    for chunk in response.iter_bytes(65536):
        size += len(chunk)
        if size > MOST_BYTES:
            raise FileTooLarge(f"Địa chỉ gửi quá {MOST_BYTES // 1_000_000} MB.")
        if time.monotonic() > ends:
            raise TimeLimitExceeded(f"Địa chỉ gửi quá {MOST_SECONDS} giây.")
        yield chunk


def _suffix(response: httpx.Response) -> str:
    said = response.headers.get("content-type", "").split(";")[0].strip().lower()
    return SUFFIXES.get(said) or PurePosixPath(response.url.path).suffix.lower() or ".html"


class _Guarded(httpx.HTTPTransport):
    """Connects only to addresses that were looked at; `trusted` is the one host:port that may be private."""

    def __init__(self, trusted: str | None) -> None:
        super().__init__()
        self._trusted = trusted

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the address itself; the host's name stays in its headers and its certificate."""
        host, url = request.url.host, request.url
        if url.scheme not in SCHEMES:
            raise FetchFailed("Địa chỉ chuyển hướng sang giao thức khác http và https.")
        found = self._checked(
            host, url.port or (443 if url.scheme == "https" else 80), f"{host}:{url.port}"
        )
        return super().handle_request(
            httpx.Request(
                request.method, url.copy_with(host=found), headers=request.headers, stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
        )  # fmt: skip

    def _checked(self, host: str, port: int, named: str) -> str:
        found = [
            str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
        if named != self._trusted and not all(
            ipaddress.ip_address(one.split("%")[0]).is_global for one in found
        ):
            raise FetchFailed(f"Địa chỉ dẫn tới máy trong mạng nội bộ ({host}); không tải.")
        return found[0]
