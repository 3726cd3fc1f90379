"""What this room asks of the indexer and the knowledge (`bot/document_desk.py` puts them in)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from bot.documents.edits import Edit
from bot.documents.views import (
    DifferenceView,
    DocumentView,
    Edited,
    LastChange,
    ListedDocument,
    Picture,
    ReadDocument,
    VersionView,
)


class FileReader(Protocol):
    """Reads and draws files in processes of its own. Raises InvalidUpload with one sentence."""

    def check_type(self, suffix: str, head: bytes, size: int) -> None:
        """Refuse a file that no reader reads, or that is not what its suffix says."""

    def read(
        self, path: Path, document_id: str, name: str, on_stage: Callable[[str], None]
    ) -> Sequence[ReadDocument]:
        """Return the document of a file, with the text issued below an article as a second one."""

    def draw(self, path: Path, number: int) -> Picture:
        """Return the picture of a page, by its number from 1."""

    def has_pictures(self, suffix: str) -> bool:
        """Whether files with a suffix have pages that can be drawn."""

    def rest(self) -> None:
        """End the processes."""


class Editor(Protocol):
    """Shows and corrects a packed document. Raises InvalidEdit with one sentence."""

    def view(self, packed: bytes) -> DocumentView:
        """Return what is shown of it."""

    def apply(self, packed: bytes, edit: Edit) -> Edited:
        """Return it as a person wants it."""

    def compare(self, before: bytes, after: bytes) -> DifferenceView:
        """Return what differs."""

    def same_text(self, packed: bytes) -> Callable[[bytes], bool] | None:
        """Return what tells whether another names the same number, day and body; None: none can."""
        ...

    def kinds(self) -> Sequence[tuple[str, str]]:
        """Return the kinds of facts that may be typed, each with what it is called."""


class Shelf(Protocol):
    """The documents that are answered from. `by` is the name that versions show."""

    def publish(
        self, packed: bytes, *, by: str, editor: str, note: str, origin: str, expected: int
    ) -> None:
        """Answer from a document; raise Superseded where another version is there than expected."""

    def withdraw(self, document_id: str, *, by: str, note: str) -> None:
        """Answer no more from a document; raise UnknownRecord."""

    def take_back(self, document_id: str, number: int, *, by: str, note: str) -> None:
        """Publish an earlier version again; raise UnknownRecord."""

    def number_now(self, document_id: str) -> int:
        """Return the number of the version that is answered from, 0 where there is none."""

    def packed(self, document_id: str, number: int | None = None) -> bytes:
        """Return a version, by default the present one; raise UnknownRecord."""

    def versions(self, document_id: str) -> Sequence[VersionView]:
        """Return the versions of a document, the newest first; empty for an unknown document."""

    def listed(self) -> Sequence[ListedDocument]:
        """Return what is published, and what was withdrawn."""

    def same_text(self, packed: bytes) -> Sequence[ListedDocument]:
        """Return the documents with other ids that name the same number, day and body."""

    def changes(self, document_ids: Sequence[str]) -> Mapping[str, LastChange]:
        """Return the last change of each of some documents, where one is known."""

    def slug(self, name: str) -> str:
        """Return a file's name as the beginning of an id: "Kế hoạch 15.docx" → "ke-hoach-15"."""
