"""PDF files: pypdfium2 for the text, pdfplumber for ruled tables and for broken glyph runs, OCR for pages that are pictures.

Printed PDFs whose font lacks Vietnamese glyphs come out of pypdfium2 in pieces ("C NG HÒA XÃ H I"); pdfplumber puts
them together by position (measured in the shared trials). It is thirty times slower, so only such pages and those with
ruled tables are given to it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH

from indexer.errors import CorruptFile, Encrypted, TooLarge
from indexer.readers.legacy import to_unicode
from indexer.readers.lines import paragraphs, table
from indexer.readers.ocr import source_of
from indexer.readers.source import Source, Tell, silent, with_words
from knowledge.text import nfc

MOST_PAGES = 3000
#: A page with a picture and fewer letters than this is a scan.
FEWEST_LETTERS = 40
#: More words of one letter than this: the glyph runs are broken.
MOST_SINGLE = 0.12
#: Strokes that a ruled table has at least; pages with very many are drawings.
FEWEST_STROKES, MOST_STROKES = 4, 5000
#: Pages with ruled tables that are taken apart, at a tenth of a second each; those beyond keep their text in reading order.
MOST_RULED = 400
SCAN_DPI, MOST_SIDE = 300, 6000
POINTS = 72
#: A stage is told every so many pages.
OFTEN = 25


def read_pdf(content: bytes, tell: Tell = silent) -> Source:
    """Read a PDF page by page: its text where it has any, else what OCR makes of the picture."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted("Tệp PDF có mật khẩu.") from error
        raise CorruptFile("Tệp PDF hỏng hoặc bị cắt cụt.") from error
    with document:
        if len(document) > MOST_PAGES:
            raise TooLarge(f"Tệp PDF có {len(document)} trang; chỉ đọc đến {MOST_PAGES} trang.")
        try:
            return _read(document, content, tell)
        except pypdfium2.PdfiumError as error:
            raise CorruptFile("Tệp PDF hỏng hoặc bị cắt cụt.") from error


def _read(document: pypdfium2.PdfDocument, content: bytes, tell: Tell) -> Source:
    pages: dict[int, str] = {}
    ruled = []
    for number in range(len(document)):
        if number % OFTEN == 0:
            tell(f"đọc trang {number + 1}/{len(document)}")
        pages[number], strokes, pictures = _page(document, number)
        if pictures and _letters(pages[number]) < FEWEST_LETTERS:
            del pages[number]
        elif FEWEST_STROKES <= strokes <= MOST_STROKES:
            ruled.append(number)
    if _broken(pages.values()):
        pages.update(_by_position(content, list(pages), tell))
    else:
        pages.update(_with_tables(document, content, ruled[:MOST_RULED], tell))
    if len(pages) == len(document):
        lines = (line for number in sorted(pages) for line in pages[number].splitlines())
        left = ruled[MOST_RULED:]
        doubts = (f"bảng từ trang {left[0] + 1} trở đi chỉ đọc như chữ thường",) if left else ()
        return Source(nfc(with_words("\n\n".join(to_unicode(paragraphs(lines))))), doubts=doubts)
    scans = (_picture(document, number) for number in range(len(document)) if number not in pages)
    return source_of(pages, scans, len(document), tell)


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[str, int, int]:
    """Give the text of a page and how many strokes and pictures it has."""
    page = document[number]
    words = page.get_textpage()
    text = str(words.get_text_bounded())
    kinds = [found.type for found in page.get_objects(filter=[FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    words.close()
    page.close()
    return text, kinds.count(FPDF_PAGEOBJ_PATH), kinds.count(FPDF_PAGEOBJ_IMAGE)


def _picture(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Give a page as a grey picture, at the scanner's usual resolution unless the sheet is huge."""
    page = document[number]
    scale = min(SCAN_DPI / POINTS, MOST_SIDE / max(*page.get_size(), 1))
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    page.close()
    return picture


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _broken(pages: Iterable[str]) -> bool:
    words = [word for page in pages for word in re.findall(r"[^\W\d_]+", page)]
    single = sum(len(word) == 1 and word.lower() not in "àáạảãaeioôơuưyýởởêẹ" for word in words)
    return bool(words) and single > MOST_SINGLE * len(words)


def _opened(content: bytes, numbers: list[int], tell: Tell) -> Iterator[tuple[int, Any]]:
    """Yield pages as pdfplumber sees them."""
    if not numbers:
        return
    try:
        with pdfplumber.open(io.BytesIO(content), pages=[number + 1 for number in numbers]) as document:
            for place, (number, page) in enumerate(zip(numbers, document.pages, strict=True)):
                if place % OFTEN == 0:
                    tell(f"đọc bảng, trang {number + 1}")
                yield number, page
                page.close()
    except (PDFException, ValueError, KeyError, TypeError) as error:
        raise CorruptFile("Tệp PDF hỏng hoặc bị cắt cụt.") from error


def _by_position(content: bytes, numbers: list[int], tell: Tell) -> dict[int, str]:
    return {number: page.extract_text() or "" for number, page in _opened(content, numbers, tell)}


def _with_tables(
    document: pypdfium2.PdfDocument, content: bytes, numbers: list[int], tell: Tell
) -> dict[int, str]:  # fmt: skip
    """Give the pages that hold ruled tables: the text above, between and below, and one line for each row."""
    found = {}
    for number, page in _opened(content, numbers, tell):
        tables = sorted(page.find_tables(), key=lambda one: one.bbox[1])
        if tables:
            found[number] = _around(document[number], [(one.bbox, one.extract()) for one in tables])
    return found


def _around(page: pypdfium2.PdfPage, tables: list[tuple[tuple[float, ...], list[list[str | None]]]]) -> str:
    """Put a page together; pdfplumber counts from the top of a page, PDF from its foot."""
    width, height = page.get_size()
    words = page.get_textpage()
    lines = []
    above = 0.0
    for (_, top, _, bottom), rows in tables:
        lines += [words.get_text_bounded(0, height - top, width, height - above), *table(rows)]
        above = max(above, bottom)
    lines.append(words.get_text_bounded(0, 0, width, height - above))
    words.close()
    page.close()
    return "\n".join(lines)
