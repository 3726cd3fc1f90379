"""Requests keep their distance and to robots.txt; every redirect is a request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.errors import FetchFailed
from indexer.fetch import fetch_if_changed
from indexer.watching.admission import Admission, Pace
from tests.indexer.watching.clock import Clock
from tests.indexer.watching.web_site import Page, WebSite, open_web_site


@pytest.fixture
def site() -> Iterator[WebSite]:
    with open_web_site() as site:
        site.pages = {path: Page("Chỉ thị") for path in ("/a", "/b")}
        yield site


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def admission(clock: Clock) -> Admission:
    return Admission(Pace(clock.read, clock.sleep))


def fetch(site: WebSite, admission: Admission, path: str) -> None:
    fetch_if_changed(site.url(path), admission.terms(site.url(path), allow_private=True))


def test_one_request_a_second_a_host(clock: Clock) -> None:
    pace = Pace(clock.read, clock.sleep)
    for host in ("a", "b", "a", "a", "b"):
        pace.wait(host)
    assert clock.slept == [1, 1]
    clock.seconds += 0.25
    pace.wait("b")
    pace.wait("c")
    assert clock.slept == [1, 1, 0.75]


def test_robots_is_asked_once_and_every_request_waits(
    site: WebSite, admission: Admission, clock: Clock
) -> None:
    site.pages["/c"] = Page(status=302, location=site.url("/b"))
    fetch(site, admission, "/a")
    fetch(site, admission, "/c")
    assert site.asked == ["/robots.txt", "/a", "/c", "/b"]
    assert clock.slept == [1, 1, 1]


@pytest.mark.parametrize(("asked", "slept"), [("0.2", 1), ("5", 5), ("86400", 30)])
def test_a_longer_distance_is_kept_within_bounds(
    site: WebSite, admission: Admission, clock: Clock, asked: str, slept: float
) -> None:
    site.pages["/robots.txt"] = Page(f"User-agent: *\nCrawl-delay: {asked}\n")
    for path in ("/a", "/b"):
        fetch(site, admission, path)
    assert clock.slept == [1, slept]


@pytest.mark.parametrize(
    ("robots", "sentence"),
    [
        (Page("User-agent: *\nDisallow: /a"), "robots.txt của 127.0.0.1 không cho tự động đọc"),
        (Page(status=503), "Chưa đọc được robots.txt của máy chủ: Địa chỉ trả về lỗi 503"),
        (Page(status=429), "Chưa đọc được robots.txt của máy chủ: Địa chỉ trả về lỗi 429"),
        (Page("#" * 600_000), "Chưa đọc được robots.txt của máy chủ: Địa chỉ gửi quá"),
        (Page(status=302, location="/robots.txt"), "Chưa đọc được robots.txt.*chuyển hướng quá"),
    ],
)
def test_what_is_not_allowed_is_not_asked_for(
    site: WebSite, admission: Admission, robots: Page, sentence: str
) -> None:
    site.pages["/robots.txt"] = robots
    for _ in range(2):
        with pytest.raises(FetchFailed, match=sentence):
            fetch(site, admission, "/a")
    assert site.take_asked() == []


def test_a_redirect_to_what_robots_forbids_is_not_followed(
    site: WebSite, admission: Admission
) -> None:
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /b")
    site.pages["/c"] = Page(status=302, location="/b")
    with pytest.raises(FetchFailed, match=r"robots\.txt"):
        fetch(site, admission, "/c")
    assert site.take_asked() == ["/c"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_allows_all(site: WebSite, admission: Admission, status: int) -> None:
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /", status=status)
    fetch(site, admission, "/a")
    assert site.take_asked() == ["/a"]


def test_neither_page_nor_robots_of_a_private_host_is_asked_for(
    site: WebSite, admission: Admission
) -> None:
    for is_private, url in ((False, site.url("/a")), (True, site.url("/c"))):
        site.pages["/c"] = Page(
            status=302, location=site.url("/a").replace("127.0.0.1", "localhost")
        )
        with pytest.raises(FetchFailed, match="mạng nội bộ"):
            fetch_if_changed(url, admission.terms(url, is_private))
    assert site.asked == ["/robots.txt", "/c"]
