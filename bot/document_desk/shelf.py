"""What is answered from: a library and the versions of its documents."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.documents.views import LastChange, ListedDocument, VersionView
from bot.errors import Superseded, UnknownRecord
from indexer.review.metadata import is_same_text
from indexer.sources import CONSOLE_ORIGIN
from knowledge.errors import StaleVersion, UnknownDocument, UnknownVersion
from knowledge.language import fold_word, normalized_tokens
from knowledge.library import Library
from knowledge.model import StoredDocument
from knowledge.storage import Change, Contents, Version, pack, unpack


class LibraryShelf:
    """What is answered from: a library and its versions."""

    def __init__(self, library: Library, clock: Callable[[], float] = time.time) -> None:
        self._library, self._clock = library, clock

    def publish(
        self, packed: bytes, *, by: str, editor: str, note: str, origin: str, expected: int
    ) -> None:
        """Answer from a document. Raise Superseded where another version is there than expected."""
        change = Change(self._clock(), by, editor, note, origin, expected)
        try:
            self._library.versions.publish(_of_console(unpack(packed)), change)
        except StaleVersion as error:
            raise Superseded from error

    def withdraw(self, document_id: str, *, by: str, note: str) -> None:
        """Answer no more from a document. Raise UnknownRecord."""
        with _record_errors():
            self._library.versions.withdraw(document_id, Change(self._clock(), by, note=note))

    def take_back(self, document_id: str, number: int, *, by: str, note: str) -> None:
        """Publish an earlier version again. Raise UnknownRecord."""
        with _record_errors():
            change = Change(self._clock(), by, note=note)
            self._library.versions.take_back(document_id, number, change)

    def number_now(self, document_id: str) -> int:
        """Return the number of the version that is answered from, 0 where there is none."""
        return self._library.versions.number_now(document_id)

    def packed(self, document_id: str, number: int | None = None) -> bytes:
        """Return a version, by default the present one. Raise UnknownRecord."""
        with _record_errors():
            return pack(self._library.versions.contents(document_id, number))

    def versions(self, document_id: str) -> list[VersionView]:
        """Return the versions of a document, the newest first."""
        found, now = self._library.versions.of(document_id), self.number_now(document_id)
        if not found and now:
            # It was there before versions were kept.
            return [VersionView(now, 0.0, "", "", "", None, "", "", True, True)]
        return [_version_view(version, now) for version in found]

    def listed(self) -> list[ListedDocument]:
        """Return what is published, and what was withdrawn."""
        held = self._library.snapshot().documents.values()
        gone = self._library.versions.withdrawn()
        return [
            *map(_published, held),
            *(
                ListedDocument(v.document_id, v.title, "", v.place, v.years, "withdrawn")
                for v in gone
            ),
        ]

    def same_text(self, packed: bytes) -> list[ListedDocument]:
        """Return the documents with other ids that name the same number, day and body."""
        document = unpack(packed).document
        numbered = self._library.snapshot().documents_numbered(document.number or "")
        others = (one for one in numbered if one.id != document.id)
        return [_published(one) for one in others if is_same_text(one, document)]

    def changes(self, document_ids: Sequence[str]) -> Mapping[str, LastChange]:
        """Return the last change of each of some documents, where one is known."""
        found = self._library.versions.last_of(document_ids)
        return {
            key: LastChange(one.withdrawn_at or one.at, one.withdrawn_by or one.published_by)
            for key, one in found.items()
        }

    @staticmethod
    @lru_cache(maxsize=65_536)
    def slug(name: str) -> str:
        """Return a name as the beginning of an id."""
        words = (fold_word(token) for token in normalized_tokens(name))
        return "-".join(word for word in words if word.isascii() and word.isalnum())


def _published(held: StoredDocument) -> ListedDocument:
    return ListedDocument(
        held.id, held.title, held.number or "", held.place, held.years, "published"
    )


def _of_console(contents: Contents) -> Contents:
    """Return contents that no run over files replaces by itself: a person has worked on them."""
    file = contents.document.file or ""
    if file.startswith(CONSOLE_ORIGIN):
        return contents
    origin = f"{CONSOLE_ORIGIN}{Path(file).name}"
    return replace(contents, document=replace(contents.document, file=origin))


@contextmanager
def _record_errors() -> Iterator[None]:
    try:
        yield
    except (UnknownDocument, UnknownVersion, StaleVersion) as error:
        raise UnknownRecord from error


def _version_view(version: Version, now: int) -> VersionView:
    is_present = version.number == now
    return VersionView(
        version.number, version.at, version.published_by, version.edited_by, version.note,
        version.withdrawn_at, version.withdrawn_by, version.withdrawn_note,
        is_present, is_present or version.is_kept,
    )  # fmt: skip
