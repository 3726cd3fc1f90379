"""A question that says too little is completed by the one before, and stays with its document."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answering.resolution import completed_text, documents_named
from knowledge.library import Library
from knowledge.model import Document, Passage, Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store

DAY = date(2026, 11, 21)
ASKED = "Chợ Đồn trồng mới bao nhiêu ha rừng năm 2022?"


@pytest.mark.parametrize(
    ("typed", "leans"),
    [
        ("còn huyện thì sao?", True),
        ("con bao hiem y te", True),
        ("phó là ai", True),
        ("Tỷ lệ hộ nghèo của Bắc Giang năm 2022 phải giảm bao nhiêu điểm phần trăm?", False),
        ("Chỉ thị 02/CT-UBND?", False),
    ],
)
def test_what_leans_on_the_question_before(starter: Library, typed: str, leans: bool) -> None:
    text = completed_text(starter.parse(typed), Subject(asked=ASKED))
    assert text.endswith(typed)
    assert text.startswith("Chợ Đồn trồng") is leans


def test_the_first_question_stands_alone(starter: Library) -> None:
    assert completed_text(starter.parse("còn huyện?"), Subject()) == "còn huyện?"


def test_nonsense_in_between_does_not_lose_the_question(starter: Library) -> None:
    _, before = starter.answer("Chủ đề thi đua năm 2021 của Ninh Bình?", Subject(), DAY)
    _, after = starter.answer("<script>alert(1)</script>", before, DAY)
    assert after.asked == before.asked
    answer, _ = starter.answer("Ai phát động?", after, DAY)
    assert "Phạm Quang Ngọc" in answer.text


def test_a_question_of_its_own_after_a_summary_leans_on_nothing(starter: Library) -> None:
    asked = "Tóm tắt Kế hoạch 15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn"
    _, subject = starter.answer(asked, Subject(), DAY)
    answer, _ = starter.answer("có mấy phong trào?", subject, DAY)
    assert "5 phong trào thi đua" in answer.text


def test_what_is_kept_of_questions_is_bounded(starter: Library) -> None:
    subject = Subject()
    for _ in range(30):
        _, subject = starter.answer("còn " + "huyện " * 60, subject, DAY)
    assert len(subject.asked or "") < 1_000


@pytest.mark.parametrize(
    "typed",
    [
        "Lào Cai thì sao, thành lập mới mấy hợp tác xã?",
        "còn Cà Mau?",
        "con huyen Ba Be",
        "Thế Cao Bằng thành lập mới bao nhiêu hợp tác xã?",
    ],
)
def test_another_place_is_never_answered_from_the_text_spoken_of(
    starter: Library, typed: str
) -> None:
    first = "Chợ Đồn thành lập mới mấy hợp tác xã năm 2022?"
    answer, subject = starter.answer(first, Subject(), DAY)
    assert "02 hợp tác xã" in answer.text
    answer, _ = starter.answer(typed, subject, DAY)
    assert answer.status == "not_found"
    assert not answer.citations


def test_where_a_former_place_is_now_is_told_once(starter: Library) -> None:
    first, subject = starter.answer(ASKED, Subject(), DAY)
    second, _ = starter.answer("thành lập mới mấy hợp tác xã?", subject, DAY)
    assert "thuộc tỉnh Thái Nguyên" in first.text
    assert second.status == "answered"
    assert "thuộc tỉnh Thái Nguyên" not in second.text


def test_the_text_quoted_is_remembered(starter: Library) -> None:
    _, subject = starter.answer(ASKED, Subject(), DAY)
    assert (subject.document, subject.asked) == ("cho-don-2022", ASKED)


def test_an_answer_does_not_hold_what_was_asked(starter: Library) -> None:
    answer, subject = starter.answer(ASKED, Subject(), DAY)
    assert subject.asked
    assert answer.about.asked is None
    assert ASKED not in str(answer.as_json())


@pytest.mark.parametrize(
    ("typed", "documents"),
    [
        ("Kế hoạch 15/KH-UBND giao chỉ tiêu gì?", {"cho-don-2022"}),
        ("02/ct-ubnd noi gi", {"binh-duong-2023"}),
        ("Kế hoạch 16/KH-UBND giao chỉ tiêu gì?", set()),
    ],
)
def test_a_number_names_its_document(starter: Library, typed: str, documents: set[str]) -> None:
    snapshot = starter.indexed_snapshot().snapshot
    named = documents_named(starter.parse(typed), Subject(), snapshot)
    assert {document.id for text in named for document in text} == documents


@pytest.fixture(scope="module")
def two_of_a_number() -> Library:
    """Two offices gave their plans the number 05/KH-UBND."""
    library = Library(Store(":memory:"), SeededEncoder())
    for key, place, year, signer in (
        ("a", "Chợ Đồn", 2022, "Triệu Huy Chung"),
        ("b", "Chư Sê", 2023, "Rmah Thuyên"),
    ):
        text = f"Kế hoạch thi đua năm {year} do ông {signer} ký ban hành."
        document = Document(
            key, "Kế hoạch", text=text, place=place, years=(year,), number="05/KH-UBND"
        )
        library.add(document, [Passage(key, 0, 0, len(text), "paragraph", text)], [])
    return library


@pytest.mark.parametrize(
    ("typed", "subject", "document"),
    [
        ("Kế hoạch 05/KH-UBND huyện Chư Sê do ai ký?", Subject(), "b"),
        ("Kế hoạch 05/KH-UBND năm 2022 do ai ký?", Subject(), "a"),
        ("Kế hoạch 05/KH-UBND do ai ký?", Subject(place="Chư Sê"), "b"),
        ("Kế hoạch 05/KH-UBND do ai ký?", Subject(document="a"), "a"),
    ],
)
def test_which_text_of_a_number_is_meant(
    two_of_a_number: Library, typed: str, subject: Subject, document: str
) -> None:
    snapshot = two_of_a_number.indexed_snapshot().snapshot
    (named,) = documents_named(two_of_a_number.parse(typed), subject, snapshot)
    assert [one.id for one in named] == [document]


@pytest.mark.parametrize("subject", [Subject(), Subject(place="Chợ Đồn", document="cho-don-2022")])
def test_texts_of_two_numbers_are_both_meant(starter: Library, subject: Subject) -> None:
    typed = "So sánh Kế hoạch 15/KH-UBND với Chỉ thị 02/CT-UBND"
    named = documents_named(starter.parse(typed), subject, starter.indexed_snapshot().snapshot)
    assert [[one.id for one in text] for text in named] == [["cho-don-2022"], ["binh-duong-2023"]]
    answer, _ = starter.answer(typed, subject, DAY)
    assert "cùng số" not in answer.text


def test_texts_of_one_number_are_asked_back_and_a_button_settles_it(
    two_of_a_number: Library,
) -> None:
    answer, _ = two_of_a_number.answer("Kế hoạch 05/KH-UBND do ai ký?", Subject(), DAY)
    assert answer.status == "clarify"
    assert "05/KH-UBND" in answer.text
    assert [button.payload for button in answer.buttons] == [
        "Kế hoạch 05/KH-UBND do ai ký? (huyện Chợ Đồn, 2022)",
        "Kế hoạch 05/KH-UBND do ai ký? (huyện Chư Sê, 2023)",
    ]
    settled, _ = two_of_a_number.answer(answer.buttons[1].payload, Subject(), DAY)
    assert settled.status != "clarify"


def test_what_a_numbered_text_says_is_quoted_from_it_alone(starter: Library) -> None:
    typed = "Theo Kế hoạch 15/KH-UBND thì trồng mới bao nhiêu ha rừng?"
    answer, _ = starter.answer(typed, Subject(), DAY)
    assert "570 ha" in answer.text
    assert {citation.document_id for citation in answer.citations} == {"cho-don-2022"}
