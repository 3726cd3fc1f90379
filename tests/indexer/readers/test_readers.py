"""Files that cannot be read: every reader says so in one sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from indexer.errors import CorruptFile, EmptyFile, FileTooLarge, IndexingError, NotText
from indexer.readers import READERS
from tests.indexer.samples import semantic_page, word_file


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return content.getvalue()


def blank_pdf(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


BAD: list[tuple[str, Callable[[], bytes], type[IndexingError]]] = [
    ("empty.pdf", lambda: b"", CorruptFile),
    ("cut.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<", CorruptFile),
    ("blank.pdf", lambda: blank_pdf(1), EmptyFile),
    ("3000.pdf", lambda: blank_pdf(3000), EmptyFile),
    ("3001.pdf", lambda: blank_pdf(3001), FileTooLarge),
    ("text.pdf", lambda: "chỉ là chữ".encode(), CorruptFile),
    ("empty.docx", lambda: b"", CorruptFile),
    ("cut.docx", lambda: word_file()[:2000], CorruptFile),
    ("bomb.docx", zip_bomb, FileTooLarge),
    ("page.docx", semantic_page, CorruptFile),
    ("empty.html", lambda: b"", EmptyFile),
    ("menu.html", lambda: b"<html><body></body></html>", EmptyFile),
    ("huge.html", lambda: b"<p>a</p>" * 7_000_000, FileTooLarge),
    ("word.html", word_file, NotText),
    ("no-word.doc", lambda: "chỉ là chữ".encode(), CorruptFile),
]


@pytest.mark.parametrize(("name", "make", "error"), BAD, ids=[name for name, *_ in BAD])
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    name: str, make: Callable[[], bytes], error: type[IndexingError]
) -> None:
    with pytest.raises(error) as raised:
        READERS[Path(name).suffix](make())
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)
