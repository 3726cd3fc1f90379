"""What answers are made from, as of one version of the store."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.evidence import Evidence
from knowledge.model import Document, Fact, Passage
from knowledge.spelling import Speller
from knowledge.vectors import VectorIndex
from knowledge.words import KeywordIndex


@dataclass(frozen=True)
class Snapshot:
    """Everything in memory at once; `passages` by id, `facts` in the order of the documents."""

    documents: dict[str, Document]
    places: dict[str, frozenset[str]]
    passages: dict[int, Passage]
    facts: tuple[Fact, ...]
    speller: Speller
    evidence: Evidence
    keywords: KeywordIndex
    vectors: VectorIndex

    def evidence_text(self, fact: Fact) -> str:
        """Give the words that say a fact."""
        return self.documents[fact.document_id].text[fact.start : fact.end]

    def passage_at(self, document_id: str, start: int) -> Passage | None:
        """Give the passage in which a position of a document lies."""
        return next(
            (p for p in self.passages.values() if p.document_id == document_id and p.start <= start < p.end), None
        )
