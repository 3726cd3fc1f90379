"""A directive written for this test, in the ways offices write; and files that cannot be read."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from indexer.document_reader import read_file
from indexer.pipeline import index_source, index_sources
from knowledge.library import Library
from knowledge.model import Document, Fact
from tests.conftest import SHARED, needs_shared

DIRECTIVE = """image banner
Lục Nam phát động thi đua năm 2024
Lượt xem: 12

Ngày 05/02/2024, UBND huyện Lục Nam đã ban hành Kế hoạch số 12/KH-UBND về phát động thi đua năm 2024.
Đồng chí Trần Văn Minh, Chủ tịch UBND huyện phát động thi đua năm 2024 với chủ đề “Kỷ luật, “sáng tạo” và về đích”.
Các chỉ tiêu như: Tỷ lệ che phủ rừng đạt 41%. Thành lập mới 03 hợp tác xã; thu ngân sách 250 tỷ đồng.
1. Thực hiện phong trào do Thủ tướng Chính phủ phát động: “Cả nước thi đua A” giai đoạn 2021-2025; “Cả nước thi đua B”.
2. Hưởng ứng phong trào do huyện phát động như “Lục Nam xanh” và xét tặng danh hiệu “Công dân gương mẫu”, “Gia đình kiểu mẫu”.
3. Nâng hạng Chỉ số hài lòng (SIPAS) theo Nghị quyết số 05-NQ/HU ngày 01/02/2024 của Huyện ủy về cải cách hành chính.
4. Khen thưởng bảo đảm kịp thời, ưu tiên người lao động trực tiếp.

Tin liên quan
Phong trào “Không được đọc”
"""


@pytest.fixture
def directive(tmp_path: Path) -> tuple[Document, list[Fact]]:
    path = tmp_path / "luc-nam-2024.txt"
    path.write_text(DIRECTIVE, encoding="utf-8")
    reading = read_file(path)
    return reading.document, list(reading.facts)


def test_a_text_tells_about_itself(directive: tuple[Document, list[Fact]]) -> None:
    document, _ = directive
    assert document.id == "luc-nam-2024"
    assert document.title == "Lục Nam phát động thi đua năm 2024"
    assert (document.kind, document.number) == ("Kế hoạch", "12/KH-UBND")
    assert (document.authority, document.place) == ("UBND huyện Lục Nam", "Lục Nam")
    assert (document.years, document.issued) == ((2024,), date(2024, 2, 5))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("theme", ["Kỷ luật, “sáng tạo” và về đích"]),
        ("launch", ["Trần Văn Minh"]),
        ("target", ["Tỷ lệ che phủ rừng: đạt 41%", "Thành lập mới: 03 hợp tác xã", "thu ngân sách: 250 tỷ đồng"]),
        ("movement", ["Cả nước thi đua A", "Cả nước thi đua B", "Lục Nam xanh"]),
        ("honour", ["Công dân gương mẫu", "Gia đình kiểu mẫu"]),
        ("index", ["Chỉ số hài lòng"]),
        ("principle", ["Khen thưởng bảo đảm kịp thời, ưu tiên người lao động trực tiếp."]),
        ("person", ["Trần Văn Minh"]),
    ],
)
def test_facts_are_found(directive: tuple[Document, list[Fact]], kind: str, told: list[str]) -> None:
    _, facts = directive
    found = [fact for fact in facts if fact.kind == kind]
    assert [f"{fact.name}: {fact.value}" if fact.value else fact.name for fact in found] == told


def test_movements_carry_launcher_and_period(directive: tuple[Document, list[Fact]]) -> None:
    _, facts = directive
    details = {fact.name: dict(fact.details) for fact in facts if fact.kind == "movement"}
    assert details["Cả nước thi đua A"] == {"period": "2021-2025", "launcher": "Thủ tướng Chính phủ"}
    assert details["Lục Nam xanh"] == {"launcher": "huyện"}


def test_texts_named_carry_author_day_and_subject(directive: tuple[Document, list[Fact]]) -> None:
    _, facts = directive
    found = next(fact for fact in facts if fact.name == "Nghị quyết số 05-NQ/HU")
    assert found.details == {"authority": "Huyện ủy", "about": "về cải cách hành chính", "date": "2024-02-01"}


def test_every_fact_stands_on_its_evidence(directive: tuple[Document, list[Fact]]) -> None:
    document, facts = directive
    for fact in facts:
        evidence = document.text[fact.start : fact.end]
        assert evidence.strip()
        assert fact.kind == "event" or fact.name.split()[-1].strip(".”“") in evidence, fact


@needs_shared
@pytest.mark.parametrize(
    ("name", "place", "years", "number"),
    [
        ("bac-giang-2022", "Bắc Giang", (2022,), None),
        ("binh-duong-2023", "Bình Dương", (2023,), "02/CT-UBND"),
        ("cho-don-2022", "Chợ Đồn", (2022,), "15/KH-UBND"),
        ("cum-trung-du-2023", "Cụm thi đua các tỉnh Trung du và miền núi phía Bắc", (2022, 2023), None),
        ("ninh-binh-2021", "Ninh Bình", (2021,), None),
    ],
)
def test_originals_tell_about_themselves(name: str, place: str, years: tuple[int, ...], number: str | None) -> None:
    document = read_file(SHARED / "seeds" / f"{name}.txt").document
    assert (document.place, document.years, document.number) == (place, years, number)


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
def test_a_bad_file_is_told_in_a_line_and_changes_nothing(library: Library, tmp_path: Path, name: str) -> None:
    content, reason = BAD[name]
    (tmp_path / name).write_bytes(content)
    outcome = index_source(library, tmp_path / name)
    assert outcome.state == "failed"
    assert reason in outcome.reason
    assert "\n" not in outcome.reason
    assert library.documents() == []


def test_a_missing_file_and_one_that_may_not_be_read_are_told(library: Library, tmp_path: Path) -> None:
    assert index_source(library, tmp_path / "no.txt").reason == "Không có tệp này."
    os.mkfifo(tmp_path / "pipe.txt")
    assert index_source(library, tmp_path / "pipe.txt").reason == "Không phải tệp thường."


def test_good_files_are_read_beside_bad_ones(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00")
    (tmp_path / "b.txt").write_text(DIRECTIVE, encoding="utf-8")
    assert [outcome.state for outcome in index_sources(library, [tmp_path])] == ["failed", "indexed"]
    assert [document.id for document in library.documents()] == ["b"]


def test_what_has_not_changed_is_not_read_again(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(DIRECTIVE, encoding="utf-8")
    assert [index_source(library, path).state, index_source(library, path).state] == ["indexed", "unchanged"]
    path.write_text(DIRECTIVE.replace("41%", "42%"), encoding="utf-8")
    assert index_source(library, path).state == "replaced"
    assert len(library.documents()) == 1
