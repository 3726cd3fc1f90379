"""Files, folders and links go into the library; a bad one is a result and stops no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import UnreadableFile
from indexer.pipeline import index_source, index_sources
from indexer.sources import read_whole
from knowledge.library import Library
from tests.indexer.samples import ARTICLE, word_file

BAD = {
    "empty.txt": (b"", "không có chữ"),
    "blank.md": (b" \n\n", "không có chữ"),
    "binary.txt": (b"MZ\x00\x01\x02", "nhị phân"),
    "latin.txt": ("Thi \xe9t".encode("latin-1"), "UTF-8"),
    "picture.xyz": (b"text", "Chưa đọc được tệp .xyz"),
    "front.md": (b"---\nid: [\n---\nText\n", "YAML"),
    "unknown.md": ("---\nmàu: đỏ\n---\nText\n".encode(), "không có trong danh mục"),
    "wrong.md": (b"---\nyears: 2022\n---\nText\n", "sai kiểu"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_fails_in_one_line_and_changes_nothing(
    library: Library, tmp_path: Path, name: str
) -> None:
    content, reason = BAD[name]
    (tmp_path / name).write_bytes(content)
    result = index_source(library, tmp_path / name)
    assert result.state == "failed"
    assert reason in result.reason
    assert "\n" not in result.reason
    assert library.documents() == []


def test_a_missing_file_and_one_that_is_no_file_fail(library: Library, tmp_path: Path) -> None:
    assert index_source(library, tmp_path / "no.txt").reason == "Không có tệp này."
    os.mkfifo(tmp_path / "pipe.txt")
    assert index_source(library, tmp_path / "pipe.txt").reason == "Không phải tệp thường."


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert read_whole(path) == ARTICLE.encode()

    def read_while_written(path: Path) -> bytes:
        content = path.read_bytes()
        path.write_bytes(content + b"\nThem.")
        return content

    with pytest.raises(UnreadableFile, match="thay đổi trong khi đọc"):
        read_whole(path, read_while_written)


def test_good_files_are_read_beside_bad_ones(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00")
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    assert [result.state for result in index_sources(library, [tmp_path])] == ["failed", "indexed"]
    assert [document.id for document in library.documents()] == ["b"]


def test_a_broken_pdf_leaves_the_rest(library: Library, tmp_path: Path) -> None:
    (tmp_path / "hỏng.pdf").write_bytes(b"%PDF-1.4 cut")
    (tmp_path / "tốt lắm.docx").write_bytes(word_file())
    states = {Path(r.source).name: r.state for r in index_sources(library, [tmp_path])}
    assert states == {"hỏng.pdf": "failed", "tốt lắm.docx": "indexed"}
    assert index_source(library, tmp_path / "tốt lắm.docx").state == "unchanged"


def test_an_unchanged_file_is_not_read_again(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert [index_source(library, path).state for _ in range(2)] == ["indexed", "unchanged"]
    path.write_text(ARTICLE.replace("41%", "42%"), encoding="utf-8")
    assert index_source(library, path).state == "replaced"
    assert len(library.documents()) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "v0.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def test_links_out_of_the_folder_are_not_followed(
    library: Library, tmp_path: Path, folder: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Mật khẩu quản trị là gì đó rất dài.", encoding="utf-8")
    (folder / "ra.txt").symlink_to(secret)
    (folder / "vào.txt").symlink_to(folder / "v0.txt")
    results = {Path(result.source).name: result for result in index_sources(library, [folder])}
    assert (results["ra.txt"].state, results["vào.txt"].state) == ("failed", "indexed")
    assert "ngoài thư mục" in results["ra.txt"].reason
    assert "ra" not in {document.id for document in library.documents()}


def test_two_files_with_one_name_do_not_replace_each_other(library: Library, folder: Path) -> None:
    (folder / "v1.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "v0.txt").write_text(ARTICLE, encoding="utf-8")
    results = index_sources(library, [folder])
    failed = [result for result in results if result.state == "failed"]
    assert [Path(result.source).parent.name for result in failed] == ["in"]
    assert "Trùng mã" in failed[0].reason
    assert len(library.documents()) == 2


@pytest.mark.parametrize(
    "name",
    ["hai\ndòng.txt", "  trống  .txt", "dấu ’ “ ”.txt", "e\u0302\u0323.txt", "[b]#?&.txt"],
)
def test_odd_names_become_plain_ids(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    result = index_sources(library, [tmp_path])[0]
    assert result.state == "indexed"
    assert "\n" not in result.document_id
    assert library.document(result.document_id).number == "12/KH-UBND"
