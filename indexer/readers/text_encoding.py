"""Text in encodings from before Unicode (TCVN3 for .VnTime, VNI for VNI-Times) to Unicode.

Text is converted paragraph by paragraph, never a whole document at once: in a document that mixes
both, "đã" would become "đó".
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

import viparse

from indexer.errors import NotText
from indexer.readers.extracted_text import require_text
from indexer.readers.parameters import MIN_LEGACY_BYTES
from knowledge.language import normalize

#: Letters that no legacy encoding produces: a paragraph with one of them is Unicode already.
UNICODE_LETTER = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
HIGH_CHARACTER = re.compile("[\x80-\xff]")
#: High characters that no Vietnamese word has: where there are none, "BÁ TÒNG" is Unicode, not VNI.
FOREIGN_CHARACTER = re.compile("(?![ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý])[\x80-\xff]")


def convert_legacy(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs with those in TCVN3 or VNI converted to Unicode."""
    suspects = [paragraph for paragraph in paragraphs if _may_be_legacy(paragraph)]
    text = "\n".join(suspects)
    encoding = viparse.detect_text_encoding(text) if FOREIGN_CHARACTER.search(text) else None
    if not encoding:
        return list(paragraphs)
    return [
        viparse.fix(paragraph, encoding=encoding) if _may_be_legacy(paragraph) else paragraph
        for paragraph in paragraphs
    ]


def _may_be_legacy(paragraph: str) -> bool:
    return bool(HIGH_CHARACTER.search(paragraph)) and not UNICODE_LETTER.search(paragraph)


def decode_text(content: bytes) -> str:
    """Return the text of a text file in NFC.

    Encodings: UTF-8; UTF-16 with a byte order mark, as Notepad saves "Unicode"; TCVN3 and VNI,
    which have one byte a letter. Raise `NotText` for binary files and other encodings, and
    `EmptyFile` for a file without a letter or digit.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return require_text(normalize(content.decode("utf-16", errors="replace")))
    if b"\x00" in content:
        raise NotText("Tệp nhị phân, không phải văn bản.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _decode_legacy(content, error)
    return require_text(normalize("\n".join(convert_legacy(text.split("\n")))))


def _decode_legacy(content: bytes, error: UnicodeDecodeError) -> str:
    """Return the text of a file in TCVN3 or VNI. Raise `NotText` when it is in neither."""
    lines = content.decode("cp1252", errors="replace").splitlines()
    text = "\n".join(convert_legacy(lines))
    high_bytes = sum(byte > 127 for byte in content)
    if not UNICODE_LETTER.search(text) or high_bytes < MIN_LEGACY_BYTES:
        raise NotText(f"Tệp không ở bảng mã UTF-8, TCVN3 hay VNI (byte {error.start}).") from error
    return text
