"""Versions: documents published by a person, withdrawn, taken back, and what each version said.

`Library.add` and `Library.remove` are the command line's; what is published here is answered from
at the next question as well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from knowledge import upkeep
from knowledge.search import Encoder
from knowledge.storage import (
    Change,
    Contents,
    Store,
    Version,
    contents_of,
    current_origin,
    is_withdrawn,
    last_versions,
    number_now,
    publish,
    versions_of,
    withdraw,
    withdrawn_versions,
)


class Versions:
    """The versions of a store's documents."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store, self._encoder = store, encoder

    def publish(self, contents: Contents, change: Change) -> None:
        """Embed a document and answer from it, unless just this was published before.

        Raise StaleVersion where the change expects another version.
        """
        document = contents.document
        if change.origin and change.origin == self._origin_of(document.id):
            return
        vectors = upkeep.encode_searched(self._encoder, document, contents.passages)
        with self._store.database.writing() as connection:
            publish(connection, contents, vectors, self._encoder.name, change)

    def withdraw(self, document_id: str, change: Change) -> None:
        """Answer no more from a document; its versions stay. Raise UnknownDocument, StaleVersion."""
        with self._store.database.writing() as connection:
            withdraw(connection, document_id, change)

    def take_back(self, document_id: str, number: int, change: Change) -> None:
        """Publish an earlier version again. Raise UnknownVersion, StaleVersion."""
        self.publish(self.contents(document_id, number), replace(change, origin=""))

    def of(self, document_id: str) -> list[Version]:
        """Return the versions of a document, the newest first."""
        return versions_of(self._store.database, document_id)

    def last_of(self, document_ids: Collection[str]) -> dict[str, Version]:
        """Return the last version of each of some documents; those never noted are left out."""
        return last_versions(self._store.database, document_ids)

    def withdrawn(self) -> list[Version]:
        """Return the last version of each document that was withdrawn and is not back."""
        return withdrawn_versions(self._store.database)

    def is_withdrawn(self, document_id: str) -> bool:
        """Whether a person has withdrawn a document, and nobody has brought it back."""
        with self._store.database.reading() as connection:
            return is_withdrawn(connection, document_id)

    def number_now(self, document_id: str) -> int:
        """Return the number of the version that is answered from, 0 where there is none."""
        return number_now(self._store.database, document_id)

    def contents(self, document_id: str, number: int | None = None) -> Contents:
        """Return what a version says, by default the present one. Raise UnknownVersion."""
        return contents_of(self._store.database, document_id, number)

    def _origin_of(self, document_id: str) -> str:
        with self._store.database.reading() as connection:
            return current_origin(connection, document_id)
