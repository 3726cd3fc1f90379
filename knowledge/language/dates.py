"""Days and years as Vietnamese texts write them.

>>> dates_in("ngày 07/4/2014")[0].day
datetime.date(2014, 4, 7)
>>> years_in("giai đoạn 2021-2025, nhất là năm 2022")
[2021, 2025, 2022]
>>> months_in("hồi tháng 6/2024")
[datetime.date(2024, 6, 30)]
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

DAY = re.compile(
    r"(?<![\d/])(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})(?:\s*[/.-]\s*(?P<y>\d{4}))?(?![\d/%])"
    r"|(?P<d2>\d{1,2})\s+(?:tháng|thang)\s+(?P<m2>\d{1,2})(?:\s+(?:năm|nam)\s+(?P<y2>\d{4}))?",
    re.IGNORECASE,
)
#: "tháng 6/2024", "thang 6 nam 2024", "hồi 6/2024"; without its year only after the word itself. Not
#: "6 tháng 1 lần", nor the number of a text ("hướng dẫn 05/2023").
MONTH = re.compile(
    r"(?<!\d )\b(?:tháng|thang)\s+(?P<m>\d{1,2})\b(?!\s+l[ầa]n)"
    r"(?:(?:\s*[/.-]|\s+(?:năm|nam))?\s*(?P<y>(?:19|20)\d\d)\b)?"
    r"|\b(?:từ|đến|trước|sau|hồi|vào|trong|ký|tu|den|truoc|hoi|vao|ky)\s+"
    r"(?P<m2>\d{1,2})/(?P<y2>(?:19|20)\d\d)(?![\d/-])",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d/.,-])(?:19|20)\d\d(?!\d|[.,]\d)")
YEAR_RANGE = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)")


@dataclass(frozen=True)
class DateMention:
    """A day named in a text, with its offsets; `year_written` is False when the year was assumed."""

    day: date
    start: int
    end: int
    year_written: bool


def dates_in(text: str, year: int | None = None) -> list[DateMention]:
    """Return the days named in a text; one written without a year takes `year` or is left out."""
    mentions = []
    for match in DAY.finditer(text):
        written = match["y"] or match["y2"]
        assumed = int(written) if written else year
        if assumed is None:
            continue
        try:
            day = date(assumed, int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
        except ValueError:
            continue
        mentions.append(DateMention(day, match.start(), match.end(), bool(written)))
    return mentions


def months_in(text: str, year: int | None = None) -> list[date]:
    """Return the last day of each month named; one written without a year takes `year` or is left out."""
    found = []
    for match in MONTH.finditer(text):
        written = match["y"] or match["y2"]
        assumed = int(written) if written else year
        month = int(match["m"] or match["m2"])
        if assumed and month in range(1, 13):
            found.append(date(assumed, month, monthrange(assumed, month)[1]))
    return found


def years_in(text: str) -> list[int]:
    """Return the years named in a text, each once; a range names both its ends."""
    years = (int(match[0]) for match in YEAR.finditer(YEAR_RANGE.sub(r"\1 \2", text)))
    return list(dict.fromkeys(years))


def format_date(day: date) -> str:
    """Return a day as letters carry it: 22/02/2023."""
    return day.strftime("%d/%m/%Y")
