"""The questions of a group of `tests/evaluation`, and a library of the documents they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.commands.evaluation import EvaluationCase, read_cases, read_groups
from indexer.pipeline import index_sources
from knowledge.data import DATA
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import Encoder
from knowledge.storage import Store
from training.corpus import ROOT

TESTS = ROOT / "tests"
EVALUATION = TESTS / "evaluation"
STARTER = DATA / "documents"
SHARED = ROOT.parent / "shared"
DECREE = SHARED / "documents" / "nd-152-2025.md"


@dataclass(frozen=True)
class Asked:
    """A conversation up to its last turn, which is asked about `subject`.

    `evidence` are the words of the documents that answer it; none for an unanswerable question.
    """

    case: EvaluationCase
    subject: Subject
    evidence: tuple[str, ...]

    @property
    def text(self) -> str:
        """The last turn."""
        return self.case.turns[-1]


def read_group(group: str) -> list[EvaluationCase]:
    """Return the questions of a group: train, tune or unseen."""
    return read_groups(sorted((EVALUATION / group).glob("*.yaml")))


def own_cases(*, of_law: bool) -> list[EvaluationCase]:
    """Return our own questions, which are about the starter documents and, `of_law`, the law."""
    files = [TESTS / "cases" / "questions.yaml"]
    files += [TESTS / "cases" / "law_questions.yaml"] if of_law else []
    return [case for file in files for case in read_cases(file)]


def open_group(group: str, store: Path, encoder: Encoder) -> Library:
    """Return a library of a group's documents, the starter documents and the decree."""
    documents = sorted((EVALUATION / group / "documents").iterdir())
    return _open([*sorted(STARTER.iterdir()), DECREE, *documents], store, encoder)


def open_own(store: Path, encoder: Encoder, *, as_found: bool) -> Library:
    """Return a library of the starter documents alone; `as_found`: as they stand on the web."""
    folder = SHARED / "seeds" if as_found else STARTER
    return _open(sorted(folder.iterdir()), store, encoder)


def _open(paths: Sequence[Path], store: Path, encoder: Encoder) -> Library:
    library = Library(Store(store), encoder)
    for result in index_sources(library, paths):
        if result.state == "failed":
            raise ValueError(f"{result.source}: {result.reason}")
    return library


def asked_questions(library: Library, cases: Iterable[EvaluationCase]) -> Iterator[Asked]:
    """Yield the questions, each after the library has answered the turns before it."""
    for case in cases:
        subject = Subject()
        for turn in case.turns[:-1]:
            _, subject = library.answer(turn, subject, case.as_of)
        yield Asked(case, subject, (*case.evidence, *map(_words_at, case.evidence_at)))


def _words_at(span: str) -> str:
    """Return the decree's words at "start-end": its sentences do not stand in the repository."""
    start, end = map(int, span.split("-"))
    return DECREE.read_text(encoding="utf-8")[start:end]
