"""The one truth: a database that holds documents, passages, facts and vectors.

What is derived from them, and kept with them, follows in the same transaction. Everything else
(FAISS, the keyword index) is made from the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, select, true

from database import Reader
from knowledge.errors import UnknownDocument
from knowledge.model import Document, Fact, Passage, StoredDocument
from knowledge.storage.batching import batches
from knowledge.storage.derived.passage_words import PassageWords
from knowledge.storage.filtering import PassageFilter, among, passages_within
from knowledge.storage.opening import open_store, renew_generation
from knowledge.storage.parameters import SEARCHABLE_KINDS
from knowledge.storage.rows import (
    document_from,
    fact_from,
    passage_from,
    stored_document_from,
)
from knowledge.storage.schema import documents, facts, passages, removals, state, vectors
from knowledge.storage.versions.contents import Contents
from knowledge.storage.versions.publishing import missing_document, publish, remove
from knowledge.storage.versions.version import Change
from knowledge.storage.writing import Writer


@dataclass(frozen=True)
class StoreState:
    """Which store it is, and up to which change.

    `texts` is the number of passages that are searched, `searched_words` that of their words.

    `generation` is an id that no other store has, new when all vectors were replaced or a copy was
    put back; `revision` is the number of the last change.
    """

    generation: str
    revision: int
    texts: int
    searched_words: int


@dataclass(frozen=True)
class Entry:
    """A document with all that was read from it; vectors by the number of their passage."""

    document: Document
    passages: Sequence[Passage]
    facts: Sequence[Fact]
    vectors: Mapping[int, np.ndarray]


@dataclass(frozen=True)
class Removal:
    """The ids of passages that are gone, and whose they were."""

    document_id: str
    passages: range


class Store:
    """An open store; threads may share it. `replica` is the address of a copy to read from, if any.

    Raises StoreError when it cannot be opened or was written by a newer program.
    """

    def __init__(self, address: Path | str, replica: str = "") -> None:
        self.database = open_store(address)
        position = select(state.c.generation, state.c.revision)
        self.reader = Reader(self.database, replica, position)

    def close(self) -> None:
        """Close it once no thread is in it."""
        self.reader.close()
        self.database.close()

    @property
    def state(self) -> StoreState:
        """Where the store stands now."""
        row = self._rows(select(state))[0]
        return StoreState(**{name: row[name] for name in StoreState.__dataclass_fields__})

    @property
    def version(self) -> tuple[str, int]:
        """A value that changes with every change of the store, by any process."""
        state = self.state
        return state.generation, state.revision

    def put(
        self,
        document: Document,
        passages: Iterable[Passage],
        facts: Iterable[Fact],
        vectors: Mapping[int, np.ndarray],
        encoder: str,
        change: Change | None = None,
    ) -> bool:
        """Add or replace a document with all that was read from it, in one transaction.

        `vectors` maps the number of a passage to its vector (float32). Without `change` it is the
        command line's. Return True when a document of this id was replaced.
        """
        contents = Contents(document, tuple(passages), tuple(facts))
        with self.database.writing() as connection:
            return publish(connection, contents, vectors, encoder, change)

    def fill(self, entries: Iterable[Entry], encoder: str) -> None:
        """Add many documents that are not there, in one transaction; their words are counted last."""
        with self.database.writing() as connection:
            writer = Writer(connection, counts=False)
            for entry in entries:
                writer.put_in(entry.document, entry.passages, entry.facts)
                writer.put_vectors(encoder, entry.document.id, entry.vectors)
            writer.recount()

    def remove(self, document_id: str) -> None:
        """Remove a document with its versions; raise UnknownDocument for an unknown id."""
        with self.database.writing() as connection:
            remove(connection, document_id)

    def set_vectors(self, encoder: str, rows: Mapping[int, np.ndarray]) -> None:
        """Replace every vector; `rows` maps passage ids to vectors of the named encoder."""
        with self.database.writing() as connection:
            connection.execute(delete(vectors))
            renew_generation(connection)
            if values := [
                {"passage_id": key, "encoder": encoder, "vector": row} for key, row in rows.items()
            ]:
                connection.execute(insert(vectors), values)

    def id_of_checksum(self, checksum: str) -> str | None:
        """Return the id of the document with this checksum, None when there is none."""
        rows = self._rows(select(documents.c.id).where(documents.c.checksum == checksum))
        return rows[0]["id"] if rows else None

    def document(self, document_id: str) -> Document:
        """Return one document; raise UnknownDocument, NoLongerPublished for a withdrawn one."""
        rows = self._rows(select(documents).where(documents.c.id == document_id))
        if not rows:
            raise missing_document(self.database, document_id)
        return document_from(rows[0])

    def text_of(self, known: StoredDocument) -> Document:
        """Return a document; raise UnknownDocument where it is no longer as it was known."""
        is_same = documents.c.id == known.id, documents.c.revision == known.revision
        rows = self._rows(select(documents).where(*is_same))
        if not rows:
            raise UnknownDocument(known.id)
        return document_from(rows[0])

    def document_ids(self) -> list[str]:
        """Return the id of every document."""
        return [row["id"] for row in self._rows(select(documents.c.id))]

    def documents(self) -> list[Document]:
        """Return every document, by id."""
        return [document_from(row) for row in self._rows(select(documents).order_by("id"))]

    def stored_documents(self, changes: range | None = None) -> list[StoredDocument]:
        """Return what is known of documents, those that some changes brought or all, by id."""
        columns = [column for column in documents.c if column.name != "text"]
        # Ordered here: asked to order, SQLite would read every document in the order of ids.
        rows = self._rows(select(*columns).where(in_changes(documents.c.revision, changes)))
        return sorted(map(stored_document_from, rows), key=lambda document: document.id)

    def added_passages(self, changes: range) -> list[range]:
        """Return the ids of the passages that some changes brought, document by document."""
        ids = select(documents.c.first_passage, documents.c.last_passage)
        rows = self._rows(ids.where(in_changes(documents.c.revision, changes)))
        return [range(row["first_passage"], row["last_passage"] + 1) for row in rows]

    def removals(self, changes: range) -> list[Removal]:
        """Return what some changes removed or replaced."""
        chosen = select(removals).where(in_changes(removals.c.revision, changes))
        return [
            Removal(row["document_id"], range(row["first_passage"], row["last_passage"] + 1))
            for row in self._rows(chosen)
        ]

    def passages(self, document_id: str | None = None) -> dict[int, Passage]:
        """Return passages by their id, of one document or of all."""
        return self._passages(
            true() if document_id is None else passages.c.document_id == document_id
        )

    def passages_of(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return the passages that still have these ids."""
        return self._passages(self._among(keys)) if keys else {}

    def _passages(self, condition: ColumnElement[bool]) -> dict[int, Passage]:
        columns = [column for column in passages.c if column.name != "words"]
        order = passages.c.document_id, passages.c.number
        rows = self._rows(select(*columns).where(condition).order_by(*order))
        return {row["id"]: passage_from(row) for row in rows}

    def passage_ids(self, within: PassageFilter, limit: int | None = None) -> np.ndarray:
        """Return the ids (int64) of the passages that a filter lets through, `limit` at most."""
        found = self.reader.rows(passages_within(within).limit(limit))
        return np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found))

    def count(self, within: PassageFilter) -> int:
        """Return how many passages a filter lets through."""
        chosen = select(func.count()).select_from(passages_within(within).subquery())
        return int(self.reader.rows(chosen)[0][0])

    def allowed(self, within: PassageFilter, keys: Collection[int]) -> set[int]:
        """Return those of some ids that a filter lets through."""
        chosen = passages_within(within).where(self._among(sorted(keys)))
        return {row[0] for row in self.reader.rows(chosen)}

    def spread_ids(self, count: int) -> list[int]:
        """Return the ids of so many passages at most, spread over all that are searched."""
        ids = self.passage_ids(PassageFilter())
        return sorted(ids.tolist())[:: max(1, len(ids) // count)][:count]

    def words_of(self, keys: Sequence[int]) -> dict[int, PassageWords]:
        """Return the words of the passages that still have these ids."""
        chosen = select(passages.c.id, passages.c.words).where(self._among(keys))
        return {row["id"]: PassageWords.from_bytes(row["words"]) for row in self._rows(chosen)}

    def searched_passages(self, ids: range) -> dict[int, PassageWords]:
        """Return the words of the passages, of some ids, that are searched."""
        chosen = select(passages.c.id, passages.c.words).where(
            passages.c.id.between(ids.start, ids.stop - 1), passages.c.kind.in_(SEARCHABLE_KINDS)
        )
        return {row["id"]: PassageWords.from_bytes(row["words"]) for row in self._rows(chosen)}

    def facts(self, document_id: str | None = None) -> list[Fact]:
        """Return facts in their order, of one document or of all."""
        chosen = select(facts).order_by("document_id", "start", "id")
        if document_id is not None:
            chosen = chosen.where(facts.c.document_id == document_id)
        return [fact_from(row) for row in self._rows(chosen)]

    def facts_of(self, changes: range) -> list[Fact]:
        """Return the facts of the documents that some changes brought, in their order."""
        newer = select(documents.c.id).where(in_changes(documents.c.revision, changes))
        chosen = select(facts).where(facts.c.document_id.in_(newer))
        return [fact_from(row) for row in self._rows(chosen.order_by("document_id", "start", "id"))]

    def count_without_vector(self, encoder: str, kinds: Iterable[str]) -> int:
        """Return the number of passages of these kinds that an encoder has not embedded."""
        embedded = select(vectors.c.passage_id).where(
            vectors.c.passage_id == passages.c.id, vectors.c.encoder == encoder
        )
        chosen = select(func.count()).where(passages.c.kind.in_(tuple(kinds)), ~embedded.exists())
        return int(self.reader.rows(chosen)[0][0])

    def embedded_passages(self, encoder: str, ids: range | None = None) -> list[int]:
        """Return the ids of the passages that an encoder has embedded, of some ids or all."""
        chosen = select(vectors.c.passage_id).where(vectors.c.encoder == encoder)
        if ids is not None:
            chosen = chosen.where(vectors.c.passage_id.between(ids.start, ids.stop - 1))
        return [row["passage_id"] for row in self._rows(chosen)]

    def vectors(self, encoder: str) -> dict[int, np.ndarray]:
        """Return every vector of an encoder by passage id."""
        parts = self.iter_vectors(encoder, self.embedded_passages(encoder))
        return {key: vector for part in parts for key, vector in part.items()}

    def iter_vectors(
        self, encoder: str, passage_ids: Iterable[int]
    ) -> Iterator[dict[int, np.ndarray]]:
        """Yield vectors by passage id in parts, so that not all are in memory at once.

        A blob that was cut off gives a vector too short, which `thidua index check` reports.
        """
        for part in batches(sorted(passage_ids)):
            chosen = select(vectors.c.passage_id, vectors.c.vector).where(
                vectors.c.encoder == encoder, vectors.c.passage_id.in_(part)
            )
            yield {row["passage_id"]: row["vector"] for row in self._rows(chosen)}

    def _among(self, keys: Sequence[int]) -> ColumnElement[bool]:
        return among(passages.c.id, keys, self.database.is_postgresql)

    def _rows(self, chosen: Select[Any]) -> Sequence[RowMapping]:
        return [row._mapping for row in self.reader.rows(chosen)]


def in_changes(revision: ColumnElement[int], changes: range | None) -> ColumnElement[bool]:
    """Return the condition that a row is of some changes, by their numbers; None for any."""
    if changes is None:
        return true()
    return revision.between(changes.start, changes.stop - 1)
