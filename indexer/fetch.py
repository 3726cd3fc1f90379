"""Pages and files on the web, fetched within limits and only from public hosts.

The host's name is resolved here, every address of it is checked, and the connection goes to a
checked address: neither a name that changes its address (DNS rebinding) nor a redirect reaches a
private host. RFC 6890 lists the addresses that are not global.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Mapping
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
    MAX_VALIDATOR_CHARACTERS,
    READ_TIMEOUT_SECONDS,
)
from indexer.refusals import LOGIN_REQUIRED, refuse_feed, refuse_login, refuse_start_page

#: How the indexer names itself to servers and in their robots.txt.
AGENT = "thidua-indexer"
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


#: Called with each URL before it is requested, redirects included; it may wait, or raise.
Gate = Callable[[str], None]


@dataclass(frozen=True)
class FetchTerms:
    """What a fetch may reach and take: `allow_private` trusts the host and port of the URL alone."""

    allow_private: bool = False
    limits: FetchLimits = DEFAULT_LIMITS
    gate: Gate = lambda _: None


@dataclass(frozen=True)
class Validators:
    """By what a server knows again what it sent: its ETag and Last-Modified, as it wrote them."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a request for what has changed since."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


NO_VALIDATORS = Validators()


@dataclass(frozen=True)
class FetchedFile:
    """The bytes that a URL sent, the suffix that such a file has, and its validators."""

    content: bytes
    suffix: str
    validators: Validators = NO_VALIDATORS


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

    Raise `FetchFailed`, `UnsupportedFormat`, `FileTooLarge` or `TimeLimitExceeded`.
    """
    fetched = fetch_if_changed(url, FetchTerms(allow_private, limits))
    # Without validators a 304 is an error like any other.
    assert fetched is not None
    return fetched


def fetch_if_changed(
    url: str, terms: FetchTerms, known: Validators = NO_VALIDATORS
) -> FetchedFile | None:
    """Fetch a page, None when the server says that it is still what `known` names.

    Raise `FetchFailed` for a login, a start page instead of the page, a body that is cut off or
    changes on the way; `UnsupportedFormat` for a feed; `FileTooLarge` or `TimeLimitExceeded`.
    """
    with _translate_errors(), _open_client(url, terms) as client:
        with client.stream("GET", url, headers=known.headers()) as response:
            if response.status_code == 304 and known != NO_VALIDATORS:
                return None
            response.raise_for_status()
            content = b"".join(_read_chunks(response, terms.limits))
        refuse_login(url, str(response.url), content)
        refuse_start_page(url, str(response.url))
        refuse_feed(_media_type(response), content)
        validators = _validators(response.headers)
        _check_steady(client, str(response.url), validators)
        return FetchedFile(content, _suffix(response), validators)


def fetch_bytes(url: str, terms: FetchTerms) -> bytes:
    """Fetch whatever a URL sends, be it a page or not. Raise as `fetch_if_changed` does."""
    with (
        _translate_errors(),
        _open_client(url, terms) as client,
        client.stream("GET", url) as response,
    ):
        response.raise_for_status()
        return b"".join(_read_chunks(response, terms.limits))


def _open_client(url: str, terms: FetchTerms) -> httpx.Client:
    target = httpx.URL(url)
    trusted = f"{target.host}:{target.port}" if terms.allow_private else None
    return httpx.Client(
        transport=_PublicHostTransport(trusted),
        headers={"User-Agent": AGENT},
        timeout=httpx.Timeout(CONNECT_TIMEOUT_SECONDS, read=terms.limits.read_timeout),
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        event_hooks={"request": [lambda request: terms.gate(str(request.url))]},
    )


def _check_steady(client: httpx.Client, url: str, validators: Validators) -> None:
    """Raise `FetchFailed` when the page is no longer what was sent a moment ago.

    Only a strong ETag can tell: a weak one may change with every request.
    """
    if not validators.etag.startswith('"'):
        return
    with client.stream("GET", url, headers={"If-None-Match": validators.etag}) as response:
        etag = response.headers.get("etag", validators.etag)
        if response.status_code == 200 and etag != validators.etag:
            raise FetchFailed("Nội dung của địa chỉ thay đổi trong khi tải; không đưa vào.")


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        reason = LOGIN_REQUIRED if status == 401 else f"Địa chỉ trả về lỗi {status}."
        raise FetchFailed(reason, status) from error
    except httpx.TooManyRedirects as error:
        raise FetchFailed(f"Địa chỉ chuyển hướng quá {MAX_REDIRECTS} lần.") from error
    except httpx.TimeoutException as error:
        raise TimeLimitExceeded("Địa chỉ không trả lời kịp.") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise FetchFailed("Không kết nối được địa chỉ này.") from error


@contextmanager
def _translate_cut() -> Iterator[None]:
    """Tell a body that ends before its end from a host that cannot be reached."""
    try:
        yield
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError) as error:
        raise FetchFailed("Địa chỉ ngắt giữa chừng, nội dung chưa trọn; không đưa vào.") from error


def _read_chunks(response: httpx.Response, limits: FetchLimits) -> Iterator[bytes]:
    """Yield the unpacked body until it exceeds its bytes or its time."""
    size, deadline = 0, time.monotonic() + limits.max_seconds
    with _translate_cut():
        for chunk in response.iter_bytes(65536):
            size += len(chunk)
            if size > limits.max_bytes:
                raise FileTooLarge(f"Địa chỉ gửi quá {limits.max_bytes // 1_000_000} MB.")
            if time.monotonic() > deadline:
                raise TimeLimitExceeded(f"Địa chỉ gửi quá {limits.max_seconds} giây.")
            yield chunk


def _validators(headers: Mapping[str, str]) -> Validators:
    """Return the validators in a response's headers, without those that are absurdly long."""
    named = (headers.get(name, "") for name in ("etag", "last-modified"))
    return Validators(*(value if len(value) <= MAX_VALIDATOR_CHARACTERS else "" for value in named))


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).split(";")[0].strip().lower()


def _suffix(response: httpx.Response) -> str:
    """Return the suffix for the media type, else the URL's own, else that of a page."""
    suffix = SUFFIXES.get(_media_type(response))
    return suffix or PurePosixPath(response.url.path).suffix.lower() or ".html"


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
