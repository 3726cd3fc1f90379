"""Whether the office's own answer finds its question, and no other: `python -m benchmarks.curated`.

Each question of `tests/evaluation/tune` that leans on none before is one that the office has an answer to.
It is asked as it is, in other words (`tests/cases/rewordings.yaml`), without marks and with two slips:
its own answer must be found; those of other questions, its own left out, must not. Questions that
rest on the same words of a document may ask the same and are not counted against each other. Then the
time that a thousand answers add to a turn.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measurement import timed
from benchmarks.report import write_report
from bot.commands.evaluation import EvaluationCase
from knowledge.curated.parameters import MIN_LIKENESS
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import open_encoder
from training.answers import (
    make_answers,
    open_group,
    read_group,
    read_rewordings,
    single_questions,
    typed_questions,
)
from training.answers.likeness import TypedQuestion

#: The share of questions that may be told the answer to another one, and milliseconds of a turn.
MAX_OTHER, MAX_MS = 0.005, 3.0
MANY, TIMED = 1_000, 60
DAY = date(2026, 11, 21)


def measure(library: Library, cases: Sequence[EvaluationCase]) -> dict[str, Any]:
    """Return for each manner of typing how many found their answer, and how many another's."""
    evidence = {case.id.lower(): {*case.evidence, *case.evidence_at} for case in cases}
    asked, found, other = Counter[str](), Counter[str](), 0
    for one in typed_questions(cases, read_rewordings()):
        asked[one.manner] += 1
        told = _told(library, one)
        found[one.manner] += one.id.lower() in told[:1]
        own = evidence[one.id.lower()]
        other += any(key != one.id.lower() and not own & evidence[key] for key in told)
    shares = {manner: f"{found[manner]}/{count}" for manner, count in asked.items()}
    total = sum(asked.values())
    return {**shares, "asked": total, "told of another": other, "share": round(other / total, 4)}


def _told(library: Library, one: TypedQuestion) -> list[str]:
    """Return the ids of the answers that are likely enough, the likeliest first."""
    likely = library.scored_wordings(one.text, Subject(), DAY)
    enough = [like for like in likely if like.probability >= MIN_LIKENESS]
    enough.sort(key=lambda like: -like.probability)
    return [like.held.answer.id for like in enough]


def added_ms(library: Library, cases: Sequence[EvaluationCase]) -> float:
    """Return what a thousand answers to other questions add to the median time of a turn (ms)."""
    texts = [case.turns[0] for case in cases[:TIMED]]
    before = _median_ms(library, texts)
    make_answers(library, single_questions(read_group("train"))[:MANY], DAY)
    return _median_ms(library, texts) - before


def _median_ms(library: Library, texts: Sequence[str]) -> float:
    """Return the median time of an answer, what is kept being kept."""
    for text in texts:
        library.answer(text, Subject(), DAY)
    spent = (timed(library.answer, text, Subject(), DAY)[1] for text in texts)
    return statistics.median(spent) * 1000


def main() -> None:
    """Print the figures; more than MAX_OTHER, or MAX_MS, makes the exit code 1."""
    cases = single_questions(read_group("tune"))
    with tempfile.TemporaryDirectory() as scratch:
        library = open_group("tune", Path(scratch) / "tune.db", open_encoder("embedded"))
        spent = added_ms(library, cases)
        for answer in library.curated.all():
            library.curated.withdraw(answer.id, answer.revision)
        make_answers(library, cases, DAY)
        figures = {**measure(library, cases), "added ms": round(spent, 2)}
    write_report("curated", figures)
    sys.exit(figures["share"] > MAX_OTHER or spent > MAX_MS)


if __name__ == "__main__":
    main()
