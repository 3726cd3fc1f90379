"""Whether and when a URL may be requested: its host's robots.txt, and one request a second a host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from indexer.errors import FetchFailed, IndexingError
from indexer.fetch import FetchLimits, FetchTerms, fetch_bytes
from indexer.parameters import (
    MAX_CRAWL_DELAY_SECONDS,
    MAX_ROBOTS_BYTES,
    MAX_ROBOTS_SECONDS,
    REQUEST_INTERVAL_SECONDS,
)
from indexer.watching.robots import RobotsRules, parse_robots

ROBOTS_LIMITS = FetchLimits(MAX_ROBOTS_BYTES, MAX_ROBOTS_SECONDS)
TOO_MANY_REQUESTS = 429


class Pace:
    """Keeps requests to one host apart; `clock` tells seconds, `sleep` waits them."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        #: Host → from when it may be asked again.
        self._free_at: dict[str, float] = {}

    def wait(self, host: str, interval: float = REQUEST_INTERVAL_SECONDS) -> None:
        """Wait until the host may be asked; the next request comes `interval` seconds later."""
        pause = self._free_at.get(host, 0.0) - self._clock()
        if pause > 0:
            self._sleep(pause)
        self._free_at[host] = self._clock() + interval


class Admission:
    """Admits the requests of one run; each robots.txt is fetched once, before the first of them."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        #: Scheme, host and port, and whether the host may be private → rules, or why there are none.
        self._robots: dict[tuple[str, bool], RobotsRules | IndexingError] = {}

    def terms(self, url: str, allow_private: bool) -> FetchTerms:
        """Return the terms of fetching one URL; a redirect to another host makes no host private."""
        origin = _origin(url)

        def admit(requested: str) -> None:
            self._admit(requested, allow_private and _origin(requested) == origin)

        return FetchTerms(allow_private, gate=admit)

    def _admit(self, url: str, allow_private: bool) -> None:
        """Wait for a URL's turn. Raise `FetchFailed` when robots.txt forbids it or fails."""
        host = urlsplit(url).hostname or ""
        rules = self._rules(_origin(url), allow_private)
        if not rules.allow(url):
            raise FetchFailed(f"Tệp robots.txt của {host} không cho tự động đọc địa chỉ này.")
        delay = min(rules.delay, MAX_CRAWL_DELAY_SECONDS)
        self._pace.wait(host, max(delay, REQUEST_INTERVAL_SECONDS))

    def _rules(self, origin: str, allow_private: bool) -> RobotsRules:
        key = (origin, allow_private)
        if key not in self._robots:
            self._robots[key] = self._fetch_rules(origin, allow_private)
        found = self._robots[key]
        if isinstance(found, IndexingError):
            raise FetchFailed(f"Chưa đọc được robots.txt của máy chủ: {found}") from found
        return found

    def _fetch_rules(self, origin: str, allow_private: bool) -> RobotsRules | IndexingError:
        """Fetch a robots.txt; where the host says that it has none, all is allowed."""
        terms = FetchTerms(allow_private, ROBOTS_LIMITS)
        paced = replace(terms, gate=lambda url: self._pace.wait(urlsplit(url).hostname or ""))
        try:
            return parse_robots(fetch_bytes(f"{origin}/robots.txt", paced))
        except IndexingError as error:
            status = error.status if isinstance(error, FetchFailed) else None
            is_absent = status and 400 <= status < 500 and status != TOO_MANY_REQUESTS
            return RobotsRules() if is_absent else error


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
