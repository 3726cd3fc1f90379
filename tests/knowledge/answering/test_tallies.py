"""How many there are: a number only where the document itself bears it out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.pipeline import index_sources
from knowledge.answering.premises import Tally, tally_of
from knowledge.library import Library
from knowledge.model import Document, Fact, FactDetails, Passage, Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from knowledge.understanding import topic_catalogue

DAY = date(2026, 11, 28)
HEAD = "---\nid: d\ntitle: Kế hoạch thi đua\nplace: Chợ Đồn\nyears: [2024]\n---\n# Kế hoạch thi đua\n\n"
ITEMS = (
    "1. Thi đua xây dựng nông thôn mới.\n2. Thi đua cải cách hành chính.\n3. Thi đua giảm nghèo.\n"
)
MOVEMENTS = "- “Dạy tốt, học tốt”\n- “Làng không rác”\n"
TABLE = (
    "| Chỉ tiêu | Mức năm 2024 |\n|---|---|\n| Tỷ lệ che phủ rừng | 80,5% |\n| Hộ nghèo | 2% |\n"
)

CASES = [
    # The text's own words give the number.
    ("content", f"## Ba nội dung thi đua\n\n{ITEMS}", Tally(3, "Ba nội dung")),
    ("movement", f"## 02 phong trào thi đua\n\n{MOVEMENTS}", Tally(2, "02 phong trào")),
    (
        "index",
        "## Cải cách\n\nHai chỉ số: Chỉ số cải cách hành chính (PAR); Chỉ số cạnh tranh (PCI).\n",
        Tally(2, "Hai chỉ số"),
    ),
    # The whole list that bears the name was read.
    ("content", f"## Nội dung thi đua\n\n{ITEMS}", Tally(3)),
    ("movement", f"## Phong trào của huyện\n\n{MOVEMENTS}", Tally(2)),
    (
        "target",
        f"## Chỉ tiêu thi đua\n\n{TABLE}",
        Tally(2),
    ),
    # The text gives another number than was read, or something of the list was not read.
    ("content", f"## Sáu nội dung thi đua\n\n{ITEMS}", None),
    ("movement", f"## Phong trào của huyện\n\n{MOVEMENTS}- Giữ sạch đường làng\n", None),
    (
        "movement",
        f"## Phong trào của huyện\n\n{MOVEMENTS}\n## Phong trào của tỉnh\n\nGiữ sạch đường làng.\n",
        None,
    ),
    # Named here and there, or in sentences that no list holds.
    (
        "movement",
        "## Kinh tế\n\nĐẩy mạnh phong trào “Dạy tốt, học tốt”.\nGiữ phong trào “Làng không rác”.\n",
        None,
    ),
    (
        "principle",
        "## Nguyên tắc khen thưởng\n\nBảo đảm khen thưởng công khai.\nNhân rộng điển hình.\n",
        None,
    ),
]


def library_of(tmp_path: Path, text: str) -> Library:
    (tmp_path / "d.md").write_text(HEAD + text, encoding="utf-8")
    library = Library(Store(":memory:"), SeededEncoder())
    index_sources(library, [tmp_path])
    return library


@pytest.mark.parametrize(("topic", "text", "tally"), CASES)
def test_a_number_is_borne_out_or_not_told(
    tmp_path: Path, topic: str, text: str, tally: Tally | None
) -> None:
    asked, snapshot = topic_catalogue().topic(topic), library_of(tmp_path, text).snapshot()
    facts = [fact for fact in snapshot.facts if fact.kind in asked.facts]
    assert len(facts) > 1
    assert tally_of(snapshot, asked, facts) == tally


@pytest.mark.parametrize(
    ("text", "question", "told", "untold"),
    [
        (CASES[0][1], "Huyện Chợ Đồn có mấy nội dung thi đua?", "có 3 nội dung", "đọc được"),
        (CASES[6][1], "Huyện Chợ Đồn có mấy nội dung thi đua?", "chưa thấy văn bản ghi rõ", "có 3"),
        (CASES[6][1], "Nội dung thi đua của huyện Chợ Đồn?", "văn bản có thể ghi thêm", "có 3"),
        (CASES[10][1], "Nguyên tắc khen thưởng ở Chợ Đồn?", "Nhân rộng điển hình", "có 2"),
        (CASES[6][1], "Giới thiệu thi đua huyện Chợ Đồn", "các nội dung thi đua", "3 nội dung"),
        (CASES[0][1], "Nội dung thứ nhất và thứ hai ở Chợ Đồn?", "cải cách hành chính", "có 2"),
    ],
)
def test_an_answer_tells_no_other_number(
    tmp_path: Path, text: str, question: str, told: str, untold: str
) -> None:
    text += "## Chủ đề\n\nChủ đề thi đua năm 2024: “Kỷ cương, sáng tạo”.\n"
    answer, _ = library_of(tmp_path, text).answer(question, Subject(), DAY)
    assert told in answer.text
    assert untold not in answer.text


@pytest.mark.parametrize(
    ("sentence", "is_counted"),
    [
        ("Các đơn vị trong Khối gồm: Sở Y tế, Sở Nội vụ và Thanh tra tỉnh.", True),
        ("Các đơn vị trong Khối gồm: Sở Y tế, Sở Nội vụ, Thanh tra tỉnh và các trường.", False),
        ("Cả 3 đơn vị trong Khối (Sở Y tế, Sở Nội vụ, Thanh tra tỉnh) cùng ký.", True),
    ],
)
def test_members_are_counted_where_the_list_ends_with_them(sentence: str, is_counted: bool) -> None:
    library = Library(Store(":memory:"), SeededEncoder())
    names = ("Sở Y tế", "Sở Nội vụ", "Thanh tra tỉnh")
    details = FactDetails(place="Khối")
    members = [
        Fact("d", "member", name, 0, len(sentence), "", "Chợ Đồn", 2024, details) for name in names
    ]
    document = Document("d", "Giao ước", text=sentence, place="Chợ Đồn", years=(2024,))
    library.add(document, [Passage("d", 0, 0, len(sentence), "paragraph", sentence)], members)
    answer, _ = library.answer("Khối thi đua ở Chợ Đồn có những đơn vị nào?", Subject(), DAY)
    assert ("gồm 3 đơn vị" in answer.text) is is_counted
    assert "Thanh tra tỉnh" in answer.text
