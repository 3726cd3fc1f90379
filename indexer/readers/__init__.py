"""Readers: one for each kind of file; each turns bytes into a Source."""

from indexer.readers.doc import read_doc
from indexer.readers.docx import read_docx
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.ocr import read_image
from indexer.readers.pdf import read_pdf
from indexer.readers.plain import read_plain
from indexer.readers.source import Reader, Source, Tell, silent

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".doc": read_doc,
    ".pdf": read_pdf,
    ".png": read_image,
    ".jpg": read_image,
    ".jpeg": read_image,
    ".tif": read_image,
    ".tiff": read_image,
}

__all__ = ["READERS", "Reader", "Source", "Tell", "silent"]
