"""What a reader gives: the text, and the metadata that the file itself states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from indexer.errors import EmptyFile, NotText
from knowledge.text import nfc

#: Called with the stage of a long reading, now and then: "nhận dạng chữ trang 3/12".
Tell = Callable[[str], None]


def silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Source:
    """A file's text (NFC, plain line ends), stated metadata named as the fields of Document, and doubts.

    A doubt is one line about a part that may have been read wrongly: a page that OCR is unsure of.
    """

    text: str
    stated: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


class Reader(Protocol):
    """Turns the bytes of a file into its text; tells of its stages when it takes long."""

    def __call__(self, content: bytes, tell: Tell = silent, /) -> Source:
        """Read; what cannot be read raises an IndexingError."""
        ...


def decode(content: bytes) -> str:
    """Give the text of a UTF-8 file; refuse what is binary, of another encoding or without a word."""
    if b"\x00" in content:
        raise NotText("Tệp nhị phân, không phải văn bản.")
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotText(f"Tệp không ở bảng mã UTF-8 (byte {error.start}).") from error
    return with_words(text)


def with_words(text: str) -> str:
    """Give a text back, or refuse one without a word."""
    if not any(letter.isalnum() for letter in text):
        raise EmptyFile("Tệp không có chữ nào.")
    return text
