"""From the bytes of a file to its text: one module for each file format.

Goes in: bytes, and a callback for the stages of a long reading. Comes out: `ExtractedText` (text,
metadata that the file states of itself, doubts). Imports: `indexer.errors`, `knowledge.language`.
"""

from indexer.readers.doc import read_doc
from indexer.readers.docx import read_docx
from indexer.readers.extracted_text import Reader
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.ocr import read_image
from indexer.readers.pdf import read_pdf
from indexer.readers.plain import read_plain

#: Suffix of a file in lower case → its reader.
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
