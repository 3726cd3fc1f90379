"""What a reader gives: the text, and the metadata that the file itself states."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from indexer.errors import EmptyFile, NotText
from indexer.readers.legacy import UNICODE, to_unicode
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


#: Bytes above ASCII from which an old encoding can be told; "Thi ét" in Latin-1 would pass for TCVN3.
FEWEST_HIGH = 8


class Reader(Protocol):
    """Turns the bytes of a file into its text; tells of its stages when it takes long."""

    def __call__(self, content: bytes, tell: Tell = silent, /) -> Source:
        """Read; what cannot be read raises an IndexingError."""
        ...


def decode(content: bytes) -> str:
    """Give the text of a text file; refuse what is binary, of an unknown encoding or without a word.

    Encodings: UTF-8; UTF-16 with its mark, as Notepad saves "Unicode"; TCVN3 and VNI, which are one byte a letter.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return with_words(nfc(content.decode("utf-16", errors="replace")))
    if b"\x00" in content:
        raise NotText("Tệp nhị phân, không phải văn bản.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = "\n".join(to_unicode(content.decode("cp1252", errors="replace").splitlines()))
        if not UNICODE.search(text) or sum(byte > 127 for byte in content) < FEWEST_HIGH:
            raise NotText(f"Tệp không ở bảng mã UTF-8, TCVN3 hay VNI (byte {error.start}).") from error
    return with_words(nfc("\n".join(to_unicode(text.split("\n")))))


def with_words(text: str) -> str:
    """Give a text back, or refuse one without a word."""
    if not any(letter.isalnum() for letter in text):
        raise EmptyFile("Tệp không có chữ nào.")
    return text
