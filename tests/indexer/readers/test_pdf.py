"""PDF files with a password; what else is read of PDFs is in test_document_reader and test_ocr."""

from __future__ import annotations

import io

import pytest

from indexer.errors import EncryptedFile
from indexer.readers.pdf import read_pdf


def test_a_pdf_with_a_password_says_so() -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed here")
    content = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(content, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(EncryptedFile):
        read_pdf(content.getvalue())
