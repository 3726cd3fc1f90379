"""Word documents: paragraphs and tables in order, headings by style, fonts from before Unicode read aright."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document as open_docx
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table
from docx.text.paragraph import Paragraph

from indexer.errors import CorruptFile, TooLarge
from indexer.readers.legacy import to_unicode
from indexer.readers.numbering import Numbering
from indexer.readers.source import Source, Tell, silent, with_words
from knowledge.text import nfc, one_line

MOST_BYTES, MOST_TIMES = 200_000_000, 200
HEADING = re.compile(r"(?:Heading|Tiêu đề) ?(\d)")
#: A table whose cells hold the country's name is the letterhead, read cell by cell.
LETTERHEAD = re.compile(r"CỘNG H(ÒA|OÀ) XÃ HỘI", re.IGNORECASE)


def read_docx(content: bytes, _: Tell = silent) -> Source:
    """Read a .docx file."""
    _check(content)
    try:
        document = open_docx(io.BytesIO(content))
        numbering = Numbering(document)
        lines = [line for part in document.iter_inner_content() for line in _lines(part, numbering)]
    except (KeyError, ValueError, InvalidXmlError, zipfile.BadZipFile, SyntaxError) as error:
        raise CorruptFile("Tệp Word hỏng hoặc không đúng định dạng .docx.") from error
    return Source(nfc(with_words("\n\n".join(to_unicode(lines)))))


def _check(content: bytes) -> None:
    """Refuse what is no archive, and one that would grow beyond measure when opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            whole = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise CorruptFile("Tệp Word hỏng hoặc không đúng định dạng .docx.") from error
    if whole > MOST_BYTES or whole > MOST_TIMES * max(len(content), 1):
        raise TooLarge(f"Tệp Word nở ra {whole // 1_000_000} MB khi mở; không đọc.")


def _lines(part: Paragraph | Table, numbering: Numbering) -> Iterator[str]:
    if isinstance(part, Paragraph):
        yield from _paragraph(part, numbering)
        return
    rows = [[one_line(cell.text) for cell in row.cells] for row in part.rows]
    if any(LETTERHEAD.search(cell) for row in rows[:3] for cell in row):
        for row in part.rows:
            for cell in row.cells:
                yield from (one_line(paragraph.text) for paragraph in cell.paragraphs if paragraph.text.strip())
        return
    table = [f"| {' | '.join(_each_once(row))} |" for row in rows if any(row)]
    if table:
        yield "\n".join(table)


def _each_once(cells: list[str]) -> list[str]:
    """A merged cell is given once for each column it spans."""
    return [cell for place, cell in enumerate(cells) if place == 0 or cell != cells[place - 1] or not cell]


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> Iterator[str]:
    text = one_line(paragraph.text)
    if not text:
        return
    text = numbering.before(paragraph) + text
    style = paragraph.style.name if paragraph.style is not None else ""
    level = HEADING.match(style or "")
    yield f"{'#' * int(level[1])} {text}" if level else text
