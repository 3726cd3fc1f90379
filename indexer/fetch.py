"""Pages and files on the web, fetched within limits and only from public hosts.

The host's name is resolved here, every address of it is checked, and the connection goes to a
checked address: neither a name that changes its address (DNS rebinding) nor a redirect reaches a
private host. RFC 6890 lists the addresses that are not global.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from indexer.errors import FetchFailed, FileTooLarge, TimeLimitExceeded
from indexer.parameters import (
    CONNECT_TIMEOUT_SECONDS,
    MAX_FETCH_BYTES,
    MAX_FETCH_SECONDS,
    MAX_REDIRECTS,
    READ_TIMEOUT_SECONDS,
)

SCHEMES = ("http", "https")
#: Media type that a server states → the suffix of files that a reader reads.
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}


@dataclass(frozen=True)
class FetchLimits:
    """How much a fetch may take; `read_timeout` is in seconds without a byte."""

    max_bytes: int = MAX_FETCH_BYTES
    max_seconds: float = MAX_FETCH_SECONDS
    read_timeout: float = READ_TIMEOUT_SECONDS


DEFAULT_LIMITS = FetchLimits()


@dataclass(frozen=True)
class FetchedFile:
    """The bytes that a URL sent, and the suffix that such a file has."""

    content: bytes
    suffix: str


def is_url(location: str) -> bool:
    """Whether a location on the command line is an http(s) URL, not a path."""
    return location.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def url_stem(url: str) -> str:
    """Return the last part of a URL's path without its suffix, else its host."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    return (name.rsplit(".", 1)[0] if "." in name else name) or parts.hostname or url


def fetch(
    url: str, allow_private: bool = False, limits: FetchLimits = DEFAULT_LIMITS
) -> FetchedFile:
    """Fetch a URL; with `allow_private` the host and port it names, and no other, may be private.

    Raise `FetchFailed`, `FileTooLarge` or `TimeLimitExceeded`.
    """
    with _translate_errors():
        target = httpx.URL(url)
        trusted = f"{target.host}:{target.port}" if allow_private else None
        with (
            httpx.Client(
                transport=_PublicHostTransport(trusted),
                timeout=httpx.Timeout(CONNECT_TIMEOUT_SECONDS, read=limits.read_timeout),
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
            ) as client,
            client.stream("GET", url, headers={"User-Agent": "thidua-indexer"}) as response,
        ):
            response.raise_for_status()
            content = b"".join(_read_chunks(response, limits))
            return FetchedFile(content, _suffix(response))


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise FetchFailed(f"Địa chỉ trả về lỗi {error.response.status_code}.") from error
    except httpx.TooManyRedirects as error:
        raise FetchFailed(f"Địa chỉ chuyển hướng quá {MAX_REDIRECTS} lần.") from error
    except httpx.TimeoutException as error:
        raise TimeLimitExceeded("Địa chỉ không trả lời kịp.") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise FetchFailed("Không kết nối được địa chỉ này.") from error


def _read_chunks(response: httpx.Response, limits: FetchLimits) -> Iterator[bytes]:
    """Yield the unpacked body until it exceeds its bytes or its time."""
    size, deadline = 0, time.monotonic() + limits.max_seconds
    for chunk in response.iter_bytes(65536):
        size += len(chunk)
        if size > limits.max_bytes:
            raise FileTooLarge(f"Địa chỉ gửi quá {limits.max_bytes // 1_000_000} MB.")
        if time.monotonic() > deadline:
            raise TimeLimitExceeded(f"Địa chỉ gửi quá {limits.max_seconds} giây.")
        yield chunk


def _suffix(response: httpx.Response) -> str:
    """Return the suffix for the media type, else the URL's own, else that of a page."""
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    return SUFFIXES.get(media_type) or PurePosixPath(response.url.path).suffix.lower() or ".html"


class _PublicHostTransport(httpx.HTTPTransport):
    """Connects only to public addresses; `trusted` is the one host:port that may be private."""

    def __init__(self, trusted: str | None) -> None:
        super().__init__()
        self._trusted = trusted

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to a checked address; the host's name stays in headers and TLS."""
        url = request.url
        if url.scheme not in SCHEMES:
            raise FetchFailed("Địa chỉ chuyển hướng sang giao thức khác http và https.")
        checked = httpx.Request(
            request.method,
            url.copy_with(host=self._resolve(url)),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return super().handle_request(checked)

    def _resolve(self, url: httpx.URL) -> str:
        """Return the first address of a host. Raise `FetchFailed` when any of them is private."""
        port = url.port or (443 if url.scheme == "https" else 80)
        entries = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in entries]
        is_trusted = f"{url.host}:{url.port}" == self._trusted
        if not is_trusted and not all(map(_is_public, addresses)):
            raise FetchFailed(f"Địa chỉ dẫn tới máy trong mạng nội bộ ({url.host}); không tải.")
        return addresses[0]


def _is_public(address: str) -> bool:
    return ipaddress.ip_address(address.split("%")[0]).is_global
