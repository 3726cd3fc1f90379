"""URLs: a real server on this machine that sends pages and redirects, floods, or never answers."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from indexer.errors import FetchFailed, FileTooLarge, IndexingError, TimeLimitExceeded
from indexer.fetch import FetchLimits, fetch, is_url, url_stem
from indexer.pipeline import index_sources
from knowledge.library import Library
from tests.indexer.samples import semantic_page

PAGE = semantic_page()


class Site(BaseHTTPRequestHandler):
    """Answers by path."""

    stopped = threading.Event()

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        redirects = {
            "/within": f"http://127.0.0.1:{port}/chi-thi.html",
            "/inwards": f"http://localhost:{port}/chi-thi.html",
            "/meta": "http://169.254.169.254/latest/meta-data",
            "/file": "file:///etc/passwd",
            "/round": "/round",
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
        elif self.path.startswith("/chi-thi"):
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
    ],
)
def test_what_must_not_be_fetched_is_refused(
    site: str, path: str, allow_private: bool, error: type[IndexingError], message: str
) -> None:
    with pytest.raises(error, match=message):
        fetch(f"{site}{path}", allow_private)


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
