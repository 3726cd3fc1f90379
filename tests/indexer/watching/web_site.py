"""A real server on this machine whose pages a test changes, and which notes what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """What the server sends at a path; one with an ETag is sent only to who does not have it."""

    body: str = ""
    status: int = 200
    etag: str = ""
    location: str = ""
    media_type: str = HTML


@dataclass
class WebSite:
    """The pages by path, and the paths that were asked for, with "→ 304" where one was had."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.address + path

    def take_asked(self) -> list[str]:
        """Return what was asked since the last call, without robots.txt."""
        asked = [path for path in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return asked


@contextmanager
def open_web_site() -> Iterator[WebSite]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = site.pages.get(self.path, Page(status=404))
            is_known = bool(page.etag) and self.headers["If-None-Match"] == page.etag
            site.asked.append(f"{self.path} → 304" if is_known else self.path)
            body = b"" if is_known else page.body.encode()
            self.send_response(304 if is_known else page.status)
            named = {"ETag": page.etag, "Location": page.location, "Content-Type": page.media_type}
            for name, value in named.items():
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = WebSite(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
