"""What changes is told as of the day of its document, and with a warning where that is long past."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.library import Library
from knowledge.model import Answer, Document, Fact, FactDetails, Passage, Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store

TODAY = date(2026, 11, 21)
WARNING = "có thể đã thay đổi, anh/chị nên kiểm tra lại."
#: Document, its day, and of whom it says what: kind, name, role.
Told = tuple[str, str | None, date | None, int, str, list[tuple[str, str, str]]]
ARTICLE: Told = (
    "a", None, date(2021, 1, 18), 2021, "Đồng chí Đỗ Văn An, Chủ tịch UBND tỉnh Ninh Bình, phát động.",
    [("person", "Đỗ Văn An", "Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh")],
)  # fmt: skip
DECISION: Told = (
    "b", "7/QĐ-UBND", date(2024, 5, 6), 2024, "Chủ tịch Lê Thị Bình ký; bà Vũ Lan, Chủ tịch huyện Gia Viễn.",
    [
        ("signer", "Lê Thị Bình", "Chủ tịch UBND tỉnh Ninh Bình"),
        ("person", "Đỗ Văn An", "Bí thư Tỉnh ủy"),
        ("person", "Vũ Lan", "Chủ tịch UBND huyện Gia Viễn"),
    ],
)  # fmt: skip
UNION: Told = (
    "c", "29/HD-CĐ", date(2024, 3, 11), 2024, "Chủ tịch Phan Thị Diễm ký.",
    [("signer", "Phan Thị Diễm", "Chủ tịch")],
)  # fmt: skip
CLUSTER: Told = (
    "d", None, date(2023, 3, 13), 2023, "Gia Viễn làm Trưởng cụm, Nho Quan làm Phó Trưởng cụm.",
    [("leader", "Gia Viễn", "Trưởng cụm"), ("leader", "Nho Quan", "Phó Trưởng cụm")],
)  # fmt: skip
UNDATED: Told = (
    "e", None, None, 2021, "Chủ tịch Đỗ Văn An phát biểu.",
    [("person", "Đỗ Văn An", "Chủ tịch UBND tỉnh")],
)  # fmt: skip


def library_of(*documents: Told) -> Library:
    library = Library(Store(":memory:"), SeededEncoder())
    for key, number, day, year, text, people in documents:
        issued = {"issued" if number else "published": day} if day else {}
        document = Document(
            key, f"Thi đua năm {year}", number=number, kind="Quyết định" if number else None,
            authority="Công đoàn Viên chức tỉnh" if key == "c" else "UBND tỉnh Ninh Bình",
            place="Ninh Bình", years=(year,), text=text, **issued,
        )  # fmt: skip
        facts = [
            Fact(key, kind, name, 0, len(text), place="Ninh Bình", details=FactDetails(role=role))
            for kind, name, role in people
        ]
        library.add(document, [Passage(key, 0, 0, len(text), "paragraph", text)], facts)
    return library


def converse(library: Library, *turns: str, day: date = TODAY) -> Answer:
    subject = Subject()
    for turn in turns:
        answer, subject = library.answer(turn, subject, day)
    return answer


@pytest.mark.parametrize(
    "question",
    [
        "Hiện nay ai là Chủ tịch UBND tỉnh Ninh Bình?",
        "bay gio ai lam chu tich tinh ninh binh",
        "chủ tịch tỉnh Ninh Bình tên gì",
        "ai đang nắm ghế chủ tịch ubnd tỉnh ninh bình thế",
        "Chủ tịch Ninh Bình đương nhiệm là ai?",
        "ông Đỗ Văn An giữ chức gì",
        "do van an la ai",
        "Ông Đỗ Văn An đang làm gì?",
    ],
)
def test_a_holder_is_told_as_of_the_day_with_a_warning(question: str) -> None:
    answer = converse(library_of(ARTICLE), question)
    assert answer.text.startswith("Theo bài viết ngày 18/01/2021:\nĐỗ Văn An – Phó Bí thư")
    assert WARNING in answer.text
    assert answer.as_of == date(2021, 1, 18)


@pytest.mark.parametrize(
    ("question", "day", "told", "warned"),
    [
        ("Năm 2021 ai là Chủ tịch UBND tỉnh Ninh Bình?", TODAY, "Đỗ Văn An", False),
        ("Ngày 01/02/2021 ai là Chủ tịch UBND tỉnh Ninh Bình?", TODAY, "Đỗ Văn An", False),
        ("thang 3/2021 ai lam chu tich tinh ninh binh", TODAY, "Đỗ Văn An", False),
        ("Ai là Chủ tịch UBND tỉnh Ninh Bình?", date(2021, 12, 1), "Đỗ Văn An", False),
        ("Ai là Chủ tịch UBND tỉnh Ninh Bình?", date(2023, 12, 1), "Đỗ Văn An", True),
        ("Ai là Chủ tịch UBND tỉnh Ninh Bình?", date(2024, 12, 1), "Lê Thị Bình", False),
        ("Hiện nay ai làm chủ tịch tỉnh Ninh Bình?", TODAY, "Lê Thị Bình", True),
        ("Ông Đỗ Văn An giữ chức vụ gì?", TODAY, "Bí thư Tỉnh ủy", True),
        ("Chủ tịch UBND huyện Gia Viễn là ai?", TODAY, "Vũ Lan", True),
        ("Chủ tịch UBND tỉnh Ninh Bình năm 2020 là ai?", TODAY, "Tôi chưa có văn bản nào", False),
        ("Giai đoạn 2025-2021 ai là Chủ tịch UBND tỉnh Ninh Bình?", TODAY, "Tôi chưa", False),
    ],
)
def test_the_newest_before_the_day_is_told(
    question: str, day: date, told: str, warned: bool
) -> None:
    text = converse(library_of(ARTICLE, DECISION), question, day=day).text
    said = {name for name in ("Đỗ Văn An –", "Lê Thị Bình –", "Vũ Lan –") if name in text}
    assert told in text
    assert len(said) <= 1
    assert (WARNING in text) is warned


def test_what_comes_after_the_day_asked_about_is_said_to() -> None:
    text = converse(
        library_of(ARTICLE), "Chủ tịch tỉnh Ninh Bình là ai?", day=date(2019, 5, 1)
    ).text
    assert "có sau thời điểm anh/chị hỏi" in text


def test_a_later_day_of_the_same_year_is_later() -> None:
    question = "Ngày 01/04/2024 ai là Chủ tịch UBND tỉnh Ninh Bình?"
    assert "có sau thời điểm anh/chị hỏi" in converse(library_of(DECISION), question).text


@pytest.mark.parametrize("day", [TODAY, date(2021, 12, 1)])
def test_a_text_without_a_day_says_so(day: date) -> None:
    text = converse(library_of(UNDATED), "Chủ tịch tỉnh Ninh Bình là ai?", day=day).text
    assert "Theo văn bản không ghi ngày:" in text
    assert WARNING in text


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Chủ tịch UBND tỉnh Ninh Bình là ai?", False),
        ("chu tich tinh ninh binh la ai", False),
        ("Chủ tịch Công đoàn Viên chức tỉnh Ninh Bình là ai?", True),
    ],
)
def test_the_head_of_another_body_is_not_the_one_asked_about(question: str, named: bool) -> None:
    text = converse(library_of(UNION), question).text
    assert ("Phan Thị Diễm – Chủ tịch Công đoàn Viên chức tỉnh" in text) is named


@pytest.mark.parametrize(
    "question", ["Chủ tịch UBND tỉnh Hà Nam là ai?", "Chủ tịch UBND thành phố Ninh Bình là ai?"]
)
def test_the_head_of_another_place_is_not_the_one_asked_about(question: str) -> None:
    assert "Lê Thị Bình –" not in converse(library_of(DECISION), question).text


@pytest.mark.parametrize(
    ("question", "told", "warned"),
    [
        ("Đơn vị nào làm cụm trưởng ở tỉnh Ninh Bình?", "Gia Viễn – Trưởng cụm", True),
        ("Năm 2023 đơn vị nào làm cụm phó ở tỉnh Ninh Bình?", "Nho Quan – Phó Trưởng cụm", False),
    ],
)
def test_who_heads_a_cluster_is_told_for_its_period(question: str, told: str, warned: bool) -> None:
    text = converse(library_of(CLUSTER), question).text
    assert "Theo bài viết ngày 13/03/2023:" in text
    assert told in text
    assert text.count(" – ") == 1
    assert (WARNING in text) is warned


def test_now_after_a_past_year_is_now() -> None:
    library = library_of(ARTICLE, DECISION)
    first = "Năm 2021 ai là Chủ tịch UBND tỉnh Ninh Bình?"
    assert "Lê Thị Bình" in converse(library, first, "Thế bây giờ ai là chủ tịch?").text


def test_neither_yes_nor_no_is_said_of_what_may_have_changed(starter: Library) -> None:
    for ask in ("còn là", "có phải là"):
        question = f"Ông Phạm Quang Ngọc {ask} Chủ tịch UBND tỉnh Ninh Bình không?"
        answer = converse(starter, question)
        assert not answer.text.startswith(("Có", "Không"))
        assert WARNING in answer.text


@pytest.mark.parametrize(
    "turns",
    [
        ("chu tich tinh ninh binh",),
        ("chu tich tinh ninh binh", "the bay gio thi sao"),
        ("Chủ tịch tỉnh Ninh Bình là ai?", "Thế bây giờ thì sao?"),
        ("Chủ tịch tỉnh Hà Nam là ai?", "Thế còn Ninh Bình?"),
        ("Bà Lê Thị Bình là Chủ tịch UBND tỉnh Ninh Bình, đúng không?",),
    ],
)
def test_what_goes_on_about_an_office_asks_of_the_same(turns: tuple[str, ...]) -> None:
    text = converse(library_of(DECISION, CLUSTER), *turns).text
    assert "Lê Thị Bình – Chủ tịch UBND tỉnh Ninh Bình." in text
    assert "Vũ Lan" not in text
    assert WARNING in text


@pytest.mark.parametrize(
    "turns",
    [
        ("Ai là Bí thư Tỉnh ủy Ninh Bình?",),
        ("Ông Phạm Quang Ngọc là Bí thư Tỉnh ủy Ninh Bình, đúng không?",),
        ("Ông Phạm Quang Ngọc có phải là Bí thư Tỉnh ủy Ninh Bình không?",),
        ("Ai là Phó Chủ tịch UBND tỉnh Ninh Bình?",),
        ("Chủ tịch nước hiện nay là ai?",),
        ("Bộ trưởng Bộ Nội vụ là ai?",),
    ],
)
def test_an_office_that_no_text_gives_is_not_told(starter: Library, turns: tuple[str, ...]) -> None:
    answer = converse(starter, *turns)
    assert answer.status == "not_found"
    assert not answer.citations


@pytest.mark.parametrize(
    ("turns", "told", "untold"),
    [
        (
            ("Hội nghị cụm Trung du và miền núi phía Bắc do ai chủ trì?", "Chủ tịch Hội đồng TĐKT Trung ương là ai?"),
            "Thủ tướng Chính phủ", "Lương Quốc Đoàn",
        ),
        (("Chủ tịch Hội đồng Thi đua - Khen thưởng Trung ương là ai?",), "Thủ tướng Chính phủ", "Mặt trận"),
        (("Ai phát động bốn phong trào trọng tâm của Ninh Bình?",), "Thủ tướng Chính phủ", "Quang Ngọc"),
        (
            ("Ninh Bình có những phong trào nào?", "Ai phát động các phong trào đó?"),
            "Thủ tướng Chính phủ", "Quang Ngọc",
        ),
        (("Ai phát động các phong trào thi đua của Bắc Giang?",), "chưa tìm thấy", "Lê Ánh Dương"),
        (
            ("Ai ký giao ước thi đua năm 2023 của cụm Trung du và miền núi phía Bắc?",),
            "Lãnh đạo 7 tỉnh", "Nguyễn Đăng Bình",
        ),
        (("Ai phát động phong trào thi đua ở Ninh Bình năm 2021?",), "Phạm Quang Ngọc", "Nông thôn mới"),
    ],
)  # fmt: skip
def test_who_did_one_thing_is_not_told_for_another(
    starter: Library, turns: tuple[str, ...], told: str, untold: str
) -> None:
    text = converse(starter, *turns).text
    assert told in text
    assert untold not in text


@pytest.mark.parametrize(
    ("question", "warned"),
    [
        ("Hiện nay tỷ lệ che phủ rừng của huyện Chợ Đồn là bao nhiêu?", True),
        ("Tỷ lệ che phủ rừng của huyện Chợ Đồn năm 2022 là bao nhiêu?", False),
        ("Cụm thi đua các tỉnh Trung du và miền núi phía Bắc gồm những tỉnh nào?", True),
        ("Ai phát động phong trào thi đua ở Ninh Bình năm 2021?", False),
        ("Ai chủ trì hội nghị của Cụm Trung du và miền núi phía Bắc?", False),
        ("Ai có thẩm quyền tặng Giấy khen?", False),
        ("Ai quyết định tặng Bằng khen của Chủ tịch UBND tỉnh?", False),
        ("Chủ tịch UBND tỉnh tặng những danh hiệu nào?", False),
        ("Ai làm chủ tịch hội đồng thi đua khen thưởng trung ương?", False),
        ("Hiện nay mức lương cơ sở là bao nhiêu?", False),
        ("Huyện Chợ Đồn hiện nay thuộc tỉnh nào?", False),
        ("Hiện nay bạn có những văn bản nào?", False),
    ],
)
def test_only_what_changes_is_warned_of(starter: Library, question: str, warned: bool) -> None:
    answer = converse(starter, question)
    assert answer.status in ("answered", "nearest")
    assert (WARNING in answer.text) is warned
