"""A commune that a document is about is a place, whatever else bears its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.pipeline import index_sources
from knowledge.language import fold
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import open_encoder
from knowledge.storage import Store

DAY = date(2026, 11, 29)
#: Bình Minh was a town of Vĩnh Long until 2025, Cô Tô a district; nobody lists xã Bản Lầu.
TEXTS = {
    "xa-binh-minh": """ỦY BAN NHÂN DÂN XÃ BÌNH MINH
TỈNH NGHỆ AN
Số: 31/KH-UBND
Bình Minh, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Tổ chức phong trào thi đua năm 2026
I. CHỈ TIÊU
| TT | Chỉ tiêu | Thực hiện 2025 | Kế hoạch 2026 |
| 1 | Hộ nghèo (%) | 4,6 | 3,2 |
| 2 | Xóm có tủ sách | 5 | 11 |
II. HẠN NỘP
Các xóm đăng ký thi đua trước ngày 27/02/2026.
""",
    "xa-ban-lau": """ỦY BAN NHÂN DÂN XÃ BẢN LẦU
Số: 8/KH-UBND
Bản Lầu, ngày 20 tháng 01 năm 2026
KẾ HOẠCH
Phát động thi đua năm 2026 của xã Bản Lầu, tỉnh Lào Cai
I. CHỈ TIÊU
| TT | Chỉ tiêu | Thực hiện 2025 | Kế hoạch 2026 |
| 1 | Hộ nghèo (%) | 9,1 | 6,4 |
| 2 | Thôn có tủ sách | 3 | 8 |
II. KHEN THƯỞNG
1. Tỷ lệ Chiến sĩ thi đua cơ sở không quá 12% tổng số cá nhân đạt danh hiệu "Lao động tiên tiến" của mỗi đơn vị.
""",
    "dac-khu-co-to": """Trang chủ | Tin tức
Đặc khu Cô Tô phát động thi đua năm 2026
Ngày 06/01/2026, UBND đặc khu Cô Tô tổ chức lễ phát động thi đua với chủ đề "Biển xanh, phố sạch".
Lễ phát động có 240 người dự.
""",
}


@pytest.fixture(scope="module")
def communes(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("communes")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(Store(":memory:"), open_encoder("embedded"))
    outcomes = index_sources(library, sorted(folder.glob("*.txt")))
    assert [outcome.state for outcome in outcomes] == ["indexed"] * len(TEXTS)
    return library


@pytest.mark.parametrize(
    ("typed", "place", "kind", "focus"),
    [
        ("Xã Bình Minh năm 2026 hộ nghèo mấy phần trăm?", "Bình Minh", "xã", "hộ nghèo"),
        ("ho ngheo xa binh minh 2026", "Bình Minh", "xã", "hộ nghèo"),
        ("hộ nghèo ở Bản Lầu", "Bản Lầu", "xã", "hộ nghèo"),
        ("ban lau ho ngheo", "Bản Lầu", "xã", "hộ nghèo"),
        ("kinh tế - xã hội của Bản Lầu", "Bản Lầu", "xã", "kinh tế xã hội"),
        ("dac khu co to le phat dong bao nhieu nguoi", "Cô Tô", "đặc khu", ""),
    ],
)
def test_a_commune_held_is_a_place(
    communes: Library, typed: str, place: str, kind: str, focus: str
) -> None:
    question = communes.parse(typed)
    assert [(named.name, named.kind) for named in question.places] == [(place, kind)]
    assert " ".join(question.focus) == focus


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("hạn đăng ký thi đua của xã Bình Minh năm 2026", "27/02/2026"),
        ("hộ nghèo xã Bình Minh năm 2026 là bao nhiêu", "3,2"),
        ("ban lau 2026 ho ngheo con bao nhieu phan tram", "6,4"),
        ("chủ đề thi đua của đặc khu Cô Tô", "Biển xanh, phố sạch"),
    ],
)
def test_it_is_answered_from_its_own_text(communes: Library, typed: str, told: str) -> None:
    answer, subject = communes.answer(typed, Subject(), DAY)
    assert told in answer.text
    assert fold(subject.place or "") in fold(typed)
    # Neither the town of Vĩnh Long nor the former district is meant.
    assert "01/7/2025" not in answer.text


def test_what_the_law_leaves_to_places_is_told_of_the_place(communes: Library) -> None:
    typed = "CSTĐCS ở xã Bản Lầu không quá bao nhiêu % LĐTT?"
    answer, _ = communes.answer(typed, Subject(), DAY)
    assert "12%" in answer.text
    assert "Nghị định 91/2017" not in answer.text


def test_a_follow_up_with_another_place_keeps_what_was_asked(communes: Library) -> None:
    asked = "hộ nghèo xã Bình Minh năm 2026 là bao nhiêu"
    _, subject = communes.answer(asked, Subject(), DAY)
    answer, _ = communes.answer("thế còn xã Bản Lầu?", subject, DAY)
    assert "6,4" in answer.text
    assert "tủ sách" not in answer.text
