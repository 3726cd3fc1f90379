"""A file is taken for what its bytes say, never for what it is called."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from indexer.content_types import check_type
from indexer.errors import CorruptFile, EmptyFile, FileTooLarge, IndexingError, UnsupportedFormat
from indexer.readers import READERS
from indexer.readers.docx import read_docx
from tests.indexer.samples import word_file


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, kind)
    return buffer.getvalue()


GOOD = {
    ".txt": "Kế hoạch".encode(),
    ".md": "# Kế hoạch".encode("utf-16"),
    ".html": b"<p>x",
    ".htm": b"<p>x",
    ".docx": word_file(),
    ".doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
    ".pdf": b"\n%PDF-1.7\n",
    ".png": picture("png"),
    ".jpg": picture("jpeg"),
    ".jpeg": picture("jpeg"),
    ".tif": picture("tiff"),
    ".tiff": picture("tiff"),
}
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def test_every_format_that_is_read_is_taken() -> None:
    assert GOOD.keys() == READERS.keys()
    for suffix, content in GOOD.items():
        check_type(suffix, content[:1024], len(content), 1_000_000)


@pytest.mark.parametrize(
    ("suffix", "content", "error"),
    [
        (".svg", SVG, UnsupportedFormat),
        (".docm", word_file(), UnsupportedFormat),
        (".exe", b"MZ", UnsupportedFormat),
        ("", b"x", UnsupportedFormat),
        (".pdf", b"", EmptyFile),
        (".pdf", b"x" * 1_000_001, FileTooLarge),
        (".pdf", b"<html><script>alert(1)</script>", CorruptFile),
        (".png", SVG, CorruptFile),
        (".jpg", picture("png"), CorruptFile),
        (".docx", b"MZ\x90\x00", CorruptFile),
        (".txt", b"MZ\x90\x00", CorruptFile),
        (".html", b"\x7fELF\x02\x01\x01\x00", CorruptFile),
        (".tif", picture("jpeg"), CorruptFile),
    ],
)
def test_what_is_not_what_it_is_called_is_refused(
    suffix: str, content: bytes, error: type[IndexingError]
) -> None:
    with pytest.raises(error):
        check_type(suffix, content[:1024], len(content), 1_000_000)


def test_a_word_file_with_macros_is_not_read() -> None:
    buffer = io.BytesIO(word_file())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(UnsupportedFormat, match="macro"):
        read_docx(buffer.getvalue())
