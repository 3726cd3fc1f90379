"""Library: the only door to what is known. Add and remove documents, search passages, answer questions."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from knowledge import checking
from knowledge.answers import Answering
from knowledge.checking import Fault
from knowledge.drafts import Context, finish
from knowledge.encoders import Encoder
from knowledge.force import replaced, settled, versions
from knowledge.held import Held
from knowledge.indexes import Indexes
from knowledge.law.interviews import Interview, Values
from knowledge.model import Answer, Document, Fact, Hit, Passage, Subject
from knowledge.phrasing import say, shorten
from knowledge.questions import Question, read_question
from knowledge.search import Found, candidates, search
from knowledge.snapshot import Snapshot
from knowledge.store import Store
from knowledge.vectors import VectorIndex
from knowledge.vocabulary import Vocabulary, vocabulary

#: What is embedded with a passage: its document's title, so many letters of it, and so many headings.
LONGEST_TITLE, NEAREST_HEADINGS = 90, 2
#: A question is embedded once, though an answer may look for it in several places.
QUESTIONS_KEPT = 2_000
#: "3 năm", "cá nhân": so short a message answers a question of ours rather than asking one.
SHORTEST_ALONE = 12
SEARCHABLE = ("paragraph", "item", "row")


class Library:
    """Documents and their passages, facts and vectors; every search sees the store as it is now.

    `folder` keeps the index file of a large collection; None keeps all in memory.
    """

    def __init__(self, store: Store, encoder: Encoder, folder: Path | None = None) -> None:
        self._store = store
        self._encoder = encoder
        self._vocabulary = vocabulary()
        self._lock = threading.Lock()
        self._version: tuple[int, int] | None = None
        self._held, self._indexes = Held(store), Indexes(self._vocabulary)
        self._folder, self._mark = folder, ""
        self._vectors: VectorIndex | None = None
        self._vector = lru_cache(maxsize=QUESTIONS_KEPT)(self._vector_of)
        self._current: Snapshot | None = None

    @property
    def words(self) -> Vocabulary:
        """The vocabulary."""
        return self._vocabulary

    @property
    def version(self) -> tuple[int, int]:
        """Changes whenever what is held changes."""
        return self._store.version

    @property
    def encoder(self) -> str:
        """The name of the encoder."""
        return self._encoder.name

    def holds(self, checksum: str) -> str | None:
        """Give the id of the document that was read from just this content."""
        return self._store.with_checksum(checksum)

    def add(self, document: Document, passages: Iterable[Passage], facts: Iterable[Fact]) -> bool:
        """Add or replace a document and tell which; it is embedded first, then stored in one transaction."""
        kept = list(passages)
        wanted = [passage for passage in kept if passage.kind in SEARCHABLE]
        rows = self._embedded([(document, passage) for passage in wanted])
        vectors = {passage.number: row for passage, row in zip(wanted, rows, strict=True)}
        return self._store.put(document, kept, facts, vectors, self._encoder.name)

    def remove(self, document_id: str) -> None:
        """Remove a document; the next search no longer finds it."""
        self._store.remove(document_id)

    def documents(self) -> list[Document]:
        """Give every document, by id."""
        return self._store.documents()

    def document_ids(self) -> list[str]:
        """Give the id of every document."""
        return self._store.document_ids()

    def document(self, document_id: str) -> Document:
        """Give one document."""
        return self._store.document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """Give the passages of a document in order."""
        return list(self._store.passages(document_id).values())

    def facts(self, document_id: str) -> list[Fact]:
        """Give the facts of a document in order."""
        return [fact for fact in self._store.facts() if fact.document_id == document_id]

    def rebuild(self) -> int:
        """Embed every passage anew with the present encoder; give their number."""
        documents = {document.id: document for document in self._store.documents()}
        found = {key: p for key, p in self._store.passages().items() if p.kind in SEARCHABLE}
        rows = self._embedded([(documents[passage.document_id], passage) for passage in found.values()])
        self._store.set_vectors(self._encoder.name, dict(zip(found, rows, strict=True)))
        return len(found)

    def missing_vectors(self) -> int:
        """Count the passages that the present encoder has not embedded: another one has, or a run was cut off."""
        return self._store.without_vector(self._encoder.name, SEARCHABLE)

    def check(self) -> list[Fault]:
        """Prove the store: offsets, evidence, vectors, orphans, FAISS against the store; give what is wrong."""
        documents = {document.id: document for document in self._store.documents()}
        vectors = self._store.vectors(self._encoder.name)
        return [
            *checking.orphans(self._store.orphans(), self._store.damage()),
            *checking.places(documents, self._store.passages(), self._store.facts()),
            *checking.lost_vectors(self.missing_vectors(), self._encoder.name),
            *checking.broken_vectors(vectors, self._encoder.dimension),
            *checking.faiss_against_store(vectors, self._encoder.dimension),
        ]

    def repair(self, faults: Iterable[Fault]) -> list[str]:
        """Mend what the store itself holds enough for; give the ids of the documents that must be read again."""
        remedies = {fault.remedy for fault in faults}
        if "drop" in remedies:
            self._store.drop_orphans()
        if "embed" in remedies or "drop" in remedies:
            self.rebuild()
        return sorted({fault.document_id for fault in faults if fault.remedy == "read again"})

    def snapshot(self) -> Snapshot:
        """Give what is known now; read anew only when the store has changed."""
        with self._lock:
            version = self._store.version
            if self._current is None or version != self._version:
                mark = self._store.mark
                if mark != self._mark:
                    self._start_anew(mark)
                try:
                    self._current, self._version = self._load(), version
                except BaseException:
                    # Half of a change must not be taken for the whole.
                    self._start_anew("")
                    raise
            return self._current

    def _start_anew(self, mark: str) -> None:
        """Forget what was worked out from the store: another one, put in its place, may number its passages alike."""
        self._held, self._indexes = Held(self._store), Indexes(self._vocabulary)
        self._vectors, self._mark = None, mark

    def _load(self) -> Snapshot:
        change = self._held.sync()
        facts = self._held.facts
        ends = replaced(self._held.documents, facts)
        documents = settled(self._held.documents, ends)
        older = {one for others in versions(documents.values()).values() for one in others}
        found = {
            key: passage
            for key, passage in self._held.passages.items()
            if passage.kind in SEARCHABLE and passage.document_id not in older
        }
        self._indexes.sync(documents, found)
        self._indexes.learn(change, documents.values())
        return Snapshot(
            documents,
            {document.id: self._places_of(document) for document in documents.values()},
            found,
            tuple(fact for fact in facts if fact.document_id not in older),
            self._indexes.speller,
            self._indexes.evidence,
            self._indexes.cards,
            self._indexes.keywords,
            self._synced_vectors(),
            ends,
        )

    def _synced_vectors(self) -> VectorIndex:
        # Made with the first search, not before: asking the encoder for its dimension loads it.
        name, dimension = self._encoder.name, self._encoder.dimension
        if self._vectors is None:
            self._vectors = VectorIndex(dimension, self._folder, self._mark, name)
        self._vectors.sync(self._store.embedded(name), partial(self._whole_vectors, name, dimension))
        return self._vectors

    def _whole_vectors(self, name: str, dimension: int, keys: Iterable[int]) -> Iterator[Mapping[int, np.ndarray]]:
        for some in self._store.vectors_of(name, keys):
            if whole := {key: one for key, one in some.items() if one.shape == (dimension,)}:
                yield whole

    def _places_of(self, document: Document) -> frozenset[str]:
        """Give the places a document is about: its own and those its title names."""
        titles = f"{document.title}\n{document.source_title or ''}"
        named = {place.name for place in self._vocabulary.places_in(titles)}
        return frozenset(named | ({document.place} if document.place else set()))

    def _embedded(self, found: Sequence[tuple[Document, Passage]]) -> np.ndarray:
        """Give one vector for each passage, embedded after its document's name and the two headings nearest to it.

        The whole path, as keyword search has it, is most of a short clause's letters: leaving out the rest halves the time.
        """
        texts = []
        for document, passage in found:
            near = passage.heading.split(" › ")[-NEAREST_HEADINGS:]
            parts = (document.title[:LONGEST_TITLE], document.number, *near, passage.label)
            texts.append(f"{' › '.join(part for part in parts if part)}\n{passage.text}")
        return self._encoder.encode_passages(texts) if texts else np.empty((0, self._encoder.dimension))

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
        among = snapshot.among(place, year, kind)
        if (among is not None and not among) or not question.text.strip():
            return []
        return search(question, self._vector(question.text), snapshot, among)[:limit]

    def considered(self, typed: str) -> Found:
        """Give all that a search ranks for a typed question, each measured: what the ranking learns from."""
        question = self.read(typed)
        return candidates(question, self._vector(question.text), self.snapshot(), None)

    def _vector_of(self, text: str) -> np.ndarray:
        vector: np.ndarray = self._encoder.encode_questions([text])[0]
        return vector

    def answer(self, typed: str, subject: Subject, as_of: date, hint: str | None = None) -> tuple[Answer, Subject]:
        """Answer a question in a conversation about `subject`; give also what the conversation is about now.

        `hint` names the topic that the dialogue made out; it counts only where the question's own words name none.
        """
        answering = Answering(self.snapshot().on(as_of), self._vocabulary, self.find, as_of)
        answer, about = answering.answer(self.read(typed), subject, hint)
        return replace(answer, about=about), about

    def answer_alone(self, typed: str, as_of: date) -> Answer | None:
        """Answer a question outside its conversation and say so; nothing when it may lean on what was said before."""
        question = self.read(typed)
        named = question.topic or question.places or question.focus
        if not named or len(question.typed) < SHORTEST_ALONE or "follow_up" in question.modes:
            return None
        answer, _ = self.answer(typed, Subject(), as_of)
        if answer.status != "answered":
            return None
        return replace(answer, text=shorten(answer.text, say("alone")), buttons=())

    def conclude(self, interview: Interview, values: Values, as_of: date) -> Answer:
        """Give what comes out of a guided conversation whose fields are filled."""
        context = Context(self.snapshot().on(as_of), self._vocabulary, self.find, self.read(""), as_of)
        return finish(interview.finish(context, values), context)
