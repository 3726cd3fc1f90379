"""Answers of the office's own for tests, with defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from knowledge.library import Library
from knowledge.office import CuratedAnswer, CuratedSource

DAY = date(2026, 11, 21)
SOURCE = CuratedSource(address="https://soNoiVu.example.vn/tdkt", title="Sở Nội vụ")
ANSWER = CuratedAnswer(
    id="",
    wordings=("Hồ sơ khen thưởng năm 2026 nộp ở phòng nào?",),
    text="Anh/chị nộp tại phòng 203, Sở Nội vụ.",
    sources=(SOURCE,),
    expires=date(2027, 11, 21),
)


def approved(library: Library, **changes: Any) -> CuratedAnswer:
    """Keep an answer, written by one person and approved by another."""
    draft = library.curated.save(replace(ANSWER, **changes), "an")
    day = min(DAY, draft.last_day or DAY)
    return library.curated.approve(draft.id, "binh", "Trần Thị Bình", day, draft.revision)
