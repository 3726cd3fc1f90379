"""Legal texts: every line has the label of its provision and the headings above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.document_reader import read_file
from indexer.structure.provisions import is_legal_text, label_provisions
from indexer.structure.segmentation import segment_text
from tests.conftest import SHARED, needs_shared
from tests.indexer.samples import LEGAL_TEXT

#: Counted in the decree by hand: chapters, lines that begin a clause, lines that begin a point.
CHAPTERS, CLAUSES, POINTS = 9, 190, 169
ANNEXES = """
**Phụ lục I**

**DANH MỤC**

| Mẫu | Tên |
| --- | --- |
| 01 | Tờ trình |

**Phụ lục II**

Mẫu số 02: Báo cáo.
"""


def test_every_line_has_its_provision() -> None:
    blocks = label_provisions(segment_text(LEGAL_TEXT))
    found = {(block.label, block.text.lstrip("# ")[:12]): block for block in blocks}
    labels = [label for label, _ in found]
    assert labels.count("Điều 1") == 2
    assert ("Điều 2 khoản 1", "1. Người thử") in found
    assert ("Điều 2 khoản 1 điểm a", "a) Đọc kỹ vă") in found
    assert ("Điều 2 khoản 1 điểm a", "Đọc xong thì") in found
    assert ("Điều 2 khoản 1", "Việc báo đượ") in found
    point = found["Điều 2 khoản 1 điểm b", "b) Báo ngay "]
    assert point.heading == (
        "Chương I › NHỮNG QUY ĐỊNH CHUNG › Điều 2. Cách thử › 1. Người thử phải:"
    )
    clause = found["Điều 3 khoản 1", "1. Nghị định"]
    assert clause.heading.endswith("Mục 2 › Điều khoản thi hành › Điều 3. Hiệu lực")


def test_tables_and_annexes_are_read(tmp_path: Path) -> None:
    (tmp_path / "luat.md").write_text(LEGAL_TEXT + ANNEXES, encoding="utf-8")
    passages = {passage.text: passage for passage in read_file(tmp_path / "luat.md").passages}
    row = passages["| 01 | Tờ trình |"]
    assert (row.kind, row.label, row.heading) == ("row", "Phụ lục I", "Phụ lục I")
    assert passages["Mẫu số 02: Báo cáo."].label == "Phụ lục II"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LEGAL_TEXT, True),
        ("Điều 1. A\nĐiều 2. B\nĐiều 3. C", True),
        ("Điều 1. A\nĐiều 2. B", False),
        ("Điều 2. A\nĐiều 3. B\nĐiều 4. C", False),
    ],
)
def test_a_legal_text_numbers_its_articles_from_1_on(text: str, expected: bool) -> None:
    assert is_legal_text(segment_text(text)) is expected


def test_an_article_that_is_one_line_is_text_and_no_heading() -> None:
    text = (
        "Điều 1. Quy định này áp dụng cho viên chức của trường.\nĐiều 2. Thưởng\n"
        "1. Tập thể 2 triệu đồng.\nĐiều 3. Quy định có hiệu lực từ ngày ký./.\n"
    )
    blocks = label_provisions(segment_text(text))
    assert [(b.kind, b.label, b.heading) for b in blocks] == [
        ("paragraph", "Điều 1", "Điều 1"),
        ("heading", "Điều 2", ""),
        ("item", "Điều 2 khoản 1", "Điều 2. Thưởng"),
        ("paragraph", "Điều 3", "Điều 3"),
    ]


@needs_shared
def test_the_decree_has_all_its_articles_with_clauses_and_points() -> None:
    passages = read_file(SHARED / "documents" / "nd-152-2025.md").passages
    headings = [passage for passage in passages if passage.kind == "heading"]
    articles = [heading.label for heading in headings if heading.label]
    assert articles == [f"Điều {number}" for number in range(1, 62)]
    paths = [passage.heading for passage in passages if passage.heading.startswith("Chương ")]
    assert len({path.split(" › ")[0] for path in paths}) == CHAPTERS
    labels = {passage.label for passage in passages}
    clauses = {label for label in labels if " khoản " in label and " điểm " not in label}
    points = {label for label in labels if " điểm " in label}
    assert (len(clauses), len(points)) == (CLAUSES, POINTS)
    assert labels >= {
        "Điều 50 khoản 1 điểm c",
        "Điều 49 khoản 7",
        "Điều 45 khoản 4 điểm b",
        "Điều 50 khoản 2 điểm đ",
    }


PACT = """Phần thứ nhất. NHÌN LẠI NĂM QUA
Năm qua cả bảy tỉnh đều tăng trưởng, thấp nhất là 6,1%
Phần thứ hai. CAM KẾT
Điều 1. Về kinh tế
Mỗi tỉnh đạt các chỉ tiêu được giao.
Chương III
CÁCH CHẤM;
SUY TÔN TRONG CỤM
Tỉnh được suy tôn phải có từ 630 điểm trở lên."""


def test_text_below_a_chapter_is_no_title() -> None:
    kinds = {block.text: block.kind for block in label_provisions(segment_text(PACT))}
    text = ("Năm qua", "Mỗi tỉnh", "Tỉnh được")
    expected = {line: "paragraph" if line.startswith(text) else "heading" for line in kinds}
    assert kinds == expected
    assert len(kinds) == len(PACT.splitlines())
