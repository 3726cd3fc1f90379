"""Numbers of documents and dates as Vietnamese offices write them: find, read, write.

The forms follow Decree 30/2020/NĐ-CP on clerical work ("02/CT-UBND") and the Party's own rules ("34-CT/TW").

>>> numbers_in("Nghị quyết số 05-NQ/TU, ngày 19/5/2022")
['05-NQ/TU']
>>> dates_in("ngày 07/4/2014")[0].day
datetime.date(2014, 4, 7)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

#: 02/CT-UBND · 152/2025/NĐ-CP · 06/2022/QH15 · 1526/QĐ-TTg · 34-CT/TW · 05-NQ/TU
NUMBER = re.compile(
    r"\b\d{1,5}(?:/\d{4})?/(?:[A-ZĐ]{1,8}\d{0,2})(?:-[A-ZĐ][A-Za-zĐđ]{0,11})*(?:-[A-ZĐ][A-Za-zĐđ]{0,11})?"
    r"|\b\d{1,5}-[A-ZĐ]{1,4}/[A-ZĐ][A-Za-zĐđ]{1,8}"
)
DAY = re.compile(
    r"(?<![\d/])(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})(?:\s*[/.-]\s*(?P<y>\d{4}))?(?![\d/%])"
    r"|(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})(?:\s+năm\s+(?P<y2>\d{4}))?",
    re.IGNORECASE,
)

#: Điều 50 · Điều 50 khoản 1 · Điều 50 khoản 1 điểm c
PLACE = re.compile(r"(?P<article>Điều \d+[a-zđ]?)(?P<clause> khoản \d+[a-zđ]?)?(?P<point> điểm [a-zđ]\d?)?")


@dataclass(frozen=True)
class Day:
    """A date found in a text; the year may come from elsewhere when the text leaves it out."""

    day: date
    start: int
    end: int
    year_written: bool


def numbers_in(text: str) -> list[str]:
    """Give the document numbers named in a text, in reading order."""
    return [match[0] for match in NUMBER.finditer(text)]


def dates_in(text: str, year: int | None = None) -> list[Day]:
    """Give the days named in a text; one written without a year takes `year`, or is left out."""
    found = []
    for match in DAY.finditer(text):
        written = match["y"] or match["y2"]
        which = int(written) if written else year
        if which is None:
            continue
        try:
            day = date(which, int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
        except ValueError:
            continue
        found.append(Day(day, match.start(), match.end(), bool(written)))
    return found


def parts_of(place: str) -> list[str]:
    """Give a place in a legal text and every part above it, the smallest first.

    >>> parts_of("Điều 50 khoản 1 điểm c")
    ['Điều 50 khoản 1 điểm c', 'Điều 50 khoản 1', 'Điều 50']
    """
    match = PLACE.fullmatch(place)
    if not match:
        return []
    clause, point = match["clause"] or "", match["point"] or ""
    whole = [match["article"] + clause + point] if point else []
    return [*whole, *([match["article"] + clause] if clause else []), match["article"]]


def write_date(day: date) -> str:
    """Write a day as letters carry it: 22/02/2023."""
    return day.strftime("%d/%m/%Y")
