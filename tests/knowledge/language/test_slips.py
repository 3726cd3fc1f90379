"""Questions as they are mistyped: every one without marks, and with a slip put in by rule, must fare nearly as well."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bot.commands.evaluation import EvaluationCase, judge, read_cases
from knowledge.language import fold
from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import CASES

QUESTIONS = read_cases(CASES / "questions.yaml")


def slipped(text: str, chance: random.Random) -> str:
    """Swap, drop or double one letter of one longer word."""
    words = text.split()
    long = [number for number, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not long:
        return text
    number = chance.choice(long)
    word, at, kind = words[number], chance.randrange(1, len(words[number]) - 1), chance.randrange(3)
    rest = [word[at + 1] + word[at] + word[at + 2 :], word[at + 1 :], word[at] + word[at:]]
    words[number] = word[:at] + rest[kind]
    return " ".join(words)


def is_found(library: Library, asked: EvaluationCase, turns: list[str]) -> bool:
    texts = {document.id: document.text for document in library.documents()}
    subject = Subject()
    for turn in turns:
        answer, subject = library.answer(turn, subject, date(2026, 11, 21))
    return judge(asked, answer.as_json(), texts).outcome in ("right", "shown")


@pytest.mark.parametrize(("way", "least"), [("bare", 0.96), ("slip", 0.94), ("both", 0.92)])
@pytest.mark.parametrize("store", ["starter", "originals"])
def test_mistyped_questions(
    request: pytest.FixtureRequest, store: str, way: str, least: float
) -> None:
    library: Library = request.getfixturevalue(store)
    chance = random.Random(3)
    count = 0
    for asked in QUESTIONS:
        turns = [fold(turn) if way != "slip" else turn for turn in asked.turns]
        count += is_found(
            library, asked, [slipped(turn, chance) for turn in turns] if way != "bare" else turns
        )
    assert count / len(QUESTIONS) >= least, f"{count} of {len(QUESTIONS)}"
