"""How many of a thing a question claims, beside how many of just that thing a text gives.

"Có 18 khối thi đua phải không" beside "16 khối thi đua trong tỉnh ký kết giao ước".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from knowledge.answering.premises.claims import claim_of
from knowledge.answering.premises.corrections import MARK, Difference
from knowledge.answering.premises.values import Figure, figures_in
from knowledge.answering.premises.wording import wording
from knowledge.language import fold, tokenize
from knowledge.understanding import Question

#: The number of a figure, behind what bounds it.
AMOUNT = re.compile(r"[\w.,]+\s+")


@dataclass(frozen=True)
class Recount:
    """What is counted, without marks; whether text and claim agree on how many, and how both say it."""

    name: str
    is_same: bool
    difference: Difference


def claimed_count(question: Question, names: Sequence[str]) -> Figure | None:
    """Return how many of a thing a question claims there are, by the names that texts give it."""
    claim = claim_of(question.typed)
    if claim is None or claim.is_denied or claim.is_story or not claim.is_yes_no:
        return None
    told = [
        one
        for one in figures_in(claim.text)
        if _is_count(one) and _counted(claim.text, one).startswith(tuple(names))
    ]
    return told[0] if len(told) == 1 else None


def recount(claim: str, sentence: str, places: Sequence[str]) -> Recount | None:
    """Return how many a sentence says there are of just what a claim counts.

    None where the sentence counts nothing of that name, or several numbers of it.
    """
    asked = [one for one in figures_in(claim) if _is_count(one)]
    if len(asked) != 1:
        return None
    name = _name(_counted(claim, asked[0], places), wording().asking | wording().ends)
    given = [
        one
        for one in figures_in(sentence)
        if _is_count(one)
        and _name(_counted(sentence, one, places), wording().ends) == name
        and not _is_part(sentence, one)
    ]
    if not name or len({one.amount for one in given}) != 1:
        return None
    length = len(name.split())
    told = _told(sentence, given[0], length), _told(claim, asked[0], length)
    return Recount(name, given[0].amount == asked[0].amount, Difference(*told))


def _is_count(figure: Figure) -> bool:
    return figure.bound == "" and not figure.in_range and figure.whole is None


def _behind(text: str, figure: Figure) -> int:
    """Return where the word behind a figure's number begins."""
    amount = AMOUNT.match(text, figure.start)
    return amount.end() if amount else figure.end


def _counted(text: str, figure: Figure, places: Sequence[str] = ()) -> str:
    """Return the words behind a number up to the next mark or name of a place, without marks."""
    rest = fold(MARK.split(text[_behind(text, figure) :])[0]).strip(' ?.!”"')
    for place in places:
        rest = rest.split(f" {fold(place)}")[0]
    return rest


def _name(counted: str, ends: frozenset[str]) -> str:
    """Return the words that name a thing: those before one that says something of it."""
    words = counted.split()
    return " ".join(takewhile(lambda word: word not in ends, words))


def _is_part(sentence: str, figure: Figure) -> bool:
    """Whether a number is of a part ("mỗi cụm 3 khối", "5 đơn vị trong số đó") or of what is added."""
    before = fold(MARK.split(sentence[: figure.start])[-1])
    return bool(wording().parts.search(f"{before} {_counted(sentence, figure)}"))


def _told(text: str, figure: Figure, length: int) -> str:
    """Return a number with as many words behind it, as they stand."""
    start = _behind(text, figure)
    tokens = [token for token in tokenize(text) if token.start >= start][:length]
    return text[figure.start : tokens[-1].end]
