"""The operator's report: counts that add up, questions grouped, pages in which nothing of a person's text is markup."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from lxml import html

from bot.errors import InvalidSetting
from bot.operations.feedback import Feedback
from bot.operations.report import Report, Row, Vote, build_report, moment_before
from bot.operations.turn_journal import TurnRecord
from bot.web.rendering import report_page
from knowledge.understanding import QuestionCluster, cluster_questions

EVIL = "<script>alert(1)</script>"


def entry(
    number: int,
    status: str,
    question: str = "",
    topic: str = "theme",
    channel: str = "web",
    seconds: float = 0.05,
) -> TurnRecord:
    return TurnRecord(
        1_000_000.0 + number,
        f"turn-{number}",
        f"c{number % 3}",
        channel,
        status,
        topic,
        "Bắc Giang",
        seconds,
        question,
    )


ENTRIES = [
    entry(1, "answered"), entry(2, "answered", channel="zalo"), entry(3, "not_found", "Chủ đề của Cà Mau?", ""),
    entry(4, "not_found", "chu de cua ca mau"), entry(5, "not_found", EVIL), entry(6, "clarify", "Ai phát động?"),
    entry(7, "answered", seconds=2.5),
]  # fmt: skip
VOTES = [
    Feedback("c", "up", "", "a", "b", "answered"),
    Feedback("c", "down", EVIL, "chủ đề?", "b", "answered"),
]


@pytest.fixture
def report() -> Report:
    names = {"theme": "chủ đề thi đua"}
    return build_report(
        ENTRIES,
        VOTES,
        1_000_000.0,
        topic_name=lambda topic: names[topic],
        group=lambda texts: [(group.text, group.count) for group in cluster_questions(texts)],
    )


def test_the_counts_add_up(report: Report) -> None:
    assert (report.turns, report.conversations, report.ups, report.downs) == (7, 3, 1, 1)
    assert report.statuses == (Row("answered", 3), Row("not_found", 3), Row("clarify", 1))
    assert report.channels == (Row("web", 6), Row("zalo", 1))
    assert report.topics == (Row("chủ đề thi đua", 6), Row("(không nêu)", 1))
    assert report.places == (Row("Bắc Giang", 7),)
    assert report.unanswered == (Row("Chủ đề của Cà Mau?", 2), Row(EVIL, 1))
    assert report.votes == (Vote("down", EVIL, "chủ đề?"),)
    assert (report.slowest[0].turn, report.slowest[0].seconds) == ("turn-7", 2.5)
    assert (report.p50_seconds, report.p95_seconds) == (0.05, 2.5)
    assert json.loads(json.dumps(report.as_json()))["turns"] == 7


def test_the_page_stands_by_itself_and_shows_what_people_typed_as_text(report: Report) -> None:
    page = report_page(report)
    tree = html.fromstring(page)
    assert tree.xpath("//script") == []
    assert tree.xpath("//*[@src or @href]") == []
    assert [cell.text_content() for cell in tree.xpath("//td") if EVIL in cell.text_content()] == [
        EVIL,
        EVIL,
    ]
    assert "43 %" in tree.xpath("//ul")[0].text_content()
    widths = [
        bar.get("style")
        for bar in tree.xpath("//h2[text()='Kết quả']/following-sibling::table[1]//div")
    ]
    assert widths == ["width:100.0%", "width:100.0%", "width:33.3%"]


def test_nothing_asked_is_a_report_too() -> None:
    empty = build_report([], [], 0.0, topic_name=str, group=lambda texts: [])
    assert (empty.turns, empty.p95_seconds, empty.unanswered) == (0, 0.0, ())
    assert report_page(empty).count("Chưa có.") == 8


@pytest.mark.parametrize(
    ("since", "expected"), [("24h", "2026-11-21"), ("7d", "2026-11-15"), ("2w", "2026-11-08")]
)
def test_how_long_ago(since: str, expected: str) -> None:
    assert str(moment_before(datetime(2026, 11, 22, 12), since).date()) == expected


@pytest.mark.parametrize("since", ["", "7", "d", "-1d", "0d", "1y", "７d", "99999999999d", "1.5d"])
def test_a_time_that_is_none_is_refused(since: str) -> None:
    with pytest.raises(InvalidSetting):
        moment_before(datetime(2026, 11, 22), since)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        (["Chủ đề thi đua của Cà Mau?", "chu de thi dua ca mau 2024", "Giấy khen là gì?"], [("Chủ đề thi đua của Cà Mau?", 2), ("Giấy khen là gì?", 1)]),
        (["Chủ đề của Cà Mau?", "Chủ đề của Lào Cai?"], [("Chủ đề của Cà Mau?", 1), ("Chủ đề của Lào Cai?", 1)]),
        (["???", "???", "!!!"], [("???", 2), ("!!!", 1)]),
    ],
)  # fmt: skip
def test_questions_in_nearly_the_same_words_are_one_group(
    texts: list[str], expected: list[tuple[str, int]]
) -> None:
    assert cluster_questions(texts) == [QuestionCluster(*row) for row in expected]
