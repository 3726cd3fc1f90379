"""Plain text."""

from __future__ import annotations

from indexer.readers.html import is_page, read_html
from indexer.readers.source import Source, Tell, decode, silent


def read_plain(content: bytes, _: Tell = silent) -> Source:
    """Read a text file; a web page that was saved under its name is read as a page."""
    return read_html(content) if is_page(content) else Source(decode(content))
