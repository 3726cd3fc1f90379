"""Where a sentence gives another figure or day than a question claims, or bounds what is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answering.premises.parameters import TOLD_UNIT
from knowledge.answering.premises.values import Day, Figure, days_in, figures_in
from knowledge.language import Token, fold, tokenize

#: What parts a sentence; a comma between digits does not.
MARK = re.compile(r"[;:()|]|,(?!\d)")


@dataclass(frozen=True)
class Difference:
    """What the text gives and what was claimed, in their own words.

    `about` is the part of the sentence between marks that gives it.
    """

    given: str
    claimed: str
    about: str = ""


def differences(claim: str, sentence: str) -> tuple[list[Difference], int]:
    """Return the claimed values that the sentence gives otherwise, and how many it gives alike.

    A value is compared with the only one of its kind and unit in the sentence.
    """
    found, alike = [], 0
    for one, others in _pairs(claim, sentence):
        if any(_is_same(one, other) for other in others):
            alike += 1
        elif len(others) == 1 and _is_exact(others[0]) and not _is_allowed(one, others[0]):
            found.append(_difference(claim, one, sentence, others[0]))
    return found, alike


def _pairs(claim: str, sentence: str) -> list[tuple[Figure | Day, list[Figure] | list[Day]]]:
    """Return each value claimed with those of the sentence that have its unit."""
    figures, days = figures_in(sentence), days_in(sentence)
    pairs: list[tuple[Figure | Day, list[Figure] | list[Day]]] = []
    for figure in figures_in(claim):
        if figure.bound in ("", "at least") and not figure.in_range:
            pairs.append((figure, [other for other in figures if other.unit == figure.unit]))
    pairs += [(day, days) for day in days_in(claim)]
    return [(one, others) for one, others in pairs if others]


def _is_same(one: Figure | Day, other: Figure | Day) -> bool:
    if isinstance(one, Day) or isinstance(other, Day):
        return isinstance(one, Day) and isinstance(other, Day) and not one.differs(other)
    # "40 ngày" beside "trên 40 ngày", "ít nhất 5" beside "tối đa 5" are not the same.
    is_bounded_alike = one.bound == other.bound or (not one.bound and other.holds(one.amount))
    return one.amount == other.amount and one.whole in (None, other.whole) and is_bounded_alike


def _is_allowed(one: Figure | Day, other: Figure | Day) -> bool:
    """Whether a claimed figure lies within what a text bounds: 3 beside "tối đa 05"."""
    if isinstance(one, Day) or isinstance(other, Day):
        return False
    return not one.bound and bool(other.bound) and other.holds(one.amount)


def _is_exact(value: Figure | Day) -> bool:
    return isinstance(value, Day) or not (value.in_range or value.bound == "about")


def _difference(claim: str, one: Figure | Day, sentence: str, other: Figure | Day) -> Difference:
    """Return both values in their own words, with the words behind that both share."""
    claimed, given = claim[one.start : one.end], sentence[other.start : other.end]
    for mine, theirs in zip(_behind(claim, one.end), _behind(sentence, other.end), strict=False):
        if fold(mine.text) != fold(theirs.text):
            break
        claimed, given = claim[one.start : mine.end], sentence[other.start : theirs.end]
    return Difference(given.strip(), claimed.strip(), part_around(sentence, other.start, other.end))


def _behind(text: str, at: int) -> list[Token]:
    """Return the words behind a value, up to the next mark."""
    tokens, end = [], at
    for token in [token for token in tokenize(text) if token.start >= at][:TOLD_UNIT]:
        if text[end : token.start].strip():
            break
        tokens.append(token)
        end = token.end
    return tokens


def part_around(text: str, start: int, end: int) -> str:
    """Return the part of a text between commas, semicolons or colons that holds a span."""
    first = max((match.end() for match in MARK.finditer(text, 0, start)), default=0)
    last = MARK.search(text, end)
    return text[first : last.start() if last else len(text)]


def broken_bound(question: str, clause: str, *, is_denied: bool) -> Difference | None:
    """Return the only bound of a clause, where the question's figure of the unit breaks it.

    `is_denied`: whoever is within the bound is denied ("dưới 10 tháng thì không xét"); else whoever
    is not ("đạt từ 90% trở lên").
    """
    bounds = figures_in(clause)
    if len(bounds) != 1 or bounds[0].bound in ("", "about") or bounds[0].in_range:
        return None
    bound = bounds[0]
    # "Không phát động tràn lan, mỗi đơn vị tối đa 02 phong trào": what is capped is not denied.
    is_denied = is_denied and bound.bound != "at most"
    told = [one for one in figures_in(question) if one.unit == bound.unit]
    if len(told) != 1 or told[0].bound or told[0].in_range:
        return None
    if bound.holds(told[0].amount) != is_denied:
        return None
    return _difference(question, told[0], clause, bound)
