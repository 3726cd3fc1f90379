"""Word's old format through LibreOffice, and what else has the name of .doc."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from indexer.document_reader import read_file
from indexer.errors import CorruptFile, MissingProgram
from indexer.readers.doc import read_doc
from tests.indexer.samples import semantic_page, word_file

needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed here"
)


@pytest.fixture(scope="module")
def old_word(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("doc")
    (folder / "a.docx").write_bytes(word_file())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--convert-to", "doc", "--outdir", str(folder)]
    command = ["soffice", profile, *options, str(folder / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "a.doc").read_bytes()


@needs_office
def test_an_old_word_file_is_read(old_word: bytes, tmp_path: Path) -> None:
    (tmp_path / "cũ.doc").write_bytes(old_word)
    parsed = read_file(tmp_path / "cũ.doc")
    document = parsed.document
    assert (document.kind, document.number) == ("Chỉ thị", "07/CT-UBND")
    assert document.issued == date(2024, 2, 9)
    assert document.authority == "Ủy ban nhân dân huyện Lục Nam"
    assert [passage.text for passage in parsed.passages if passage.kind == "row"] == [
        "| Chỉ tiêu | Mức |",
        "| Số xã đạt chuẩn nông thôn mới | 03 xã |",
    ]


@needs_office
def test_a_broken_old_word_file_is_refused(old_word: bytes) -> None:
    with pytest.raises(CorruptFile):
        read_doc(old_word[:700])


@pytest.mark.parametrize(
    "content", [word_file(), semantic_page(), b"\xef\xbb\xbf" + semantic_page()]
)
def test_a_newer_file_or_a_page_of_that_name_is_read_as_what_it_is(content: bytes) -> None:
    assert "07/CT-UBND" in read_doc(content).text


def test_without_libreoffice_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgram, match="LibreOffice"):
        read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
