"""Teach how likely two questions that name the same things ask the same.

Right are the rewordings of `tests/cases/rewordings.yaml` and questions with slips, to the question they
are made of; wrong are all other questions of the same documents that come near.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import yaml

from benchmarks.retrieval.spellings import with_slips, without_marks
from bot.commands.evaluation import EvaluationCase
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.office import CuratedAnswer, CuratedSource
from training.answers.examples import Examples
from training.answers.questions import TESTS

REWORDINGS = TESTS / "cases" / "rewordings.yaml"
#: Where the answers of a measurement say that their words come from.
SOURCE = CuratedSource(address="https://example.vn/", title="ví dụ")
AUTHOR, APPROVER = "an", "bình"


@dataclass(frozen=True)
class TypedQuestion:
    """What somebody types, in which manner, and the id of the question that it asks."""

    id: str
    manner: str
    text: str


def read_rewordings() -> dict[str, list[str]]:
    """Return the id of a question → how somebody else would ask it."""
    rewordings: dict[str, list[str]] = yaml.safe_load(REWORDINGS.read_text(encoding="utf-8"))
    return rewordings


def single_questions(cases: Iterable[EvaluationCase]) -> list[EvaluationCase]:
    """Return the questions that lean on none before."""
    return [case for case in cases if len(case.turns) == 1]


def typed_questions(
    cases: Iterable[EvaluationCase],
    rewordings: Mapping[str, list[str]],
    in_all_manners: bool = True,
) -> Iterator[TypedQuestion]:
    """Yield each question, and its rewordings, in all manners of typing or as it is asked."""
    for case in cases:
        texts = {"as asked": case.turns[0]}
        texts |= {f"reworded {n}": text for n, text in enumerate(rewordings.get(case.id, []))}
        for name, text in texts.items():
            manner = name.rstrip(" 0123456789")
            yield TypedQuestion(case.id, manner, text)
            if not in_all_manners:
                continue
            yield TypedQuestion(case.id, f"{manner}, without marks", without_marks(text, case.id))
            yield TypedQuestion(case.id, f"{manner}, two slips", with_slips(text, case.id))


def make_answers(library: Library, cases: Iterable[EvaluationCase], day: date) -> None:
    """Let each question be one that the office has an answer of its own to, which tells its id."""
    answers = [
        CuratedAnswer(
            id=case.id.lower(),
            wordings=case.turns,
            text=f"Trả lời cho {case.id}.",
            sources=(SOURCE,),
            places=(),
            expires=date(day.year + 1, 1, 1),
            state="approved",
            author=AUTHOR,
            approver=APPROVER,
            approved=day,
        )
        for case in cases
        if 8 <= len(case.turns[0]) <= 300
    ]
    library.curated.take_in(answers, day)


def likeness_examples(
    library: Library, cases: Iterable[EvaluationCase], typed: Iterable[TypedQuestion]
) -> Examples:
    """Return the pairs that name the same, and which of them ask the same.

    Questions that rest on the same words of a document are left out: they may ask the same.
    """
    evidence = {case.id.lower(): {*case.evidence, *case.evidence_at} for case in cases}
    rows, right = [], []
    for one in typed:
        for like in library.scored_wordings(one.text, Subject(), date.today()):
            other, own = like.held.answer.id, one.id.lower()
            if other == own or not evidence[own] & evidence[other]:
                rows.append(like.features)
                right.append(other == own)
    return Examples(np.array(rows), np.array(right))
