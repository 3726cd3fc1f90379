"""Whom a sentence names for a role that a question gives to somebody else.

"Agribank làm khối trưởng đúng không" beside "… bầu Vietcombank Cà Mau làm Khối trưởng".
"""

from __future__ import annotations

import re

from knowledge.answering.premises.corrections import Difference
from knowledge.answering.premises.wording import wording
from knowledge.language import fold, folded_tokens, years_in

#: What stands between a holder and the role: "X làm Khối trưởng", "Khối trưởng: X".
HOLDS = re.compile(r"\s+(?:lam|la|giu vai tro|giu chuc|dam nhiem)\s+(?:vai tro |chuc )?$")
IS_HELD = re.compile(r"(?: nam \d{4})?\s*(?::|\bla\b)\s*")
#: Where the name of a holder begins at the latest, and where it ends.
BEFORE_NAME = re.compile(
    r".*(?:[,;:.()]|\b(?:bau|chon|cu|giao|suy ton|thong nhat|rang|thi|lai|phai|cho|nam nay|nam \d{4}|quy dinh)\b)",
    re.DOTALL,
)
BEHIND_NAME = re.compile(r"[,;.()?]|\b(?:va|nam|cua|khong|dung|phai)\b|$")
#: "cụm số 2", "khối 4": which of several groups is spoken of.
GROUP = re.compile(r"\b(cum|khoi)(?: thi dua)?(?: so)? (\d+)\b")
ASKS = {"ai", "nao", "gi", "dau", "may"}


def other_holder(claim: str, sentence: str) -> Difference | None:
    """Return whom the sentence names for the one role that both speak of; None where it is alike.

    Nothing is compared across groups ("cụm 2") or years that the sentence does not name.
    """
    if not _same_scope(claim, sentence):
        return None
    named = {match[0] for match in wording().roles.finditer(fold(claim))}
    if len(named) != 1:
        return None
    role = named.pop()
    asked, given = _holder(claim, role), _holder(sentence, role)
    if not asked or not given or not _are_others(asked[0], given[0]):
        return None
    return Difference(given[1], "")


def _are_others(claimed: str, holder: str) -> bool:
    """Whether two names are of one sort and neither may be another name of the other.

    A post ("Giám đốc Sở") may be held by whoever is named, so it is not compared.
    """
    words = wording()
    names = fold(claimed), fold(holder)
    mine, theirs = (set(folded_tokens(name)) for name in names)
    are_people = [bool(words.people.search(name)) for name in names]
    is_named = any(word[:1].isupper() for word in holder.split())
    return (
        is_named
        and not any(words.posts.search(name) for name in names)
        and are_people[0] == are_people[1]
        and bool(mine - theirs)
        and bool(theirs - mine)
        and not mine & ASKS
    )


def _same_scope(claim: str, sentence: str) -> bool:
    groups = {match.groups() for match in GROUP.finditer(fold(claim))}
    named = {match.groups() for match in GROUP.finditer(fold(sentence))}
    years = set(years_in(sentence))
    return groups <= named and (not years or set(years_in(claim)) <= years)


def _holder(text: str, role: str) -> tuple[str, str] | None:
    """Return the holder of a role and the words of both; None where that is not clear."""
    folded = fold(text)
    spans = [match.span() for match in wording().roles.finditer(folded) if match[0] == role]
    if len(spans) != 1:
        return None
    start, end = spans[0]
    behind, before = IS_HELD.match(folded, end), HOLDS.search(folded[:start])
    if bool(behind) == bool(before):
        return None
    if behind:
        stop = BEHIND_NAME.search(folded, behind.end())
        last = stop.start() if stop else len(text)
        return text[behind.end() : last].strip(), text[start:last].strip()
    return _holder_before(text, before.start() if before else 0, end)


def _holder_before(text: str, verb: int, end: int) -> tuple[str, str]:
    """Return the name that stands before "làm" or "là", and the words from it to the role."""
    opening = BEFORE_NAME.match(fold(text)[:verb])
    first = opening.end() if opening else 0
    return text[first:verb].strip(), text[first:end].strip()
