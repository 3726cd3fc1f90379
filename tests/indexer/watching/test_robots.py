"""robots.txt as RFC 9309 says: groups, the longest pattern, "*" and "$"."""

from __future__ import annotations

import pytest

from indexer.watching.robots import matches, parse_robots

ALL = "User-agent: *\n"
SPLIT_GROUP = """User-agent: thidua-indexer
Disallow: /a
User-agent: khac
Disallow: /c
User-agent: thidua-indexer
Disallow: /b
"""


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("", "/a", True),
        (ALL + "Disallow:", "/a", True),
        (ALL + "Disallow: /", "/", False),
        (ALL + "Disallow: /rieng/", "/rieng/a.html", False),
        (ALL + "Disallow: /rieng/", "/riengtu", True),
        (ALL + "Disallow: /\nAllow: /van-ban", "/van-ban/1", True),
        (ALL + "Allow: /a\nDisallow: /a", "/a/b", True),
        (ALL + "Disallow: /*.pdf$", "/a/b.pdf", False),
        (ALL + "Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
        (ALL + "Disallow: /*?in=", "/a?in=1", False),
        (ALL + "Disallow: /van%20ban/", "/van ban/1", False),
        (ALL + "Disallow: /văn", "/v%C4%83n", False),
        (ALL + "# Disallow: /\nCrawl: x", "/a", True),
        ("\ufeffuser-agent:*\ndisallow:/a", "/a", False),
        ("User-agent: khac\nDisallow: /", "/a", True),
        ("User-agent: khac\nUser-agent: Thidua-Indexer/1.0\nDisallow: /", "/a", False),
        ("User-agent: thidua-indexer\nDisallow: /a\n\n" + ALL + "Disallow: /", "/b", True),
        (SPLIT_GROUP, "/b", False),
        ("User-agent: thidua-indexer\n" + ALL + "Disallow: /", "/a", False),
        ("Disallow: /\n" + ALL + "Disallow: /b", "/a", True),
        ("<!DOCTYPE html><p style='a: b'>Không tìm thấy</p>", "/a", True),
    ],
)
def test_what_may_be_fetched(text: str, path: str, is_allowed: bool) -> None:
    assert parse_robots(text.encode()).allow(f"https://a.vn{path}") is is_allowed


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/a", "/a", True),
        ("/a$", "/ab", False),
        ("/a$", "/a", True),
        ("/a*", "/a", True),
        ("*b", "/ab", True),
        ("/a*b*c", "/a1b2c3", True),
        ("/a*c*b", "/a1b2c3", False),
        ("/a*b$", "/ab1b", True),
        ("/ab*b$", "/ab", False),
        ("/*$", "/x", True),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected


def test_a_hostile_pattern_takes_no_time() -> None:
    assert not matches("/" + "*a" * 100_000 + "b", "/" + "a" * 2000)


@pytest.mark.parametrize(
    ("lines", "delay"),
    [("", 0), ("Crawl-delay: 2.5\n", 2.5), ("Crawl-delay: nan\n", 0), ("Crawl-delay: -1\n", 0)],
)
def test_the_delay_that_is_asked_for(lines: str, delay: float) -> None:
    assert parse_robots((ALL + lines).encode()).delay == delay
