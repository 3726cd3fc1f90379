"""URLs: a real server on this machine that sends pages and redirects, floods, or never answers."""

from __future__ import annotations

import gzip
import itertools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from indexer.errors import (
    FetchFailed,
    FileTooLarge,
    IndexingError,
    TimeLimitExceeded,
    UnsupportedFormat,
)
from indexer.fetch import FetchLimits, FetchTerms, fetch, fetch_if_changed, is_url, url_stem
from indexer.pipeline import index_sources
from knowledge.library import Library
from tests.indexer.samples import semantic_page

PAGE = semantic_page()
ATOM = b"\xef\xbb\xbf<?xml version='1.0'?><!-- <p> -->\n<feed xmlns='http://www.w3.org/2005/Atom'/>"
#: What is no page → its body and media type.
OTHER_BODIES = {
    "/feed": (ATOM, "text/html"),
    "/feed.xml": (ATOM, "text/xml"),
    "/empty-feed": (b"", "application/rss+xml"),
    "/login-page": (
        "<title>\n&#272;ăng nhập hệ thống</title><input class=a type=Password>".encode(),
        "text/html",
    ),
    "/sent-on": (
        b"<meta http-equiv='refresh' content='0; url=/User/Log-In.aspx?next=%2F'>",
        "text/html",
    ),
    # A page with a form for those who work there is a page.
    "/with-form": (b"<title>Tin</title><p>a</p><input type='password'>", "text/html"),
    "/about-logins": ("<title>Đăng nhập một lần</title><p>a</p>".encode(), "text/html"),
    "/next-page": (b"<meta http-equiv='refresh' content='5; url=/with-form'>", "text/html"),
}


class Site(BaseHTTPRequestHandler):
    """Answers by path."""

    stopped = threading.Event()
    counter = itertools.count()

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        redirects = {
            "/within": f"http://127.0.0.1:{port}/chi-thi.html",
            "/inwards": f"http://localhost:{port}/chi-thi.html",
            "/meta": "http://169.254.169.254/latest/meta-data",
            "/file": "file:///etc/passwd",
            "/round": "/round",
            "/members": "/c/portal/login?p_l_id=1",
            "/mail": "/adfs/ls/?wa=wsignin1.0",
            "/gone": "/index.html",
            "/renamed": "/chi-thi-huong-dan-dang-nhap.html",
        }
        if self.path in redirects:
            self._send(302, b"", Location=redirects[self.path])
        elif self.path == "/never":
            self.stopped.wait(20)
        elif self.path == "/endless":
            self._endless()
        elif self.path == "/bomb":
            headers = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
            self._send(200, gzip.compress(b"0" * 3_000_000), **headers)
        elif self.path in OTHER_BODIES:
            body, media_type = OTHER_BODIES[self.path]
            self._send(200, body, **{"Content-Type": media_type})
        elif self.path == "/cut":
            self._send(200, PAGE, **{"Content-Length": str(len(PAGE) + 1)})
        elif self.path == "/secret":
            self._send(401, b"")
        elif self.path == "/steady":
            is_known = self.headers["If-None-Match"] == '"1"'
            self._send(304 if is_known else 200, b"" if is_known else PAGE, ETag='"1"')
        elif self.path == "/deaf":
            self._send(200, PAGE, ETag='"1"')
        elif self.path in ("/moving", "/weak"):
            # Its ETag is another one at every request.
            tag = f'"{next(self.counter)}"'
            self._send(200, PAGE, ETag=f"W/{tag}" if self.path == "/weak" else tag)
        elif self.path.startswith(("/chi-thi", "/index", "/c/", "/adfs")):
            self._send(200, PAGE, **{"Content-Type": "text/html; charset=utf-8"})
        else:
            self._send(404, b"no")

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.stopped.is_set():
                self.wfile.write(b"<p>a</p>" * 10_000)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Site.stopped.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched_and_indexed_with_its_url(library: Library, site: str) -> None:
    url = f"{site}/chi-thi-07.html"
    results = [index_sources(library, [url], allow_private=True)[0] for _ in range(2)]
    assert [(result.state, result.document_id) for result in results] == [
        ("indexed", "chi-thi-07"),
        ("unchanged", "chi-thi-07"),
    ]
    document = library.document("chi-thi-07")
    assert (document.number, document.source_url) == ("07/CT-UBND", url)


def test_a_redirect_on_the_same_host_is_followed(site: str) -> None:
    assert fetch(f"{site}/within", allow_private=True).content == PAGE


@pytest.mark.parametrize(
    ("path", "allow_private", "error", "message"),
    [
        ("/chi-thi.html", False, FetchFailed, "mạng nội bộ"),
        ("/inwards", True, FetchFailed, "mạng nội bộ"),
        ("/meta", True, FetchFailed, "mạng nội bộ"),
        ("/file", True, FetchFailed, "khác http và https|Không kết nối"),
        ("/round", True, FetchFailed, "chuyển hướng quá"),
        ("/missing", True, FetchFailed, "lỗi 404"),
        ("/secret", True, FetchFailed, "đòi đăng nhập"),
        ("/members", True, FetchFailed, "đòi đăng nhập"),
        ("/mail", True, FetchFailed, "đòi đăng nhập"),
        ("/login-page", True, FetchFailed, "đòi đăng nhập"),
        ("/sent-on", True, FetchFailed, "đòi đăng nhập"),
        ("/gone", True, FetchFailed, "chuyển về trang chủ"),
        ("/cut", True, FetchFailed, "chưa trọn"),
        ("/moving", True, FetchFailed, "thay đổi trong khi tải"),
        ("/feed", True, UnsupportedFormat, "nguồn tin RSS/Atom"),
        ("/feed.xml", True, UnsupportedFormat, "nguồn tin RSS/Atom"),
        ("/empty-feed", True, UnsupportedFormat, "nguồn tin RSS/Atom"),
    ],
)
def test_what_must_not_be_fetched_is_refused(
    site: str, path: str, allow_private: bool, error: type[IndexingError], message: str
) -> None:
    with pytest.raises(error, match=message):
        fetch(f"{site}{path}", allow_private)


@pytest.mark.parametrize(
    "path",
    ["/with-form", "/about-logins", "/next-page", "/renamed", "/index.html", "/c/login"]
    + ["/steady", "/deaf", "/weak"],
)
def test_what_only_looks_like_it_is_fetched(site: str, path: str) -> None:
    assert fetch(f"{site}{path}", allow_private=True).content


def test_what_has_not_changed_is_not_sent_again(site: str) -> None:
    terms = FetchTerms(allow_private=True)
    first = fetch_if_changed(f"{site}/steady", terms)
    assert first is not None
    assert fetch_if_changed(f"{site}/steady", terms, first.validators) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ],
)
def test_private_hosts_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(FetchFailed):
        fetch(url)


@pytest.mark.parametrize(
    "url", ["http://", "http://a b/", "http://nowhere.invalid/", "https://127.0.0.1:1:2/"]
)
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(FetchFailed):
        fetch(url, allow_private=True)


def test_a_host_that_never_answers_is_given_up(site: str) -> None:
    with pytest.raises(TimeLimitExceeded):
        fetch(f"{site}/never", allow_private=True, limits=FetchLimits(read_timeout=0.3))


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_what_is_sent_without_end_is_cut_off(site: str, path: str) -> None:
    with pytest.raises(FileTooLarge):
        fetch(f"{site}{path}", allow_private=True, limits=FetchLimits(max_bytes=1_000_000))


def test_a_slow_flood_is_cut_off_by_the_clock(site: str) -> None:
    with pytest.raises(TimeLimitExceeded):
        fetch(f"{site}/endless", allow_private=True, limits=FetchLimits(max_seconds=0))


def test_urls_name_their_documents() -> None:
    assert is_url("HTTPS://a.vn/x")
    assert not is_url("/tmp/http://x")
    assert url_stem("https://a.vn/van-ban/chi-thi-02.html?x=1") == "chi-thi-02"
    assert url_stem("https://a.vn/tin%20b%C3%A0i") == "tin bài"
    assert url_stem("https://a.vn/") == "a.vn"
