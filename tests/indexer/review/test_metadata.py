"""Metadata as a person corrects it: checked, marked, and followed by the facts that hold for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indexer.errors import InvalidMetadata
from indexer.review.metadata import (
    correct_metadata,
    is_same_text,
    settle_doubt,
    typed_metadata,
)
from knowledge.model import Document, Fact
from knowledge.storage import Contents

TEXT = "Tỷ lệ che phủ rừng đạt 41%. Thành phố Hà Nội đạt 42%."
CONTENTS = Contents(
    Document(
        "a", "Kế hoạch", text=TEXT, place="Lục Nam", years=(2023, 2024), doubts=("số", "ngày"),
        issued=date(2024, 2, 9), by_hand=("signer",),
    ),
    (),
    (
        Fact("a", "target", "Che phủ", 0, 27, "41%", place="Lục Nam", year=2024),
        Fact("a", "target", "Che phủ", 28, len(TEXT), "42%", place="Hà Nội", year=2020),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("title", "  Kế  hoạch\n15 ", "Kế hoạch 15"),
        ("number", "15/KH-UBND", "15/KH-UBND"),
        ("kind", "", None),
        ("issued", "9/2/2024", date(2024, 2, 9)),
        ("issued", "2024-02-29", date(2024, 2, 29)),
        ("issued", "", None),
        ("years", "2021–2023; 2025", (2021, 2022, 2023, 2025)),
        ("years", "2024, 2024", (2024,)),
        ("years", "", ()),
        ("place", "bắc giang", "Bắc Giang"),
        ("place", "Tỉnh Bắc Giang", "Bắc Giang"),
        ("place", "Khối thi đua số 3", "Khối thi đua số 3"),
        ("source_url", "https://a.vn/x?y=1", "https://a.vn/x?y=1"),
        ("effective_to", "01/01/2030", date(2030, 1, 1)),
        ("signer", "Nguyễn Văn Án", "Nguyễn Văn Án"),
        ("title", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_field_is_read_as_typed(field: str, typed: str, expected: object) -> None:
    document = correct_metadata(CONTENTS, {field: typed}).document
    assert getattr(document, field) == expected
    is_changed = expected != getattr(CONTENTS.document, field)
    assert (field in document.by_hand) == is_changed
    assert "signer" in document.by_hand


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "phải có tên"),
        ({"issued": "31/02/2024"}, "phải là một ngày"),
        ({"issued": "hôm qua"}, "phải là một ngày"),
        ({"years": "24"}, "phải là các năm"),
        ({"years": "2025-2021"}, "phải là các năm"),
        ({"years": "1945-2000"}, "Nhiều nhất 30 năm"),
        ({"source_url": "javascript:alert(1)"}, "http"),
        ({"source_url": "https://a.vn/ x"}, "http"),
        ({"number": "x" * 1001}, "dài quá"),
        ({"effective_from": "01/01/2024", "effective_to": "01/01/2024"}, "phải sau"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidMetadata, match=sentence):
        correct_metadata(CONTENTS, fields)


def test_facts_that_hold_for_the_document_follow_its_place_and_year() -> None:
    after = correct_metadata(CONTENTS, {"place": "Bắc Giang", "years": "2025"})
    assert [(fact.place, fact.year) for fact in after.facts] == [("Bắc Giang", 2025), ("Hà Nội", 2020)]  # fmt: skip


def test_what_is_typed_as_it_was_changes_nothing() -> None:
    assert correct_metadata(CONTENTS, typed_metadata(CONTENTS.document)) is CONTENTS
    assert correct_metadata(CONTENTS, {"id": "other", "text": "x"}) is CONTENTS


def test_a_doubt_is_struck_out() -> None:
    assert settle_doubt(CONTENTS, "số").document.doubts == ("ngày",)
    assert settle_doubt(CONTENTS, "khác").document.doubts == ("số", "ngày")


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"number": "12/kh-ubnd"}, True),
        ({"authority": "Ủy ban nhân dân huyện Lục Nam"}, True),
        ({"authority": None, "place": None}, True),
        ({"authority": "UBND huyện Ba Bể", "place": "Ba Bể"}, False),
        ({"number": "13/KH-UBND"}, False),
        ({"number": None}, False),
        ({"issued": date(2023, 2, 9)}, False),
        ({"issued": None}, False),
    ],
)
def test_which_texts_are_one_by_number_day_and_body(changes: dict[str, Any], is_same: bool) -> None:
    plan = Document(
        "a", "Kế hoạch", number="12/KH-UBND", authority="UBND huyện Lục Nam", place="Lục Nam",
        issued=date(2024, 2, 9), text="…",
    )  # fmt: skip
    assert is_same_text(plan, replace(plan, id="b", **changes)) is is_same
