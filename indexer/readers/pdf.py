"""PDF files: their text and ruled tables, and OCR for pages that are pictures.

pypdfium2 reads the text. Printed PDFs whose font lacks Vietnamese glyphs come out of it in pieces
("C NG HÒA XÃ H I"); pdfplumber puts them together by position, but is thirty times slower, so only
such files and pages with ruled tables are passed to it.
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

from indexer.errors import CorruptFile, EncryptedFile, FileTooLarge
from indexer.readers.extracted_text import (
    ExtractedText,
    StageCallback,
    ignore_stage,
    require_text,
)
from indexer.readers.ocr import recognize_pages
from indexer.readers.page_layout import format_table, join_lines
from indexer.readers.parameters import (
    MAX_PDF_PAGES,
    MAX_SCAN_SIDE,
    MAX_SINGLE_LETTER_SHARE,
    MAX_TABLE_PAGES,
    MAX_TABLE_STROKES,
    MIN_PAGE_LETTERS,
    MIN_TABLE_STROKES,
    SCAN_DPI,
    STAGE_PAGES,
)
from indexer.readers.text_encoding import convert_legacy
from knowledge.language import normalize

CORRUPT = "Tệp PDF hỏng hoặc bị cắt cụt."
#: PDF units in an inch.
POINTS = 72
WORD = re.compile(r"[^\W\d_]+")
#: Letters that are words by themselves in Vietnamese.
SINGLE_LETTER_WORDS = "àáạảãaeioôơưuyýởởêẹ"
#: A table of pdfplumber: its box (left, top, right, bottom; from the top of the page) and its rows.
PdfTable = tuple[tuple[float, ...], list[list[str | None]]]


def read_pdf(content: bytes, on_stage: StageCallback = ignore_stage) -> ExtractedText:
    """Read a PDF page by page: its text where it has any, else by OCR."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile("Tệp PDF có mật khẩu.") from error
        raise CorruptFile(CORRUPT) from error
    with document:
        if len(document) > MAX_PDF_PAGES:
            raise FileTooLarge(
                f"Tệp PDF có {len(document)} trang; chỉ đọc đến {MAX_PDF_PAGES} trang."
            )
        try:
            return _read_document(document, content, on_stage)
        except pypdfium2.PdfiumError as error:
            raise CorruptFile(CORRUPT) from error


def _read_document(
    document: pypdfium2.PdfDocument, content: bytes, on_stage: StageCallback
) -> ExtractedText:
    texts, table_pages = _read_pages(document, on_stage)
    if _has_broken_glyphs(texts.values()):
        texts |= _read_by_position(content, list(texts), on_stage)
    else:
        texts |= _read_tables(document, content, table_pages[:MAX_TABLE_PAGES], on_stage)
    page_count = len(document)
    if len(texts) == page_count:
        return _join_pages(texts, table_pages[MAX_TABLE_PAGES:])
    scans = (_render(document, number) for number in range(page_count) if number not in texts)
    return recognize_pages(texts, scans, page_count, on_stage)


def _read_pages(
    document: pypdfium2.PdfDocument, on_stage: StageCallback
) -> tuple[dict[int, str], list[int]]:
    """Return the texts of the pages that are no scans, by number, and which have ruled tables."""
    texts: dict[int, str] = {}
    table_pages = []
    for number in range(len(document)):
        if number % STAGE_PAGES == 0:
            on_stage(f"đọc trang {number + 1}/{len(document)}")
        text, strokes, images = _read_page(document, number)
        if images and sum(character.isalpha() for character in text) < MIN_PAGE_LETTERS:
            continue
        texts[number] = text
        if MIN_TABLE_STROKES <= strokes <= MAX_TABLE_STROKES:
            table_pages.append(number)
    return texts, table_pages


def _read_page(document: pypdfium2.PdfDocument, number: int) -> tuple[str, int, int]:
    """Return the text of a page and how many strokes and images it has."""
    page = document[number]
    text_page = page.get_textpage()
    text = str(text_page.get_text_bounded())
    objects = page.get_objects(filter=[FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE], max_depth=3)
    kinds = [page_object.type for page_object in objects]
    text_page.close()
    page.close()
    return text, kinds.count(FPDF_PAGEOBJ_PATH), kinds.count(FPDF_PAGEOBJ_IMAGE)


def _join_pages(texts: dict[int, str], unread_tables: list[int]) -> ExtractedText:
    """Return the text of a file without scans; `unread_tables` are pages beyond the limit."""
    lines = (line for number in sorted(texts) for line in texts[number].splitlines())
    text = normalize(require_text("\n\n".join(convert_legacy(join_lines(lines)))))
    if not unread_tables:
        return ExtractedText(text)
    doubt = f"bảng từ trang {unread_tables[0] + 1} trở đi chỉ đọc như chữ thường"
    return ExtractedText(text, doubts=(doubt,))


def _render(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Return a page as a grey picture."""
    page = document[number]
    scale = min(SCAN_DPI / POINTS, MAX_SCAN_SIDE / max(*page.get_size(), 1))
    image: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    page.close()
    return image


def _has_broken_glyphs(texts: Iterable[str]) -> bool:
    """Whether too many words are single letters that are no words."""
    words = [word for text in texts for word in WORD.findall(text)]
    single = sum(len(word) == 1 and word.lower() not in SINGLE_LETTER_WORDS for word in words)
    return bool(words) and single > MAX_SINGLE_LETTER_SHARE * len(words)


def _open_pages(
    content: bytes, numbers: list[int], on_stage: StageCallback
) -> Iterator[tuple[int, Any]]:
    """Yield pages of pdfplumber with their numbers."""
    if not numbers:
        return
    try:
        pages = [number + 1 for number in numbers]
        with pdfplumber.open(io.BytesIO(content), pages=pages) as document:
            for index, (number, page) in enumerate(zip(numbers, document.pages, strict=True)):
                if index % STAGE_PAGES == 0:
                    on_stage(f"đọc bảng, trang {number + 1}")
                yield number, page
                page.close()
    except (PDFException, ValueError, KeyError, TypeError) as error:
        raise CorruptFile(CORRUPT) from error


def _read_by_position(
    content: bytes, numbers: list[int], on_stage: StageCallback
) -> dict[int, str]:
    pages = _open_pages(content, numbers, on_stage)
    return {number: page.extract_text() or "" for number, page in pages}


def _read_tables(
    document: pypdfium2.PdfDocument, content: bytes, numbers: list[int], on_stage: StageCallback
) -> dict[int, str]:
    """Return the texts of those pages that have ruled tables, with one line for each row."""
    texts = {}
    for number, page in _open_pages(content, numbers, on_stage):
        tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
        if tables:
            boxes = [(table.bbox, table.extract()) for table in tables]
            texts[number] = _insert_tables(document[number], boxes)
    return texts


def _insert_tables(page: pypdfium2.PdfPage, tables: list[PdfTable]) -> str:
    """Return the text above, between and below the tables with their rows in between.

    pdfplumber counts from the top of a page, PDF from its foot.
    """
    width, height = page.get_size()
    text_page = page.get_textpage()
    lines = []
    above = 0.0
    for (_, top, _, bottom), rows in tables:
        lines.append(text_page.get_text_bounded(0, height - top, width, height - above))
        lines += format_table(rows)
        above = max(above, bottom)
    lines.append(text_page.get_text_bounded(0, 0, width, height - above))
    text_page.close()
    page.close()
    return "\n".join(lines)
