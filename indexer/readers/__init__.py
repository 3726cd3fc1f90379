"""From the bytes of a file to its text: one module for each file format.

Goes in: bytes, and a callback for the stages of a long reading. Comes out: `ExtractedText` (text,
metadata that the file states of itself, doubts). Imports: `indexer.errors`, `knowledge.language`.
"""

from importlib import import_module

from indexer.readers.extracted_text import ExtractedText, Reader, StageCallback, ignore_stage


def _reader(module: str, function: str) -> Reader:
    """Return a reader whose libraries are loaded with the first file that needs them.

    The assistant knows the suffixes alone; what reads a file is a process of its own.
    """

    def read(content: bytes, on_stage: StageCallback = ignore_stage, /) -> ExtractedText:
        found: Reader = getattr(import_module(f"{__name__}.{module}"), function)
        return found(content, on_stage)

    return read


_html, _image = _reader("html", "read_html"), _reader("ocr", "read_image")
#: Suffix of a file in lower case → its reader.
READERS: dict[str, Reader] = {
    ".txt": _reader("plain", "read_plain"),
    ".md": _reader("markdown", "read_markdown"),
    ".html": _html,
    ".htm": _html,
    ".docx": _reader("docx", "read_docx"),
    ".doc": _reader("doc", "read_doc"),
    ".pdf": _reader("pdf", "read_pdf"),
    ".png": _image,
    ".jpg": _image,
    ".jpeg": _image,
    ".tif": _image,
    ".tiff": _image,
}
