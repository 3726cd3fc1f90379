"""Readers: one for each kind of file; each turns bytes into a Source."""

from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.pdf import read_pdf
from indexer.readers.plain import read_plain
from indexer.readers.source import Reader, Source

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}

__all__ = ["READERS", "Reader", "Source"]
