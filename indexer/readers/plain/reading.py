"""Plain text."""

from __future__ import annotations

from indexer.readers.extracted_text import ExtractedText, StageCallback, ignore_stage
from indexer.readers.html import is_web_page, read_html
from indexer.readers.plain.broken_lines import join_broken_lines
from indexer.readers.plain.tables import mark_table_rows
from indexer.readers.text_encoding import decode_text


def read_plain(content: bytes, _: StageCallback = ignore_stage) -> ExtractedText:
    """Read a text file; a web page that was saved as .txt is read as a page."""
    if is_web_page(content):
        return read_html(content)
    lines = decode_text(content).split("\n")
    return ExtractedText("\n".join(join_broken_lines(mark_table_rows(lines))))
