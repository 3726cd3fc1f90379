"""The answers of the office's own as rows of a store, with the vectors of the questions they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection, Select, delete, insert, select

from knowledge.errors import ChangedMeanwhile
from knowledge.office import CuratedAnswer
from knowledge.storage.rows import curated_from, curated_row
from knowledge.storage.schema import curated_answers, curated_wordings
from knowledge.storage.store import Store, in_changes
from knowledge.storage.writing import take_revision


@dataclass(frozen=True, eq=False)
class StoredCurated:
    """An answer and the vectors of its wordings, in their order (rows, float32), by an encoder."""

    answer: CuratedAnswer
    encoder: str
    vectors: np.ndarray


class CuratedTable:
    """The answers of one store; threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, changes: range | None = None) -> list[StoredCurated]:
        """Return the answers that some changes brought, or all, by id."""
        chosen = in_changes(curated_answers.c.revision, changes)
        rows = self._store.reader.rows(select(curated_answers).where(chosen))
        if not rows:
            return []
        ids = select(curated_answers.c.id).where(chosen)
        of_these = select(curated_wordings).where(curated_wordings.c.answer_id.in_(ids))
        wordings = self._wordings(of_these)
        stored = [_stored(row._mapping, wordings.get(row.id, [])) for row in rows]
        return sorted(stored, key=lambda one: one.answer.id)

    def get(self, answer_id: str) -> CuratedAnswer | None:
        """Return one answer; None for an unknown id."""
        rows = self._store.reader.rows(
            select(curated_answers).where(curated_answers.c.id == answer_id)
        )
        if not rows:
            return None
        chosen = select(curated_wordings).where(curated_wordings.c.answer_id == answer_id)
        wordings = self._wordings(chosen).get(answer_id, [])
        return _stored(rows[0]._mapping, wordings).answer

    def put(self, answer: CuratedAnswer, encoder: str, vectors: np.ndarray) -> CuratedAnswer:
        """Add or replace an answer; return it with the number of the change.

        `vectors` are those of its wordings. Raise ChangedMeanwhile where what is stored is not the
        revision that `answer` was made of (0: none).
        """
        with self._store.database.writing() as connection:
            number = take_revision(connection)
            if _revision_of(connection, answer.id) != answer.revision:
                raise ChangedMeanwhile
            kept = replace(answer, revision=number)
            connection.execute(delete(curated_answers).where(curated_answers.c.id == answer.id))
            connection.execute(insert(curated_answers).values(curated_row(kept)))
            rows = [
                {"answer_id": answer.id, "number": n, "wording": wording, "encoder": encoder}
                | {"vector": vector}
                for n, (wording, vector) in enumerate(zip(answer.wordings, vectors, strict=True))
            ]
            connection.execute(insert(curated_wordings), rows)
        return kept

    def _wordings(
        self, chosen: Select[tuple[object, ...]]
    ) -> dict[str, list[Mapping[str, object]]]:
        """Return the wordings of answers by their ids, in order."""
        found: dict[str, list[Mapping[str, object]]] = {}
        for row in self._store.reader.rows(chosen.order_by("answer_id", "number")):
            found.setdefault(row.answer_id, []).append(row._mapping)
        return found


def _stored(row: Mapping[str, object], wordings: list[Mapping[str, object]]) -> StoredCurated:
    answer = curated_from(row, [str(one["wording"]) for one in wordings])
    encoders = {str(one["encoder"]) for one in wordings}
    rows = [np.asarray(one["vector"], dtype=np.float32) for one in wordings]
    if len(encoders) != 1 or len({len(row) for row in rows}) != 1:
        return StoredCurated(answer, "", np.empty((0, 0), dtype=np.float32))
    return StoredCurated(answer, encoders.pop(), np.stack(rows))


def _revision_of(connection: Connection, answer_id: str) -> int:
    chosen = select(curated_answers.c.revision).where(curated_answers.c.id == answer_id)
    return connection.execute(chosen).scalar_one_or_none() or 0
