"""Word files that reach for other files of this machine."""

from __future__ import annotations

import io
import zipfile

from indexer.errors import IndexingError
from indexer.readers.docx import read_docx
from tests.indexer.samples import word_file


def word_file_with_entity() -> bytes:
    """A Word file whose kind is an entity that names /etc/passwd."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as old, zipfile.ZipFile(content, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "word/document.xml":
                entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                part = part.replace(b"?>", b"?>" + entity, 1)
                part = part.replace(b"CH\xe1\xbb\x88 TH\xe1\xbb\x8a", b"&x;", 1)
            new.writestr(entry, part)
    return content.getvalue()


def test_an_entity_never_opens_a_file() -> None:
    try:
        text = read_docx(word_file_with_entity()).text
    except IndexingError:
        return
    assert "root:" not in text
