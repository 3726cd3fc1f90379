"""PDF files with text: pypdfium2, and pdfplumber where the glyph runs are broken; lines become paragraphs again.

Printed PDFs whose font lacks Vietnamese glyphs come out of pypdfium2 in pieces ("C NG HÒA XÃ H I"); pdfplumber puts
them together by position (measured in the shared trials).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException

from indexer.errors import CorruptFile, Encrypted, NoTextLayer, TooLarge
from indexer.readers.legacy import to_unicode
from indexer.readers.source import Source
from knowledge.text import nfc

MOST_PAGES = 3000
#: A page with fewer letters than this is a picture.
FEWEST_LETTERS = 20
#: More words of one letter than this: the glyph runs are broken.
MOST_SINGLE = 0.12
PASSWORD = 4
#: A line that begins a paragraph of its own, and one that the next line goes on.
BEGINS = re.compile(
    r"\s*(?:Điều \d|Chương [IVX\d]|Mục \d|Phần |\d{1,2}(?:\.\d{1,2})*[.)] |[a-zđ]\) |[-–+•] |Số: |CỘNG H|Độc lập|Nơi nhận|"
    r"(?:Một|Hai|Ba|Bốn|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười) là)"
)
ENDS = re.compile(r"[.;:!?…”\"]\s*$")
SHORT_LINE = 0.75


def read_pdf(content: bytes) -> Source:
    """Read the text of a PDF; one without text is a scan, which is another reader's."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted("Tệp PDF có mật khẩu.") from error
        raise CorruptFile("Tệp PDF hỏng hoặc bị cắt cụt.") from error
    with document:
        if len(document) > MOST_PAGES:
            raise TooLarge(f"Tệp PDF có {len(document)} trang; chỉ đọc đến {MOST_PAGES} trang.")
        pages = [_page(document, number) for number in range(len(document))]
    if sum(map(_letters, pages)) < FEWEST_LETTERS * max(1, len(pages)):
        raise NoTextLayer("Tệp PDF là bản quét, không có lớp chữ.")
    if _broken(pages):
        pages = _by_position(content)
    paragraphs = _paragraphs(line for page in pages for line in page.splitlines())
    return Source(nfc("\n\n".join(to_unicode(paragraphs))))


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    words = page.get_textpage()
    text = words.get_text_bounded()
    words.close()
    page.close()
    return str(text)


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _broken(pages: Iterable[str]) -> bool:
    words = [word for page in pages for word in re.findall(r"[^\W\d_]+", page)]
    single = sum(len(word) == 1 and word.lower() not in "àáạảãaeioôơuưyýởởêẹ" for word in words)
    return bool(words) and single > MOST_SINGLE * len(words)


def _by_position(content: bytes) -> list[str]:
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            return [page.extract_text() or "" for page in document.pages]
    except PDFException as error:
        raise CorruptFile("Tệp PDF hỏng hoặc bị cắt cụt.") from error


def _paragraphs(lines: Iterable[str]) -> list[str]:
    """Join lines that a page width cut: a line goes on unless it ends a sentence, is short, or the next begins a part."""
    kept = [line.strip() for line in lines if line.strip() and not re.fullmatch(r"\s*\d{1,4}\s*", line)]
    width = max(map(len, kept), default=0)
    found: list[str] = []
    goes_on = False
    for line in kept:
        if goes_on and not BEGINS.match(line) and not line.isupper():
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        goes_on = not ENDS.search(line) and len(line) >= SHORT_LINE * width
    return found
