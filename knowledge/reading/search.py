"""Passages that are looked for, document by document, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.answering import Evidence, capitalize_first, passage_address, passage_place
from knowledge.language import normalized_tokens
from knowledge.library import Library
from knowledge.model import Hit, Passage, StoredDocument
from knowledge.reading.documents import (
    DocumentFilter,
    ListedDocument,
    lets_through,
    listed,
)
from knowledge.reading.excerpts import Span, excerpt
from knowledge.reading.pagination import Page, page_of
from knowledge.reading.parameters import (
    MIN_FOUND_SHARE,
    PASSAGES_OF_DOCUMENT,
    RESULTS_PER_PAGE,
    SEARCHED_PASSAGES,
)
from knowledge.snapshot import Snapshot
from knowledge.understanding import Question


@dataclass(frozen=True)
class FoundPassage:
    """A passage of a result: where it stands, part of its words, and the address of both."""

    place: str
    excerpt: tuple[Span, ...]
    url: str


@dataclass(frozen=True)
class Result:
    """A document with the best of its passages; none where only its number was looked for."""

    document: ListedDocument
    passages: tuple[FoundPassage, ...]


@dataclass(frozen=True)
class Sought:
    """The words that are looked for, and whether they were typed with their marks."""

    words: Sequence[str]
    is_marked: bool
    evidence: Evidence

    def stands_in(self, text: str) -> bool:
        """Whether a text holds enough of the words, rare ones counting for more."""
        return self.evidence.coverage(self.words, text, self.is_marked) >= MIN_FOUND_SHARE


@dataclass(frozen=True)
class _Found:
    document: StoredDocument
    passages: tuple[Passage, ...]


def search_documents(
    library: Library,
    snapshot: Snapshot,
    evidence: Evidence,
    typed: str,
    within: DocumentFilter,
    number: int,
) -> Page[Result]:
    """Return a page of the documents that hold what is typed.

    A document whose number is typed comes first. A passage that holds too few of the words is left
    out: it is merely the nearest of what is held.
    """
    question = library.parse(typed)
    sought = Sought(
        question.content_words or tuple(normalized_tokens(question.text)),
        question.marked,
        evidence,
    )
    hits = library.search(
        typed, within.place, within.year, within.kind, SEARCHED_PASSAGES, within.day
    )
    numbered = _numbered(snapshot, question, within)
    found = list(_by_document(numbered, _holding(snapshot, hits, sought, within)))
    return page_of(found, number, RESULTS_PER_PAGE, lambda one: _result(snapshot, one, sought))


def _numbered(
    snapshot: Snapshot, question: Question, within: DocumentFilter
) -> Iterator[StoredDocument]:
    for number in question.document_numbers:
        for document in snapshot.documents_numbered(number):
            if document.id not in snapshot.superseded and lets_through(within, document):
                yield document


def _holding(
    snapshot: Snapshot, hits: Sequence[Hit], sought: Sought, within: DocumentFilter
) -> Iterator[Hit]:
    on_day = DocumentFilter(day=within.day)
    for hit in hits:
        # The snapshot knows by what a text was replaced, the store does not.
        document = snapshot.documents.get(hit.document.id, hit.document)
        held = f"{document.title} {document.number} {hit.passage.heading} {hit.passage.text}"
        if sought.stands_in(held) and lets_through(on_day, document):
            yield hit


def _by_document(numbered: Iterable[StoredDocument], hits: Iterable[Hit]) -> Iterator[_Found]:
    documents = {document.id: document for document in numbered}
    passages: dict[str, list[Passage]] = {key: [] for key in documents}
    for hit in hits:
        documents.setdefault(hit.document.id, hit.document)
        passages.setdefault(hit.document.id, []).append(hit.passage)
    for key, document in documents.items():
        yield _Found(document, tuple(passages[key][:PASSAGES_OF_DOCUMENT]))


def _result(snapshot: Snapshot, found: _Found, sought: Sought) -> Result:
    passages = tuple(
        FoundPassage(
            capitalize_first(passage_place(passage)),
            excerpt(passage, sought.words, sought.is_marked),
            passage_address(found.document.id, passage),
        )
        for passage in found.passages
    )
    return Result(listed(snapshot, found.document), passages)
