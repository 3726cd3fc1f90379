"""The door to the office's own answers: what is refused, who may approve, what a change does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledge.errors import ChangedMeanwhile, InvalidAnswer, UnknownAnswer
from knowledge.library import Library
from knowledge.model import Document, Passage, Subject
from knowledge.office import CuratedSource
from knowledge.search import SeededEncoder
from knowledge.storage import Store, migrate
from tests.knowledge.curated.answers import ANSWER, DAY, SOURCE, approved

IN_CA_MAU = "Hồ sơ khen thưởng của Cà Mau nộp ở phòng nào?"
TEXT = "Hồ sơ nộp tại phòng 203.\nHạn nộp: 30/11/2026."
QUOTE = CuratedSource("ke-hoach", "Hạn nộp: 30/11/2026.", 25, 45)


@pytest.fixture
def library(address: str) -> Iterator[Library]:
    """A library with one document, on either engine."""
    migrate(address)
    store = Store(address)
    library = Library(store, SeededEncoder())
    put(library, TEXT)
    yield library
    store.close()


def put(library: Library, text: str) -> None:
    document = Document("ke-hoach", "Kế hoạch", text=text)
    library.add(document, [Passage("ke-hoach", 0, 0, len(text), "paragraph", text)], [])


def test_what_is_saved_is_read_again(library: Library) -> None:
    given = replace(
        ANSWER,
        wordings=("Nộp hồ sơ ở đâu?", "Hồ sơ gửi phòng nào?"),
        sources=(QUOTE, SOURCE),
        places=("Bắc Giang",),
        holds_from=date(2026, 1, 1),
        holds_to=date(2026, 12, 31),
        office="Sở Nội vụ",
    )
    kept = library.curated.save(given, "an")
    assert library.curated.get(kept.id) == kept
    assert library.curated.all() == [kept]
    # Nothing of what was asked is in it.
    assert re.fullmatch(r"tra-loi-[0-9a-f]{10}", kept.id)
    assert (kept.state, kept.author) == ("draft", "an")
    assert kept == replace(given, id=kept.id, author="an", revision=kept.revision)
    second = library.curated.save(given, "an")
    assert second.id == f"{kept.id}-2"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wordings": ()}, "cách hỏi"),
        ({"wordings": ("Ở đâu?",)}, "Mỗi cách hỏi"),
        ({"wordings": ("x" * 301,)}, "Mỗi cách hỏi"),
        ({"wordings": tuple(f"Câu hỏi thứ {n}?" for n in range(13))}, "cách hỏi"),
        ({"text": " \n "}, "phải có lời"),
        ({"text": "x" * 1501}, "1500"),
        ({"sources": ()}, "nguồn"),
        ({"sources": tuple(replace(SOURCE, title=str(n)) for n in range(6))}, "5 nguồn"),
        ({"sources": (replace(SOURCE, address="javascript:alert(1)"),)}, "http"),
        ({"sources": (CuratedSource(address="https://a.vn/ x"),)}, "http"),
        ({"sources": (replace(SOURCE, address="http://[x"),)}, "http"),
        ({"sources": (replace(SOURCE, address="https://a.vn/\u202e"),)}, "http"),
        ({"sources": (replace(QUOTE, document_id="khac"),)}, "'khac'"),
        ({"sources": (replace(QUOTE, quote="Hạn nộp: 31/12/2026."),)}, "nguyên văn"),
        ({"sources": (replace(QUOTE, quote=""),)}, "đoạn trích"),
        ({"places": tuple(map(str, range(41)))}, "40 nơi"),
        (
            {"wordings": (IN_CA_MAU,), "places": ("Bắc Giang",)},
            "nêu Cà Mau, không thuộc nơi áp dụng",
        ),
        ({"wordings": (*ANSWER.wordings, IN_CA_MAU), "places": ("Bắc Giang",)}, "nêu Cà Mau"),
        ({"holds_from": date(2026, 2, 1), "holds_to": date(2026, 1, 31)}, "Ngày cuối"),
        ({"office": "x" * 201}, "tên"),
    ],
)
def test_what_cannot_be_kept_is_said(
    library: Library, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidAnswer, match=sentence):
        library.curated.save(replace(ANSWER, **changes), "an")
    assert library.curated.all() == []


@pytest.mark.parametrize(
    ("changes", "approver", "day", "sentence"),
    [
        ({}, "an", DAY, "người khác"),
        ({}, " an ", DAY, "người khác"),
        ({}, "", DAY, "tên người duyệt"),
        ({"expires": None}, "binh", DAY, "ngày hết hạn"),
        ({}, "binh", date(2027, 11, 22), "đã hết hạn"),
        ({"holds_to": date(2026, 11, 20)}, "binh", DAY, "đã hết hạn"),
    ],
)
def test_another_person_approves_what_can_be_told(
    library: Library, changes: dict[str, Any], approver: str, day: date, sentence: str
) -> None:
    draft = library.curated.save(replace(ANSWER, **changes), "an")
    with pytest.raises(InvalidAnswer, match=sentence):
        library.curated.approve(draft.id, approver, "Bình", day, draft.revision)
    assert library.curated.get(draft.id).state == "draft"


def test_an_edit_is_a_draft_again_and_its_writer_does_not_approve_it(library: Library) -> None:
    told = approved(library)
    edited = library.curated.save(replace(told, text="Phòng 204."), "binh")
    assert (edited.state, edited.approver, edited.approved) == ("draft", "", None)
    with pytest.raises(InvalidAnswer, match="người khác"):
        library.curated.approve(edited.id, "binh", "Bình", DAY, edited.revision)
    assert library.curated.approve(edited.id, "an", "An", DAY, edited.revision).signed_by == "An"


def test_who_has_read_an_older_one_changes_nothing(library: Library) -> None:
    draft = library.curated.save(ANSWER, "an")
    newer = library.curated.save(replace(draft, text="Phòng 204."), "an")
    with pytest.raises(ChangedMeanwhile):
        library.curated.save(replace(draft, text="Phòng 205."), "chi")
    with pytest.raises(ChangedMeanwhile):
        library.curated.approve(draft.id, "binh", "Bình", DAY, draft.revision)
    with pytest.raises(ChangedMeanwhile):
        library.curated.withdraw(draft.id, draft.revision)
    assert library.curated.get(draft.id) == newer


def test_an_answer_that_is_not_there_is_unknown(library: Library) -> None:
    with pytest.raises(UnknownAnswer):
        library.curated.get("khong-co")
    with pytest.raises(InvalidAnswer, match="bản nháp"):
        library.curated.approve(approved(library).id, "chi", "Chi", DAY, 1)


@pytest.mark.parametrize(
    ("changed", "silence"),
    [
        (TEXT, None),
        (f"Thông báo mới.\n{TEXT}", None),
        (TEXT.replace("30/11", "15/12"), "words_gone"),
        (f"{TEXT}\n{TEXT}".removeprefix("Hồ sơ"), "words_gone"),
        (None, "document_gone"),
    ],
)
def test_what_no_longer_stands_is_not_told_and_said_why(
    library: Library, changed: str | None, silence: str | None
) -> None:
    answer = approved(library, sources=(QUOTE,))
    library.remove("ke-hoach")
    if changed is not None:
        put(library, changed)
    assert library.curated.silences_on(DAY, [answer]) == [silence]
    asked = library.answer(ANSWER.wordings[0], Subject(), DAY)[0]
    assert ("phòng 203, Sở" in asked.text) is (silence is None)
    if silence is None:
        (citation,) = asked.citations
        assert citation.quote == QUOTE.quote
        assert changed
        assert changed[citation.start : citation.end] == QUOTE.quote
    else:
        assert [fault.text[:12] for fault in library.check() if fault.remedy == "none"]


def test_words_that_come_back_are_told_again(library: Library) -> None:
    approved(library, sources=(QUOTE,))
    for text, is_told in ((TEXT, True), ("Đã bỏ.", False), (TEXT, True)):
        put(library, text)
        asked = library.answer(ANSWER.wordings[0], Subject(), DAY)[0]
        assert ("phòng 203, Sở" in asked.text) is is_told


def test_another_assistant_tells_a_change_at_the_next_question(
    library: Library, address: str
) -> None:
    other_store = Store(address)
    other = Library(other_store, SeededEncoder())

    def told() -> str:
        return other.answer(ANSWER.wordings[0], Subject(), DAY)[0].text

    assert "phòng 203, Sở" not in told()
    answer = approved(library)
    assert "phòng 203, Sở" in told()
    edited = library.curated.save(replace(answer, text="Nay ở phòng 305."), "an")
    assert "phòng 203, Sở" not in told()
    library.curated.approve(edited.id, "binh", "Bình", DAY, edited.revision)
    assert "Nay ở phòng 305." in told()
    library.curated.withdraw(edited.id, library.curated.get(edited.id).revision)
    assert "Nay ở phòng 305." not in told()
    other_store.close()
