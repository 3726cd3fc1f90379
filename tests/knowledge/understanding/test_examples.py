"""The questions that are offered: of what is held, each answered, and others once that changes."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.library import Library
from knowledge.model import Document, Fact, Passage, Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from knowledge.understanding import ExampleGroup, ExampleQuestions
from tests.conftest import DAY


def offered(library: Library, day: date = DAY) -> tuple[ExampleGroup, ...]:
    return ExampleQuestions(library.snapshot, lambda: day).groups()


def campaign(
    key: str, place: str, year: int, **more: object
) -> tuple[Document, list[Passage], list[Fact]]:
    text = f"Chủ đề năm {year}: “Đổi mới”."
    document = Document(
        key, f"Thi đua {place} {year}", place=place, years=(year,), text=text, **more
    )  # type: ignore[arg-type]
    passage = Passage(key, 0, 0, len(text), "paragraph", text)
    return (
        document,
        [passage],
        [Fact(key, "theme", "Đổi mới", 0, len(text), place=place, year=year)],
    )


def test_every_question_that_is_offered_is_answered(starter: Library) -> None:
    questions = [question for group in offered(starter) for question in group.questions]
    assert len(set(questions)) == 12
    for question in questions:
        answer, _ = starter.answer(question, Subject(), DAY)
        assert answer.status == "answered", (question, answer.text)


def test_an_empty_library_offers_what_the_law_answers(library: Library) -> None:
    groups = offered(library)
    assert [len(group.questions) for group in groups] == [3, 3, 3]
    assert all("{" not in question for group in groups for question in group.questions)


@pytest.mark.parametrize(
    ("more", "day", "asked"),
    [
        ({}, DAY, "Lạng Giang năm 2026"),
        # One that has ended, or has not begun, is not offered.
        ({"effective_to": date(2026, 6, 1)}, DAY, "Chợ Đồn năm 2022"),
        ({"effective_from": date(2027, 1, 1)}, DAY, "Chợ Đồn năm 2022"),
        ({"effective_from": date(2027, 1, 1)}, date(2027, 1, 1), "Lạng Giang năm 2026"),
    ],
)
def test_the_newest_in_force_is_asked_about(
    library: Library, more: dict[str, object], day: date, asked: str
) -> None:
    library.add(*campaign("a", "Chợ Đồn", 2022))
    library.add(*campaign("b", "Lạng Giang", 2026, **more))
    assert offered(library, day)[0].questions[0] == f"Chủ đề thi đua của huyện {asked} là gì?"


def test_what_was_removed_is_not_asked_about_any_more() -> None:
    library = Library(Store(":memory:"), SeededEncoder())
    examples = ExampleQuestions(library.snapshot, lambda: DAY)
    library.add(*campaign("a", "Chợ Đồn", 2022))
    assert "Chợ Đồn" in examples.groups()[0].questions[0]
    assert examples.groups() is examples.groups()
    library.remove("a")
    assert not any("Chợ Đồn" in question for question in examples.groups()[0].questions)
