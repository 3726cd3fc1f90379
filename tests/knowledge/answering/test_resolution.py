"""Which year and place a question means but does not name."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answering.resolution import resolve_years
from knowledge.library import Library
from knowledge.model import Subject

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "spoken_of", "years"),
    [
        ("Chủ đề thi đua năm ngoái của Bắc Giang?", None, (2025,)),
        ("Chủ đề thi đua năm ngoái của Bắc Giang?", 2022, (2025,)),
        ("chu de nam nay la gi", None, (2026,)),
        ("Thế năm sau?", 2022, (2023,)),
        ("con nam truoc", 2022, (2021,)),
        ("sang năm thì sao?", None, (2027,)),
        ("Chủ đề năm 2022, không phải năm ngoái?", None, (2022,)),
        ("Năm mới có gì?", 2022, ()),
        ("Chủ đề năm này là gì?", 2022, ()),
        ("2 năm tôi đạt chiến sĩ thi đua cơ sở thì được tặng gì?", None, ()),
        ("Hai năm sau khi được tặng Huân chương thì sao?", None, ()),
        ("5 năm trước thì sao?", 2022, ()),
    ],
)
def test_relative_years(
    starter: Library, typed: str, spoken_of: int | None, years: tuple[int, ...]
) -> None:
    subject = Subject(year=spoken_of)
    assert resolve_years(starter.parse(typed), subject, DAY).years == years


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Tôi ở Lục Ngạn, chủ đề thi đua năm 2022 của Bắc Giang là gì?", "Bắc Giang"),
        ("Nhà tôi ở Lục Ngạn, cho hỏi chủ đề thi đua năm 2022?", "Bắc Giang"),
        ("Chủ đề thi đua năm 2022 của huyện Lục Ngạn?", "Lục Ngạn"),
        ("Còn ở huyện Lục Ngạn thì sao?", "Lục Ngạn"),
    ],
)
def test_where_somebody_lives_stands_for_the_province(
    starter: Library, typed: str, place: str
) -> None:
    _, subject = starter.answer(typed, Subject(), DAY)
    assert subject.place == place
