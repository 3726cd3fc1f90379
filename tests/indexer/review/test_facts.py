"""Facts as a person confirms, corrects, adds and takes them out: none without its evidence."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from indexer.errors import InvalidMetadata
from indexer.extraction.facts import DETAIL_FIELDS
from indexer.review.facts import (
    TypedFact,
    add_fact,
    confirm_fact,
    correct_fact,
    fact_kinds,
    find_evidence,
    require_figures,
    take_out_fact,
)
from knowledge.model import Document, Fact, FactDetails
from knowledge.storage import Contents

TEXT = "Tỷ lệ che phủ rừng\nđạt 41%. Thu ngân sách 250 tỷ. Tỷ lệ che phủ rừng đạt 41%."
DETAILS = FactDetails(number="41", unit="%")
CONTENTS = Contents(
    Document("a", "Kế hoạch", text=TEXT, place="Lục Nam", years=(2024,)),
    (),
    (
        Fact("a", "target", "Tỷ lệ che phủ rừng", 0, 27, "41%", "Lục Nam", 2024, DETAILS, 0.5),
        Fact("a", "target", "Thu ngân sách", 0, 47, "250 tỷ", "Lục Nam", 2024, confidence=0.4),
    ),
)
TYPED = TypedFact("target", "Tỷ lệ che phủ rừng", "41%", quote="Tỷ lệ che phủ rừng đạt 41%")


def test_every_kind_that_is_read_has_a_name() -> None:
    assert fact_kinds().keys() == DETAIL_FIELDS.keys()
    named = {name for names in DETAIL_FIELDS.values() for name in names}
    assert named == {field.name for field in fields(FactDetails)} - {"by_hand"}
    assert "relation" not in fact_kinds(only_typed=True)


def test_a_proposal_that_is_confirmed_is_told_and_keeps_its_details_and_its_place() -> None:
    first = confirm_fact(CONTENTS, 0)
    both = confirm_fact(first, 1)
    assert [(fact.name, fact.is_proposal) for fact in both.facts] == [
        ("Tỷ lệ che phủ rừng", False), ("Thu ngân sách", False),
    ]  # fmt: skip
    assert (both.facts[0].details.number, both.facts[0].details.by_hand) == ("41", True)


def test_a_corrected_fact_holds_what_was_typed_and_keeps_the_rest() -> None:
    after = correct_fact(CONTENTS, 0, TypedFact("target", "Che phủ", "hơn 41%", quote="đạt 41%."))
    # It stands later in the text now.
    other, fact = after.facts
    assert other == CONTENTS.facts[1]
    assert (fact.name, fact.value, fact.place, fact.year) == ("Che phủ", "hơn 41%", "Lục Nam", 2024)
    assert (fact.details, fact.confidence) == (replace(DETAILS, by_hand=True), 1.0)
    assert TEXT[fact.start : fact.end] == "đạt 41%."


DAY = FactDetails(date=date(2024, 11, 15))
DOWN = FactDetails(change="giảm", number="15", unit="%")
MONEY = FactDetails(number="15", unit="triệu")
LEADER = FactDetails(place="Bắc Kạn", role="Phó Trưởng Cụm")


@pytest.mark.parametrize(
    ("kind", "name", "value", "details", "changes", "expected"),
    [
        # Of a deadline only the name is corrected: its day stays.
        ("deadline", "Gửi hồ sơ", "trước 15/11", DAY, {"name": "Nộp hồ sơ"}, DAY),
        # The day in words is another: the day that was read is wrong now, unless it was typed anew.
        ("deadline", "Gửi", "trước 15/11", DAY, {"value": "trước 16/11"}, FactDetails()),
        (
            "deadline", "Gửi", "trước 15/11", DAY,
            {"value": "trước 16/11", "details-date": "16/11/2024"}, FactDetails(date=date(2024, 11, 16)),
        ),
        ("deadline", "Gửi", "trước 15/11", DAY, {"details-date": ""}, FactDetails()),
        # Day and month are exchanged; up instead of down; another unit; other words without a figure.
        ("deadline", "Gửi", "15/11", DAY, {"value": "11/15"}, FactDetails()),
        ("target", "Nghèo", "giảm 15%", DOWN, {"value": "tăng 15%"}, FactDetails()),
        ("target", "Thu", "15 triệu", MONEY, {"value": "15 tỷ"}, FactDetails()),
        ("deadline", "Gửi", "trước Tết", DAY, {"value": "sau Tết"}, FactDetails()),
        # What says the name again follows it.
        ("leader", "Bắc Kạn", "", LEADER, {"name": "Bắc Giang"}, replace(LEADER, place="Bắc Giang")),
        # To another kind goes what is called alike there, not what the form showed for this one.
        ("deadline", "Gửi", "", DAY, {"kind": "event", "details-date": "15/11/2024"}, DAY),
        ("leader", "Bắc Kạn", "", LEADER, {"kind": "theme"}, FactDetails()),
        ("leader", "Bắc Kạn", "", LEADER, {"details-role": "Trưởng Cụm"}, replace(LEADER, role="Trưởng Cụm")),
    ],
)  # fmt: skip
def test_what_was_not_corrected_of_a_fact_stays(
    kind: str,
    name: str,
    value: str,
    details: FactDetails,
    changes: dict[str, str],
    expected: FactDetails,
) -> None:
    text = "Gửi trước 15/11 hoặc 16/11."
    fact = Fact("a", kind, name, 0, len(text), value, details=details)
    document = Document("a", "Kế hoạch", text=text, place="Lục Nam", years=(2024,))
    form = {"kind": kind, "name": name, "value": value, "quote": text, **changes}
    after = correct_fact(Contents(document, (), (fact,)), 0, TypedFact.from_form(form)).facts[0]
    assert after.details == replace(expected, by_hand=True)
    # It held for no place and no year, though its document does.
    assert (after.place, after.year) == (None, None)


def test_a_fact_is_added_in_reading_order_with_its_own_place_and_year() -> None:
    typed = TypedFact("honour", "Công dân", "", "Hà Nội", "2020", start=28, end=47)
    after = add_fact(CONTENTS, typed)
    assert [fact.name for fact in after.facts] == ["Tỷ lệ che phủ rừng", "Thu ngân sách", "Công dân"]  # fmt: skip
    assert (after.facts[2].place, after.facts[2].year) == ("Hà Nội", 2020)
    assert take_out_fact(after, 2) == CONTENTS


@pytest.mark.parametrize(
    ("quote", "near", "expected"),
    [
        ("Tỷ lệ che phủ rừng đạt 41%", 0, (0, 26)),
        ("Tỷ lệ che phủ rừng đạt 41%", 60, (50, 76)),
        ("  Thu   ngân\tsách ", 0, (28, 41)),
        ("ru\u031b\u0300ng", 0, (14, 18)),
    ],
)
def test_a_quote_is_found_where_it_stands(quote: str, near: int, expected: tuple[int, int]) -> None:
    assert find_evidence(TEXT, quote, near) == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quote": "đạt 42%"}, "không có trong văn bản"),
        ({"quote": " "}, "phải có chữ"),
        ({"quote": "đạt " * 3000}, "không quá"),
        ({"quote": ".*"}, "không có trong văn bản"),
        ({"kind": "secret"}, "Chọn loại"),
        ({"kind": "relation"}, "Chọn loại"),
        ({"name": "  "}, "phải có tên"),
        ({"value": "x" * 1001}, "nhiều nhất"),
        ({"value": "42%"}, "không có số 42"),
        ({"value": "41%", "quote": "Tỷ lệ che phủ rừng"}, "không có số 41"),
        ({"year": "24"}, "Năm"),
        ({"year": "٢٠٢٤"}, "Năm"),
        ({"start": "0", "end": "9999"}, "nằm ngoài"),
        ({"start": "5", "end": "5"}, "nằm ngoài"),
        ({"start": "-1", "end": "5"}, "số ký tự"),
        ({"kind": "deadline", "details-date": "15/13/2024"}, "«ngày» phải là một ngày"),
        ({"kind": "content", "details-part": "hai"}, "«thứ tự» phải là một số"),
        ({"kind": "target", "details-unit": "x" * 1001}, "«đơn vị tính» dài quá"),
    ],
)
def test_what_has_no_evidence_or_cannot_be_is_refused(typed: dict[str, str], sentence: str) -> None:
    given = {"kind": "target", "name": "Tỷ lệ", "quote": "đạt 41%", **typed}
    with pytest.raises(InvalidMetadata, match=sentence):
        add_fact(CONTENTS, TypedFact.from_form(given))


@pytest.mark.parametrize(
    ("value", "quote", "is_there"),
    [
        ("58,5 triệu đồng", "Thu nhập bình quân đầu người", False),
        ("58,5 triệu đồng", "Thu nhập bình quân đầu người 58,5 triệu", True),
        ("585 triệu", "58,5 triệu", False),
        ("1.500 ha", "trồng 1500 ha", True),
        ("1,500", "1500", False),
        ("15/02/2024", "ngày 15 tháng 2 năm 2024", True),
        ("từ 5 đến 10", "đạt 10", False),
        ("cao", "không có con số nào", True),
        ("đạt 41%", "đạt 41 %", True),
    ],
)
def test_a_figure_stands_in_its_quote(value: str, quote: str, is_there: bool) -> None:
    if is_there:
        require_figures(value, quote)
        return
    with pytest.raises(InvalidMetadata, match="Câu dẫn không có số"):
        require_figures(value, quote)


def test_a_correction_needs_the_figure_in_its_quote_as_well() -> None:
    with pytest.raises(InvalidMetadata, match="không có số 42"):
        correct_fact(CONTENTS, 0, TypedFact("target", "Che phủ", "42%", quote="đạt 41%."))


def test_a_proposal_whose_evidence_lacks_its_figure_is_not_confirmed() -> None:
    wrong = replace(CONTENTS, facts=(CONTENTS.facts[0], replace(CONTENTS.facts[1], end=40)))
    with pytest.raises(InvalidMetadata, match="Dữ kiện 2: Câu dẫn không có số 250"):
        confirm_fact(wrong, 1)


@pytest.mark.parametrize("number", [-1, 2])
def test_a_fact_that_is_not_there_is_not_changed(number: int) -> None:
    for change in (confirm_fact, take_out_fact):
        with pytest.raises(InvalidMetadata, match="Không còn"):
            change(CONTENTS, number)
