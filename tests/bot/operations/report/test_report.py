"""The operator's report: what stands behind the figures, and a page in which nothing of a person's text is markup."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import html

from bot.operations.report.figures import Row
from bot.operations.report.period import days_between
from bot.operations.report.report import Report, Vote, build_report
from bot.web.rendering import report_page
from database import Database
from knowledge.understanding import QuestionCluster, cluster_questions
from tests.bot.operations.report.records import add_turn, add_vote

EVIL = "<script>alert(1)</script>"
TODAY = date(2026, 11, 22)


def summed_up(database: Database) -> Report:
    return build_report(
        database,
        days_between(date(2026, 11, 21), TODAY, TODAY),
        "day",
        topic_name={"theme": "chủ đề thi đua"}.__getitem__,
        group=lambda texts: [(group.text, group.count) for group in cluster_questions(texts)],
    )


@pytest.fixture
def report(conversations: Database) -> Report:
    for minute, (status, question, topic) in enumerate(
        [
            ("answered", "", "theme"), ("answered", "", "theme"), ("not_found", "Chủ đề của Cà Mau?", ""),
            ("not_found", "chu de cua ca mau", "theme"), ("nearest", EVIL, "theme"), ("clarify", "Ai phát động?", "theme"),
        ]
    ):  # fmt: skip
        add_turn(conversations, f"2026-11-21 10:0{minute}", status, question=question, topic=topic)
    add_turn(conversations, "2026-11-21 10:07", turn="slow", seconds=2.5)
    add_turn(conversations, "2026-11-20 10:07", "not_found", question="hôm kia?", seconds=9.0)
    add_vote(conversations, "2026-11-21 11:00", "up")
    add_vote(conversations, "2026-11-21 12:00", "down", EVIL)
    add_vote(conversations, "2026-11-21 13:00", "up", "rõ ràng")
    add_vote(conversations, "2026-11-20 13:00", "down", "hôm kia")
    return summed_up(conversations)


def test_what_stands_behind_the_figures(report: Report) -> None:
    assert report.unanswered == (Row("Chủ đề của Cà Mau?", 2), Row(EVIL, 1))
    assert report.votes == (Vote("down", EVIL, "chủ đề?"), Vote("up", "rõ ràng", "chủ đề?"))
    assert [(slow.turn, slow.at, slow.seconds) for slow in report.slowest][0] == (
        "slow", "2026-11-21 10:07:00", 2.5,
    )  # fmt: skip
    assert len(report.slowest) == 7


def test_as_json_it_has_the_keys_that_it_had(report: Report) -> None:
    body = json.loads(json.dumps(report.as_json()))
    assert (body["turns"], body["conversations"], body["ups"], body["downs"]) == (7, 1, 2, 1)
    assert [(row["name"], row["count"]) for row in body["days"]] == [
        ("2026-11-21", 7), ("2026-11-22", 0),
    ]  # fmt: skip
    assert body["topics"][0]["name"] == "chủ đề thi đua"
    assert body["unanswered"][0] == {"name": "Chủ đề của Cà Mau?", "count": 2}
    assert body.keys() >= {
        "since", "p50_seconds", "p95_seconds", "statuses", "channels", "places", "votes", "slowest",
    }  # fmt: skip


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
    assert widths == ["width:100.0%", "width:66.7%", "width:33.3%", "width:33.3%"]


def test_nothing_asked_is_a_report_too(conversations: Database) -> None:
    empty = summed_up(conversations)
    assert (empty.figures.turns, empty.unanswered, empty.slowest) == (0, (), ())
    assert report_page(empty).count("Chưa có.") == 7


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
