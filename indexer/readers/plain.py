"""Plain text."""

from __future__ import annotations

from indexer.readers.extracted_text import ExtractedText, StageCallback, ignore_stage
from indexer.readers.html import is_web_page, read_html
from indexer.readers.text_encoding import decode_text


def read_plain(content: bytes, _: StageCallback = ignore_stage) -> ExtractedText:
    """Read a text file; a web page that was saved as .txt is read as a page."""
    return read_html(content) if is_web_page(content) else ExtractedText(decode_text(content))
