"""Legal texts: parts, what such a text says of itself, and the decree in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.document_reader import read_file
from indexer.pipeline import index_source
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.text import words
from tests.conftest import SHARED, needs_shared

TEXT = """Chính phủ

Số: 77/2031/NĐ-CP

Hà Nội, ngày 05 tháng 4 năm 2031

**NGHỊ ĐỊNH  
Quy định về việc thử  
nghiệm trợ lý**

Căn cứ Luật Thử nghiệm;

**Chương I**

**NHỮNG QUY ĐỊNH CHUNG**

**Điều 1. Phạm vi**

Nghị định này nói về việc thử.

**Điều 2. Cách thử**

## 1. Người thử phải:

a) Đọc kỹ văn bản;

Đọc xong thì ghi lại.

b) Báo ngay cho ngườiởgần.

Việc báo được ghi vào sổ.

2. Không ai được thử một mình.

**Mục 2
Điều khoản
thi hành**

Điều 3. Hiệu lực

1. Nghị định này có hiệu lực thi hành từ ngày 15 tháng 7 năm 2031.

2. Nghị định này hết hiệu lực kể từ ngày 20 tháng 3 năm 2033.
"""  # noqa: W291


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "nd-77-2031.md"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_legal_text_tells_about_itself(path: Path) -> None:
    document = read_file(path).document
    assert (document.kind, document.number) == ("Nghị định", "77/2031/NĐ-CP")
    assert document.title == "Nghị định quy định về việc thử nghiệm trợ lý"
    assert (document.authority, document.place, document.years) == ("Chính phủ", None, ())
    assert (document.issued, document.effective_from) == (date(2031, 4, 5), date(2031, 7, 15))
    assert document.effective_to == date(2033, 3, 20)
    assert [document.in_force(date(*day)) for day in ((2031, 7, 14), (2031, 7, 15), (2033, 3, 19), (2033, 3, 20))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_every_part_knows_where_it_stands(path: Path) -> None:
    found = {(passage.label, passage.text.lstrip("# ")[:12]): passage for passage in read_file(path).passages}
    labels = [label for label, _ in found]
    assert labels.count("Điều 1") == 2
    assert ("Điều 2 khoản 1", "1. Người thử") in found
    assert ("Điều 2 khoản 1 điểm a", "a) Đọc kỹ vă") in found
    assert ("Điều 2 khoản 1 điểm a", "Đọc xong thì") in found
    assert ("Điều 2 khoản 1", "Việc báo đượ") in found
    point = found["Điều 2 khoản 1 điểm b", "b) Báo ngay "]
    assert point.heading == "Chương I › NHỮNG QUY ĐỊNH CHUNG › Điều 2. Cách thử › 1. Người thử phải:"
    assert found["Điều 3 khoản 1", "1. Nghị định"].heading.endswith("Mục 2 › Điều khoản thi hành › Điều 3. Hiệu lực")


def test_a_text_out_of_force_is_not_quoted(path: Path, library: Library) -> None:
    index_source(library, path)
    for day, status in ((date(2032, 1, 1), "answered"), (date(2034, 1, 1), "not_found")):
        answer, _ = library.answer("Ai được thử một mình?", Subject(), day)
        assert answer.status == status, answer.text


@needs_shared
def test_the_decree_has_all_its_articles_with_clauses_and_points() -> None:
    passages = read_file(SHARED / "documents" / "nd-152-2025.md").passages
    headings = [passage.label for passage in passages if passage.kind == "heading" and passage.label]
    assert headings == [f"Điều {number}" for number in range(1, 62)]
    chapters = {passage.heading.split(" › ")[0] for passage in passages if passage.heading.startswith("Chương ")}
    assert len(chapters) == CHAPTERS
    labels = {passage.label for passage in passages}
    clauses = {label for label in labels if " khoản " in label and " điểm " not in label}
    points = {label for label in labels if " điểm " in label}
    assert (len(clauses), len(points)) == (CLAUSES, POINTS)
    assert {"Điều 50 khoản 1 điểm c", "Điều 49 khoản 7", "Điều 45 khoản 4 điểm b", "Điều 50 khoản 2 điểm đ"} <= labels


@needs_shared
@pytest.mark.parametrize(
    ("asked", "place", "stuck"),
    [
        ("Tỉnh ủy xem xét gì trước khi trình Thủ tướng?", "Điều 33 khoản 2", "Tỉnhủy"),
        ("in ấn và mua sắm hiện vật khen thưởng lấy từ đâu", "Điều 48 khoản 2", "inấn"),
    ],
)
def test_words_that_a_copy_stuck_together_are_found_and_quoted_as_they_stand(
    decree: Library, asked: str, place: str, stuck: str
) -> None:
    answer, _ = decree.answer(asked, Subject(), date(2026, 11, 21))
    assert answer.status == "answered"
    (citation,) = answer.citations
    assert citation.place == place
    assert stuck in citation.quote


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("trungương", ["trung", "ương"]),
        ("lấyý kiến", ["lấy", "ý", "kiến"]),
        ("định cưở", ["định", "cư", "ở"]),
        ("Nhà giáoưu tú", ["Nhà", "giáo", "ưu", "tú"]),
        ("khuyến khích nghiêng thuở", ["khuyến", "khích", "nghiêng", "thuở"]),
        ("phong tràào độộng", ["phong", "tràào", "độộng"]),
    ],
)
def test_a_lost_blank_is_seen_and_a_doubled_letter_is_not(text: str, parts: list[str]) -> None:
    assert [word.text for word in words(text)] == parts


#: Counted in the file by hand: chapters, lines that begin a clause, lines that begin a point.
CHAPTERS, CLAUSES, POINTS = 9, 190, 169


def test_tables_and_annexes_of_a_legal_text_are_read(tmp_path: Path) -> None:
    text = (
        TEXT
        + """
**Phụ lục I**

**DANH MỤC**

| Mẫu | Tên |
| --- | --- |
| 01 | Tờ trình |

**Phụ lục II**

Mẫu số 02: Báo cáo.
"""
    )
    (tmp_path / "luat.md").write_text(text, encoding="utf-8")
    passages = {passage.text: passage for passage in read_file(tmp_path / "luat.md").passages}
    row = passages["| 01 | Tờ trình |"]
    assert (row.kind, row.label, row.heading) == ("row", "Phụ lục I", "Phụ lục I")
    assert passages["Mẫu số 02: Báo cáo."].label == "Phụ lục II"
