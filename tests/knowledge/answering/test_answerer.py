"""Our own questions on both stores, and what every answer must keep to."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.evaluation import judge, read_cases
from knowledge.answering import MAX_ANSWER
from knowledge.library import Library
from knowledge.model import Answer, Subject
from tests.conftest import CASES

QUESTIONS = read_cases(CASES / "questions.yaml")
DAY = date(2026, 11, 21)


def converse(library: Library, *turns: str, as_of: date = DAY) -> Answer:
    subject = Subject()
    for turn in turns:
        answer, subject = library.answer(turn, subject, as_of)
    return answer


#: Share of our own questions that must be answered rightly, and with those whose answer stands in the
#: nearest passage; which of them fail may change when the rankings are taught anew.
LEAST_RIGHT, LEAST_FOUND = 0.95, 0.98


@pytest.mark.parametrize("store", ["starter", "originals"])
def test_questions(request: pytest.FixtureRequest, store: str) -> None:
    library: Library = request.getfixturevalue(store)
    texts = {document.id: document.text for document in library.documents()}
    shown, wrong = [], []
    for asked in QUESTIONS:
        answer = converse(library, *asked.turns, as_of=asked.as_of).as_json()
        verdict = judge(asked, answer, texts)
        if verdict.faults:
            (shown if verdict.outcome == "shown" else wrong).append((asked.id, verdict.faults))
        assert len(answer["text"]) <= MAX_ANSWER
        assert all(0 <= fact["citation"] < len(answer["citations"]) for fact in answer["facts"])
        assert all(
            citation["url"].startswith(f"/documents/{citation['document_id']}")
            for citation in answer["citations"]
        )
    assert len(wrong) <= (1 - LEAST_FOUND) * len(QUESTIONS), wrong
    assert len(wrong) + len(shown) <= (1 - LEAST_RIGHT) * len(QUESTIONS), shown


def test_two_readings_are_asked_about_never_guessed(starter: Library) -> None:
    answer = converse(starter, "Chủ đề thi đua là gì?")
    assert answer.status == "clarify"
    assert len(answer.buttons) >= 3
    for button in answer.buttons:
        assert converse(starter, button.payload).status == "answered"


def test_a_shared_place_name_is_asked_about(starter: Library) -> None:
    answer = converse(starter, "Huyện Chợ Mới phát động phong trào gì?")
    assert answer.status == "clarify"
    assert [button.title for button in answer.buttons] == [
        "huyện Chợ Mới (An Giang)",
        "huyện Chợ Mới (Bắc Kạn)",
    ]


def test_what_is_not_held_comes_with_what_is(starter: Library) -> None:
    answer = converse(starter, "Chủ đề thi đua năm 2024 của Bắc Giang?")
    assert answer.status == "not_found"
    assert not answer.citations
    assert "Bắc Giang" in answer.buttons[0].title


@pytest.mark.parametrize(("as_of", "told"), [(date(2026, 1, 1), True), (date(2025, 6, 30), False)])
def test_a_former_place_is_told_from_the_day_it_changed(
    starter: Library, as_of: date, told: bool
) -> None:
    answer = converse(starter, "Chủ đề thi đua năm 2022 của Bắc Giang?", as_of=as_of)
    assert ("thuộc tỉnh Bắc Ninh" in answer.text) is told


def test_every_button_of_an_answer_leads_to_an_answer(starter: Library) -> None:
    answer = converse(starter, "Các phong trào thi đua của Bình Dương năm 2023?")
    assert answer.buttons
    assert all(converse(starter, button.payload).status == "answered" for button in answer.buttons)


@pytest.mark.parametrize(
    "typed", ["?", "!!!", "🙂🙂", "а б в", "x" * 3000, "‮", "' OR 1=1 --", "<b>chủ đề</b>"]
)
def test_odd_input_is_taken(starter: Library, typed: str) -> None:
    assert converse(starter, typed).text
