"""Word's old format through LibreOffice, and what else goes by the name of .doc."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from indexer.document_reader import read_file
from indexer.errors import CorruptFile, MissingProgram
from indexer.readers import READERS
from tests.indexer.test_readers import semantic_page, word_file

needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("doc")
    (folder / "a.docx").write_bytes(word_file())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), str(folder / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "a.doc").read_bytes()


@needs_office
def test_an_old_word_file_is_read(old_word: bytes, tmp_path: Path) -> None:
    (tmp_path / "cũ.doc").write_bytes(old_word)
    reading = read_file(tmp_path / "cũ.doc")
    document = reading.document
    assert (document.kind, document.number, document.issued) == ("Chỉ thị", "07/CT-UBND", date(2024, 2, 9))
    assert document.authority == "Ủy ban nhân dân huyện Lục Nam"
    assert [p.text for p in reading.passages if p.kind == "row"] == [
        "| Chỉ tiêu | Mức |",
        "| Số xã đạt chuẩn nông thôn mới | 03 xã |",
    ]


@needs_office
def test_a_broken_old_word_file_is_told(old_word: bytes) -> None:
    with pytest.raises(CorruptFile):
        READERS[".doc"](old_word[:700])


@pytest.mark.parametrize("content", [word_file(), semantic_page(), b"\xef\xbb\xbf" + semantic_page()])
def test_a_newer_file_or_a_page_under_the_old_name_is_read_as_what_it_is(content: bytes) -> None:
    assert "07/CT-UBND" in READERS[".doc"](content).text


def test_what_is_no_word_file_is_told() -> None:
    with pytest.raises(CorruptFile):
        READERS[".doc"]("chỉ là chữ".encode())


def test_without_libreoffice_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgram, match="LibreOffice"):
        READERS[".doc"](b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
