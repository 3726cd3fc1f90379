"""Word documents: paragraphs and tables in order, headings by style, legacy fonts as Unicode."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document as open_docx
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table
from docx.text.paragraph import Paragraph

from indexer.errors import CorruptFile, FileTooLarge, UnsupportedFormat
from indexer.readers.extracted_text import (
    ExtractedText,
    StageCallback,
    ignore_stage,
    require_text,
)
from indexer.readers.page_layout import format_row
from indexer.readers.parameters import MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO
from indexer.readers.text_encoding import convert_legacy
from indexer.readers.word_numbering import ListNumbering
from knowledge.language import normalize, one_line

CORRUPT = "Tệp Word hỏng hoặc không đúng định dạng .docx."
HEADING_STYLE = re.compile(r"(?:Heading|Tiêu đề) ?(\d)")
#: The country's name: a table with it in its first rows is the letterhead, read cell by cell.
NATIONAL_NAME = re.compile(r"CỘNG H(ÒA|OÀ) XÃ HỘI", re.IGNORECASE)
LETTERHEAD_ROWS = 3
#: The part of an archive that holds macros.
MACROS = "vbaproject.bin"


def read_docx(content: bytes, _: StageCallback = ignore_stage) -> ExtractedText:
    """Read a .docx file."""
    _check_archive(content)
    try:
        document = open_docx(io.BytesIO(content))
        numbering = ListNumbering(document)
        parts = document.iter_inner_content()
        lines = [line for part in parts for line in _part_lines(part, numbering)]
    except (KeyError, ValueError, InvalidXmlError, zipfile.BadZipFile, SyntaxError) as error:
        raise CorruptFile(CORRUPT) from error
    return ExtractedText(normalize(require_text("\n\n".join(convert_legacy(lines)))))


def _check_archive(content: bytes) -> None:
    """Raise an IndexingError for what is no archive, is a zip bomb or holds macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            has_macros = any(name.lower().endswith(MACROS) for name in archive.namelist())
    except zipfile.BadZipFile as error:
        raise CorruptFile(CORRUPT) from error
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACKED_RATIO * max(len(content), 1):
        raise FileTooLarge(f"Tệp Word nở ra {unpacked // 1_000_000} MB khi mở; không đọc.")
    if has_macros:
        raise UnsupportedFormat("Tệp Word có macro; hãy lưu lại thành .docx rồi gửi.")


def _part_lines(part: Paragraph | Table, numbering: ListNumbering) -> Iterator[str]:
    if isinstance(part, Table):
        yield from _table_lines(part)
    elif line := _paragraph_line(part, numbering):
        yield line


def _table_lines(table: Table) -> Iterator[str]:
    rows = [[one_line(cell.text) for cell in row.cells] for row in table.rows]
    if any(NATIONAL_NAME.search(cell) for row in rows[:LETTERHEAD_ROWS] for cell in row):
        yield from _letterhead_lines(table)
    elif lines := [format_row(_merge_spanned(row)) for row in rows if any(row)]:
        yield "\n".join(lines)


def _letterhead_lines(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                if paragraph.text.strip():
                    yield one_line(paragraph.text)


def _merge_spanned(cells: list[str]) -> list[str]:
    """Return each cell once: python-docx repeats a merged cell for every column it spans."""
    return [
        cell
        for column, cell in enumerate(cells)
        if column == 0 or cell != cells[column - 1] or not cell
    ]


def _paragraph_line(paragraph: Paragraph, numbering: ListNumbering) -> str:
    text = one_line(paragraph.text)
    if not text:
        return ""
    text = numbering.prefix(paragraph) + text
    style = paragraph.style.name if paragraph.style is not None else ""
    heading = HEADING_STYLE.match(style or "")
    return f"{'#' * int(heading[1])} {text}" if heading else text
