"""The retrieval benchmark's articles in a library of our own, and its questions.

Data: `../shared/benchmarks/legal_retrieval`, 29,527 articles of Vietnamese law and questions that citizens asked.
"""

from __future__ import annotations

import json
import lzma
import sys
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from knowledge.encoders import Encoder
from knowledge.library import Library
from knowledge.model import Document, Passage
from knowledge.store import Store

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "benchmarks" / "legal_retrieval"
ARTICLE = "Điều "


@dataclass(frozen=True)
class Article:
    """An article: its id, its document's id and title, its own number and title, its text."""

    id: str
    document: str
    document_title: str
    article: str
    title: str
    text: str

    @property
    def heading(self) -> str:
        """What stands above its text."""
        return f"{ARTICLE}{self.article}. {self.title}".strip()


@dataclass(frozen=True)
class Asked:
    """A question and the articles that answer it."""

    id: str
    question: str
    gold: tuple[str, ...]
    emulation: bool


def articles() -> list[Article]:
    """Read the corpus."""
    with lzma.open(DATA / "corpus.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [Article(**json.loads(line)) for line in lines]


def questions(path: Path = DATA / "questions_dev.jsonl") -> list[Asked]:
    """Read the questions."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Asked(row["id"], row["question"], tuple(row["gold"]), row["emulation"]) for row in rows]


def library(store: Path, encoder: Encoder, held: list[Article], folder: Path | None = None) -> tuple[Library, float]:
    """Give a library with every article as a passage, and the seconds it took to fill; a filled store is used again."""
    filled = Library(Store(store), encoder, folder)
    begun = time.perf_counter()
    known = {document.id for document in filled.documents()}
    ordered = sorted(held, key=lambda one: one.document)
    for number, (document, group) in enumerate(groupby(ordered, key=lambda one: one.document)):
        if document not in known:
            filled.add(*_document(list(group)), ())
        if number % 50 == 0:
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return filled, time.perf_counter() - begun


def _document(group: list[Article]) -> tuple[Document, list[Passage]]:
    text, passages = "", []
    for number, one in enumerate(group):
        body = one.text.strip() or one.title or one.id
        passages.append(
            Passage(
                one.document,
                number,
                len(text),
                len(text) + len(body),
                "paragraph",
                body,
                f"{ARTICLE}{one.article}",
                one.heading,
            )
        )
        text += body + "\n\n"
    first = group[0]
    title = first.document_title or f"Văn bản số {first.document.upper()}"
    return Document(first.document, title, text, checksum=first.document), passages


def article_of(passage: Passage) -> str:
    """Give the id of the article that a passage of such a library is."""
    return f"{passage.document_id}+{passage.label.removeprefix(ARTICLE)}"
