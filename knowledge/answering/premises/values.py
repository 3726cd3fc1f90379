"""Figures with their units and days, as questions and texts write them, in a form to compare.

>>> [(one.amount, one.unit, one.bound) for one in figures_in("không quá 02 phong trào, từ 60% trở lên")]
[(2.0, 'phong', 'at most'), (60.0, '%', 'at least')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.answering.premises.parameters import BEFORE_NUMBER
from knowledge.answering.premises.wording import Wording, wording
from knowledge.language import DOCUMENT_NUMBER, NUMBER_WORDS, YEAR, YEAR_RANGE, dates_in, fold

#: How a figure bounds what it is said of; "about" is a figure that is not meant exactly.
Bound = Literal["", "at least", "above", "at most", "below", "about"]

NUMBER = re.compile(r"(?<![\w/.,–-])(\d+(?:[.,]\d+)*)(?:\s?/\s?(\d+))?(?![\d/])")
GROUPED, GROUPED_BY_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+"), re.compile(r"\d{1,3}(?:,\d{3}){2,}")
DECIMAL, THOUSAND = re.compile(r"\d+(?:[.,]\d+)?"), re.compile(r"[1-9]\d{0,2},000")
WORD_NUMBER = re.compile(
    r"(?<!\w)(một|hai|ba|bốn|sáu|bảy|tám|chín|mười)(?= [^\W\d])", re.IGNORECASE
)
SHARE = re.compile(r"(?<!\w)(mot|hai|ba) phan (hai|ba|tu|nam|sau|bay|tam|chin|muoi)\b")
WORD = re.compile(r"\s*([^\W\d_]+|%)")
#: The year assumed of a day without one: every day is one of a leap year's.
LEAP_YEAR = 2000
#: What stands between the ends of a range: "12 đến 17 tuổi", "8 - 10 năm".
RANGE = re.compile(r"\d\s*(?:%|\w+)?\s*(?:den|toi|-|–)\s*(?:duoi|du)?\s*$")


@dataclass(frozen=True)
class Figure:
    """A number with its unit; `start` and `end` are offsets of both with what bounds them.

    `unit` is the word counted, without marks ("nguoi", "%", "dong"); `whole` is 17 in "15/17".
    """

    amount: float
    unit: str
    bound: Bound
    start: int
    end: int
    whole: float | None = None
    in_range: bool = False

    def holds(self, amount: float) -> bool:
        """Whether an amount lies within the bound."""
        return {
            "at least": amount >= self.amount,
            "above": amount > self.amount,
            "at most": amount <= self.amount,
            "below": amount < self.amount,
        }.get(self.bound, amount == self.amount)


@dataclass(frozen=True)
class Day:
    """A day; `year` is None where it is not written."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    def differs(self, other: Day) -> bool:
        """Whether the two cannot be the same day."""
        years = {self.year, other.year} - {None}
        return (self.day, self.month) != (other.day, other.month) or len(years) > 1


def days_in(text: str) -> list[Day]:
    """Return the days named in a text; "7/10 huyện" is none."""
    cue, folded = wording().day_cue, fold(text)
    return [
        Day(
            one.day.day,
            one.day.month,
            one.day.year if one.year_written else None,
            one.start,
            one.end,
        )
        for one in dates_in(text, LEAP_YEAR)
        if one.year_written
        or "tháng" in text[one.start : one.end]
        or cue.search(_before(folded, one.start))
    ]


def figures_in(text: str) -> list[Figure]:
    """Return the figures of a text that count or measure something, in reading order."""
    folded, words = fold(text), wording()
    taken = _taken(text)
    found: list[Figure | None] = [*_shares(folded)]
    for match in NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        whole = float(match[2]) if match[2] else None
        if (amount := _amount(match[1])) is not None:
            found.append(_figure(folded, words, match.span(), amount, whole))
    for match in WORD_NUMBER.finditer(text):
        figure = _figure(folded, words, match.span(), float(NUMBER_WORDS[fold(match[1])]), None)
        if figure and figure.unit in words.counted:
            found.append(figure)
    return sorted((one for one in found if one), key=lambda one: one.start)


def _taken(text: str) -> list[tuple[int, int]]:
    """Return the spans of days, periods and document numbers: their numbers count nothing.

    "15/17 chỉ tiêu" is no day: its second number is no month.
    """
    days = [(day.start, day.end) for day in days_in(text)]
    patterns = (YEAR_RANGE, DOCUMENT_NUMBER)
    return days + [match.span() for pattern in patterns for match in pattern.finditer(text)]


def _amount(written: str) -> float | None:
    """Return a number's value: "1.500.000", "1,500,000", "2,5"; None for "6,000", which may be two."""
    if GROUPED.fullmatch(written) or GROUPED_BY_COMMA.fullmatch(written):
        return float(written.replace(".", "").replace(",", ""))
    if DECIMAL.fullmatch(written) and not THOUSAND.fullmatch(written):
        return float(written.replace(",", "."))
    return None


def _figure(
    folded: str, words: Wording, span: tuple[int, int], amount: float, whole: float | None
) -> Figure | None:
    start, end = span
    if words.numbering.search(_before(folded, start)) or YEAR.fullmatch(folded[start:end]):
        return None
    scale, unit, unit_end = _unit(folded, words, end)
    if not unit or (unit in words.no_units):
        return None
    bound, bound_start, bound_end = _bound(folded, words, start, unit_end)
    in_range = bool(RANGE.search(_before(folded, start)))
    return Figure(amount * scale, unit, bound, bound_start, bound_end, whole, in_range)


def _before(text: str, at: int) -> str:
    """Return the letters before an offset in which a number's bound or name may stand."""
    return text[max(0, at - BEFORE_NUMBER) : at]


def _unit(folded: str, words: Wording, at: int) -> tuple[float, str, int]:
    """Return what the number is multiplied by, its unit and where that ends."""
    scale = 1.0
    while match := WORD.match(folded, at):
        word = match[1]
        if word in words.scales:
            scale, at = scale * words.scales[word], match.end()
            continue
        if folded.startswith("phan tram", match.start(1)):
            return scale, "%", match.start(1) + len("phan tram")
        unit = words.units.get(word, word)
        if scale >= words.money_from and unit in words.no_units:
            return scale, "dong", at
        return scale, unit, match.end()
    return scale, "dong" if scale >= words.money_from else "", at


def _bound(folded: str, words: Wording, start: int, end: int) -> tuple[Bound, int, int]:
    """Return how the figure is bounded, and the span with the words that say so."""
    for bound, before, after in words.bounds:
        behind = after.match(folded, end) if after else None
        near = _before(folded, start)
        ahead = before.search(near) if before else None
        if behind or ahead:
            first = start - len(near) + ahead.start(1) if ahead else start
            return bound, first, behind.end() if behind else end
    return "", start, end


def _shares(folded: str) -> list[Figure]:
    """Return "một phần ba" as per cent."""
    found = []
    for match in SHARE.finditer(folded):
        share = 100 * NUMBER_WORDS[match[1]] / NUMBER_WORDS[match[2]]
        span = match.span()
        found.append(Figure(share, "%", "", *span))
    return found
