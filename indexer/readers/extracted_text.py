"""What every reader returns, and the protocol that readers follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from indexer.errors import EmptyFile

#: Called now and then with the stage of a long reading: "nhận dạng chữ trang 3/12".
StageCallback = Callable[[str], None]


def ignore_stage(_: str) -> None:
    """Do nothing with a stage."""


@dataclass(frozen=True)
class ExtractedText:
    """The text of a file (NFC, lines ended by "\\n"), its stated metadata, and doubts.

    `metadata` has the names and values of fields of `knowledge.model.Document`. A doubt is one line
    about a part that may have been read wrongly, such as a page on which OCR is not confident.
    """

    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads the bytes of a file; reports its stages when that takes long."""

    def __call__(self, content: bytes, on_stage: StageCallback = ignore_stage, /) -> ExtractedText:
        """Return the text of a file. Raise an `IndexingError` when it cannot be read."""
        ...


def require_text(text: str) -> str:
    """Return `text`. Raise `EmptyFile` when it has neither a letter nor a digit."""
    if not any(character.isalnum() for character in text):
        raise EmptyFile("Tệp không có chữ nào.")
    return text
