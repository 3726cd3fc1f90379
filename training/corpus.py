"""The retrieval benchmark: 29,527 articles of Vietnamese law and questions that citizens asked.

The questions are those of the Zalo AI Challenge 2021 (legal text retrieval). Both are read from
`../shared/benchmarks/legal_retrieval`, beside the checkout.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "benchmarks" / "legal_retrieval"
QUESTIONS = DATA / "questions_dev.jsonl"


@dataclass(frozen=True)
class Article:
    """An article of law: its document's id and title, its number ("5", "12a"), title and text."""

    id: str
    document: str
    document_title: str
    article: str
    title: str
    text: str


@dataclass(frozen=True)
class LabelledQuestion:
    """A question with the ids of the articles that answer it.

    `emulation` is true for questions on emulation and commendation.
    """

    id: str
    question: str
    gold: tuple[str, ...]
    emulation: bool


def read_articles() -> list[Article]:
    """Return every article, in the corpus's order."""
    with lzma.open(DATA / "corpus.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [Article(**json.loads(line)) for line in lines]


def read_questions(path: Path = QUESTIONS) -> list[LabelledQuestion]:
    """Return the questions of a JSON Lines file, the development questions by default."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        LabelledQuestion(row["id"], row["question"], tuple(row["gold"]), row["emulation"])
        for row in rows
    ]
