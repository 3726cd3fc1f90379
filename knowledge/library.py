"""Library: the only door to what is known. Add and remove documents, search passages, answer questions."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from datetime import date

import numpy as np

from knowledge.answers import Answering
from knowledge.drafts import Context, finish
from knowledge.encoders import Encoder
from knowledge.evidence import Evidence
from knowledge.law.catalogue import wordings
from knowledge.law.interviews import Interview, Values
from knowledge.model import Answer, Document, Fact, Hit, Passage, Subject
from knowledge.questions import Question, read_question
from knowledge.ranking import fuse
from knowledge.snapshot import Snapshot
from knowledge.spelling import Speller
from knowledge.store import Store
from knowledge.vectors import VectorIndex
from knowledge.vocabulary import Vocabulary, vocabulary
from knowledge.words import KeywordIndex, terms

#: Weight of the encoder beside keyword search; without marks the restored question is less sure.
VECTOR_WEIGHT, VECTOR_WEIGHT_UNMARKED = 1.0, 0.5
CANDIDATES = 60
SEARCHABLE = ("paragraph", "item", "row")


class Library:
    """Documents and their passages, facts and vectors; every search sees the store as it is now."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._vocabulary = vocabulary()
        self._lock = threading.Lock()
        self._version: tuple[int, int] | None = None
        self._keywords, self._vectors = KeywordIndex(), VectorIndex(encoder.dimension)
        self._current: Snapshot | None = None

    @property
    def words(self) -> Vocabulary:
        """The vocabulary."""
        return self._vocabulary

    @property
    def encoder(self) -> str:
        """The name of the encoder."""
        return self._encoder.name

    def holds(self, checksum: str) -> str | None:
        """Give the id of the document that was read from just this content."""
        return self._store.with_checksum(checksum)

    def add(self, document: Document, passages: Iterable[Passage], facts: Iterable[Fact]) -> None:
        """Add or replace a document; it is embedded first, then stored in one transaction."""
        kept = list(passages)
        wanted = [passage for passage in kept if passage.kind in SEARCHABLE]
        texts = [self._standing_alone(document, passage) for passage in wanted]
        rows = self._encoder.encode_passages(texts) if texts else np.empty((0, self._encoder.dimension))
        vectors = {passage.number: row for passage, row in zip(wanted, rows, strict=True)}
        self._store.put(document, kept, facts, vectors, self._encoder.name)

    def remove(self, document_id: str) -> None:
        """Remove a document; the next search no longer finds it."""
        self._store.remove(document_id)

    def documents(self) -> list[Document]:
        """Give every document, by id."""
        return self._store.documents()

    def document(self, document_id: str) -> Document:
        """Give one document."""
        return self._store.document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """Give the passages of a document in order."""
        return list(self._store.passages(document_id).values())

    def facts(self, document_id: str) -> list[Fact]:
        """Give the facts of a document in order."""
        return [fact for fact in self.snapshot().facts if fact.document_id == document_id]

    def rebuild(self) -> int:
        """Embed every passage anew with the present encoder; give their number."""
        documents = {document.id: document for document in self._store.documents()}
        found = {key: p for key, p in self._store.passages().items() if p.kind in SEARCHABLE}
        texts = [self._standing_alone(documents[p.document_id], p) for p in found.values()]
        rows = self._encoder.encode_passages(texts) if texts else np.empty((0, self._encoder.dimension))
        self._store.set_vectors(self._encoder.name, dict(zip(found, rows, strict=True)))
        return len(found)

    def missing_vectors(self) -> int:
        """Count the passages that the present encoder has not embedded: another one has, or a run was cut off."""
        return self._store.without_vector(self._encoder.name, SEARCHABLE)

    def check(self) -> list[str]:
        """Prove the store: offsets, evidence and vectors; give one sentence for each fault found."""
        faults = []
        documents = {document.id: document for document in self._store.documents()}
        passages = self._store.passages()
        for passage in passages.values():
            document = documents[passage.document_id]
            if not 0 <= passage.start < passage.end <= len(document.text):
                faults.append(f"{document.id}: đoạn {passage.number} nằm ngoài văn bản.")
        for fact in self._store.facts():
            if not documents[fact.document_id].text[fact.start : fact.end].strip():
                faults.append(f"{fact.document_id}: dữ kiện {fact.name!r} không có bằng chứng.")
        missing = self.missing_vectors()
        if missing:
            faults.append(f"{missing} đoạn chưa có vectơ của bộ mã hoá {self._encoder.name}.")
        return faults

    def snapshot(self) -> Snapshot:
        """Give what is known now; read anew only when the store has changed."""
        with self._lock:
            version = self._store.version
            if self._current is None or version != self._version:
                self._current, self._version = self._load(), version
            return self._current

    def _load(self) -> Snapshot:
        documents = {document.id: document for document in self._store.documents()}
        passages = self._store.passages()
        found = {key: passage for key, passage in passages.items() if passage.kind in SEARCHABLE}
        texts = {key: self._standing_alone(documents[p.document_id], p) for key, p in found.items()}
        self._keywords.sync(texts)
        self._vectors.sync(self._store.vectors(self._encoder.name))
        learned = [p.text for p in passages.values() if p.kind != "boilerplate"] + wordings()
        known = [place.full_name for place in self._vocabulary.places]
        return Snapshot(
            documents,
            {document.id: self._places_of(document) for document in documents.values()},
            found,
            tuple(self._store.facts()),
            Speller([*learned, *known], self._vocabulary.phrasings, self._vocabulary.typing),
            Evidence(texts.values(), self._vocabulary),
            self._keywords,
            self._vectors,
        )

    def _places_of(self, document: Document) -> frozenset[str]:
        """Give the places a document is about: its own and those its title names."""
        titles = f"{document.title}\n{document.source_title or ''}"
        named = {place.name for place in self._vocabulary.places_in(titles)}
        return frozenset(named | ({document.place} if document.place else set()))

    @staticmethod
    def _standing_alone(document: Document, passage: Passage) -> str:
        """Give what is searched: the passage after its document's title and number and the headings above it."""
        above = " › ".join(part for part in (document.title, document.number, passage.heading, passage.label) if part)
        return f"{above}\n{passage.text}"

    def read(self, typed: str) -> Question:
        """Understand a typed question."""
        return read_question(typed, self.snapshot().speller, self._vocabulary)

    def search(
        self, text: str, place: str | None = None, year: int | None = None, kind: str | None = None, limit: int = 10
    ) -> list[Hit]:
        """Give the passages nearest to a text, best first, of one place, year and kind of document when given."""
        return self._search(self.read(text), place, year, kind, limit)

    def find(self, question: Question, place: str | None, year: int | None, limit: int) -> list[Hit]:
        """Give the passages nearest to a question that has been read."""
        return self._search(question, place, year, None, limit)

    def _search(
        self, question: Question, place: str | None, year: int | None, kind: str | None, limit: int
    ) -> list[Hit]:
        snapshot = self.snapshot()
        among = self._among(snapshot, place, year, kind)
        if (among is not None and not among) or not question.text.strip():
            return []
        by_words = snapshot.keywords.search(terms(question.text), question.marked, CANDIDATES, among)
        vector = self._encoder.encode_questions([question.text])[0]
        by_vector = snapshot.vectors.search(vector, CANDIDATES, among)
        weight = VECTOR_WEIGHT if question.marked else VECTOR_WEIGHT_UNMARKED
        ranked = fuse([([key for key, _ in by_words], 1.0), ([key for key, _ in by_vector], weight)])
        found = ((snapshot.passages[key], score) for key, score in ranked[:limit] if key in snapshot.passages)
        return [Hit(snapshot.documents[passage.document_id], passage, score) for passage, score in found]

    @staticmethod
    def _among(snapshot: Snapshot, place: str | None, year: int | None, kind: str | None) -> Collection[int] | None:
        """Give the ids of the passages of a place, year and kind; nothing when none is given."""
        if place is None and year is None and kind is None:
            return None
        return [
            key
            for key, passage in snapshot.passages.items()
            if (place is None or place in passage.places or place in snapshot.places[passage.document_id])
            and (year is None or year in snapshot.documents[passage.document_id].years or str(year) in passage.text)
            and (kind is None or kind == snapshot.documents[passage.document_id].kind)
        ]

    def answer(self, typed: str, subject: Subject, as_of: date, hint: str | None = None) -> tuple[Answer, Subject]:
        """Answer a question in a conversation about `subject`; give also what the conversation is about now.

        `hint` names the topic that the dialogue made out; it counts only where the question's own words name none.
        """
        return Answering(self.snapshot(), self._vocabulary, self.find, as_of).answer(self.read(typed), subject, hint)

    def conclude(self, interview: Interview, values: Values, as_of: date) -> Answer:
        """Give what comes out of a guided conversation whose fields are filled."""
        context = Context(self.snapshot(), self._vocabulary, self.find, self.read(""), as_of)
        return finish(interview.finish(context, values), context)
