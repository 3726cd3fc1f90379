"""A text read from a picture: which text held it is, or that none is; its days; its points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledge.answering import ReadText, tell_read_text
from knowledge.answering.summaries import find_held
from knowledge.library import Library
from knowledge.model import Document, Fact, Passage, Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.conftest import DAY

READ = Document(
    "ảnh", "KẾ HOẠCH Phát động thi đua năm 2022", kind="Kế hoạch", number="15/KH-UBND",
    authority="UBND huyện Chợ Đồn", place="Chợ Đồn", years=(2022,), issued=date(2022, 1, 26), text="…",
)  # fmt: skip


def read_text(document: Document = READ, facts: tuple[Fact, ...] = ()) -> ReadText:
    return ReadText(document, (), facts)


def holding(*documents: Document) -> Library:
    library = Library(Store(":memory:"), SeededEncoder())
    for document in documents:
        passage = Passage(document.id, 0, 0, len(document.text), "paragraph", document.text)
        library.add(document, [passage], [])
    return library


def held(key: str = "a", **more: Any) -> Document:
    return replace(READ, id=key, text="Kế hoạch số 15/KH-UBND.", **more)


@pytest.mark.parametrize(
    ("documents", "found"),
    [
        ([held()], "a"),
        ([held(title="Tên khác", authority=None)], "a"),
        # Every office numbers its plans, every year.
        ([held(place="Ba Bể")], None),
        ([held(issued=date(2023, 1, 26))], None),
        ([held(issued=None)], None),
        ([held(number="16/KH-UBND")], None),
        ([held(), held("b", title="Kế hoạch khác", place=None)], None),
        # An older version of the same text stands behind the newer one.
        ([held(), held("b")], "b"),
        ([], None),
    ],
)
def test_which_text_it_is(documents: list[Document], found: str | None) -> None:
    snapshot = holding(*documents).snapshot()
    known = find_held(snapshot, READ)
    assert (known.id if known else None) == found


@pytest.mark.parametrize(
    ("number", "issued", "is_found"),
    [("152/2025/NĐ-CP", None, True), ("15/KH-UBND", None, False), (None, date(2022, 1, 26), False)],
)
def test_a_number_with_its_year_is_one_text_s(
    number: str | None, issued: date | None, is_found: bool
) -> None:
    snapshot = holding(held(number=number)).snapshot()
    assert bool(find_held(snapshot, replace(READ, number=number, issued=issued))) is is_found


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({}, "Vào ngày 21/11/2026 chưa thấy văn bản nào cho biết văn bản này đã hết hiệu lực."),
        ({"effective_from": date(2022, 2, 1)}, "đang có hiệu lực, áp dụng từ 01/02/2022."),
        ({"effective_from": date(2027, 2, 1)}, "chưa có hiệu lực vào ngày 21/11/2026; áp dụng từ 01/02/2027."),
        ({"effective_to": date(2025, 7, 1)}, "hết hiệu lực từ 01/07/2025."),
    ],
)  # fmt: skip
def test_whether_it_is_in_force(days: dict[str, date], told: str) -> None:
    answer, _ = tell_read_text(read_text(), holding(held(**days)).snapshot(), DAY)
    assert told in answer.text
    assert answer.text.splitlines()[-1] == (
        "Nguồn: Kế hoạch 15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn"
    )


def test_the_question_that_goes_on_is_answered_of_that_text(starter: Library) -> None:
    for document in starter.documents():
        if document.number:
            _, question = tell_read_text(
                read_text(replace(document, text="…")), starter.snapshot(), DAY
            )
            answer, after = starter.answer(question, Subject(), DAY)
            assert (answer.status, after.document) == ("answered", document.id), question


FACTS = (
    Fact("ảnh", "target", "Trồng rừng", 0, 1, value="570 ha"),
    Fact("ảnh", "theme", "Đoàn kết,\n sáng tạo", 0, 1),
    Fact("ảnh", "movement", "Vì người nghèo", 0, 1, confidence=0.3),
    Fact("ảnh", "deadline", "báo cáo", 0, 1, value="trước ngày 15/12"),
    *(Fact("ảnh", "content", f"việc {number}", 0, 1) for number in range(9)),
)


def test_the_points_are_told_as_read_the_most_telling_first_and_no_doubtful_one(
    library: Library,
) -> None:
    answer, question = tell_read_text(read_text(facts=FACTS), library.snapshot(), DAY)
    lines = [line for line in answer.text.splitlines() if line.startswith("- ")]
    assert lines[:3] == [
        "- Chủ đề: “Đoàn kết, sáng tạo”",
        "- Chỉ tiêu: Trồng rừng: 570 ha",
        "- Nội dung: việc 0",
    ]
    assert len(lines) == 6
    assert (question, answer.citations, answer.status) == ("", (), "answered")
    assert "chưa có trong các văn bản tôi đang có" in answer.text


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (replace(READ, issued=None), "Kế hoạch 15/KH-UBND của UBND huyện Chợ Đồn; tôi không đọc được ngày ban hành."),
        (replace(READ, number=None), "Kế hoạch ngày 26/01/2022 của UBND huyện Chợ Đồn; tôi không đọc được số."),
        (replace(READ, authority=None), "Kế hoạch 15/KH-UBND ngày 26/01/2022; tôi không đọc được cơ quan ban hành."),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_said(library: Library, document: Document, told: str) -> None:
    answer, _ = tell_read_text(read_text(document), library.snapshot(), DAY)
    assert answer.text.startswith(f"Trong ảnh: {told}")


def test_without_facts_the_headings_are_told(library: Library) -> None:
    parts = tuple(
        Passage("ảnh", number, 0, 1, "heading", text)
        for number, text in enumerate(["KẾ HOẠCH", "I. MỤC ĐÍCH", "## II. Yêu cầu"])
    )
    answer, _ = tell_read_text(ReadText(READ, parts, ()), library.snapshot(), DAY)
    assert "- Phần “I. MỤC ĐÍCH”\n- Phần “II. Yêu cầu”" in answer.text
    assert "Phần “KẾ HOẠCH”" not in answer.text


@pytest.mark.parametrize(
    "document",
    [
        Document("ảnh", "Mua rau", text="Mua rau"),
        Document("ảnh", "Thông báo", kind="Thông báo", text="Thông báo nghỉ"),
    ],
)
def test_words_that_name_no_text_are_not_told(library: Library, document: Document) -> None:
    answer, question = tell_read_text(read_text(document), library.snapshot(), DAY)
    assert (answer.status, question) == ("chat", "")
    assert document.title not in answer.text


SECOND_PAGE = Document(
    "ảnh", "V. TIÊU CHÍ XÉT KHEN THƯỞNG", kind="Tin, bài", authority="UBND tỉnh Thái Nguyên",
    place="Thái Nguyên", issued=None, text="…",
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "point"),
    [
        ((), "- Phần “V. TIÊU CHÍ XÉT KHEN THƯỞNG”"),
        (FACTS[:1], "- Chỉ tiêu: Trồng rừng: 570 ha"),
    ],
)
def test_a_later_page_is_given_no_identity_and_its_points_are_told_as_read(
    library: Library, facts: tuple[Fact, ...], point: str
) -> None:
    texts = ["V. TIÊU CHÍ XÉT KHEN THƯỞNG", "Một dòng không đánh số"]
    parts = tuple(Passage("ảnh", at, 0, 1, "heading", text) for at, text in enumerate(texts))
    answer, question = tell_read_text(ReadText(SECOND_PAGE, parts, facts), library.snapshot(), DAY)
    first, *rest = answer.text.splitlines()
    assert "không biết là văn bản nào" in first
    assert "trang đầu" in first
    assert rest == [
        "Ý chính đọc được:",
        point,
        "(Chữ do máy đọc từ ảnh nên có thể sai, anh/chị đối chiếu với bản gốc.)",
    ]
    assert (answer.status, question, answer.about.place) == ("chat", "", None)
    for guess in ("Tin, bài", "Thái Nguyên", "Về việc"):
        assert guess not in answer.text


def test_the_heading_of_a_section_is_not_what_a_text_is_about(library: Library) -> None:
    read = read_text(replace(READ, title="2.1. Nội dung thi đua"))
    assert "Về việc" not in tell_read_text(read, library.snapshot(), DAY)[0].text
