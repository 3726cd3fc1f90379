"""What is understood of a question about the law."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answering.resolution import resolve_years
from knowledge.law.question import parse_law_question
from knowledge.library import Library
from knowledge.model import Subject

AS_OF = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("question", "day", "year"),
    [
        ("Lao động tiên tiến được thưởng bao nhiêu?", AS_OF, None),
        ("LĐTT tháng 6/2024 được thưởng bao nhiêu?", date(2024, 6, 30), None),
        ("ldtt thang 6 nam 2024 thuong bao nhieu", date(2024, 6, 30), None),
        ("LĐTT ký tháng 11/2026 thưởng bao nhiêu?", AS_OF, None),
        ("LĐTT ký ngày 10/3/2026 thưởng bao nhiêu?", date(2026, 3, 10), None),
        ("LĐTT ký trước ngày 01/7/2024 thưởng bao nhiêu?", date(2024, 6, 30), None),
        ("LĐTT ký trước tháng 7/2024 thưởng bao nhiêu?", date(2024, 6, 30), None),
        ("LĐTT ký trước năm 2024 thưởng bao nhiêu?", date(2023, 12, 31), None),
        ("LĐTT năm ngoái thưởng bao nhiêu?", date(2025, 12, 31), 2025),
        ("LĐTT tháng 6 năm ngoái thưởng bao nhiêu?", date(2025, 6, 30), None),
        ("Theo Nghị định 98/2023 thì LĐTT thưởng bao nhiêu?", AS_OF, None),
        ("LĐTT xét tháng 1/2024 phải nộp trước 10 ngày?", date(2024, 1, 31), None),
        ("Theo hướng dẫn 05/2023 LĐTT thưởng bao nhiêu?", AS_OF, None),
        ("Cứ 6 tháng 1 lần có xét LĐTT không?", AS_OF, None),
        ("ldtt ky truoc ngay 1 thang 7 nam 2024", date(2024, 6, 30), None),
        ("LĐTT ký 12/2025 thưởng bao nhiêu?", date(2025, 12, 31), None),
        ("Theo luật cũ thì LĐTT cần gì?", date(2023, 12, 31), None),
    ],
)
def test_the_day_asked_about(starter: Library, question: str, day: date, year: int | None) -> None:
    parsed = resolve_years(starter.parse(question), Subject(), AS_OF)
    law = parse_law_question(parsed, AS_OF)
    assert (law.day, law.year) == (day, year)
