"""The letterhead and signature of an issued text: number, place and day, issuing body, kind, subject, signer.

The layout is that of Decree 30/2020/NĐ-CP on clerical work, annex I: the body above the number, the country's name and the
day beside it, the kind and subject centred below, the signer's post and name at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from indexer.structure import Block, load_rules
from knowledge.citations import dates_in, numbers_in
from knowledge.text import fold, one_line

#: Blocks from the top in which a letterhead stands, and from the end in which a signature does.
TOP, BOTTOM = 30, 40
NUMBER = regex.compile(r"(?i)^\s*số\s*:\s*(?P<number>\S.*)$")
COUNTRY = regex.compile(r"(?i)cộng h(òa|oà) xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do")
DAY = regex.compile(r"^(?P<place>[\p{Lu}][^,\n]{2,40}),\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}")
POST = regex.compile(
    r"(?i)^(?:(?:kt|tm|tl|tuq|q)\.?\s*)?(?P<post>(?:phó )?(?:chủ tịch|thủ tướng|bộ trưởng|bí thư|giám đốc|thứ trưởng|trưởng ban))\b.{0,40}$"
)
NAME = regex.compile(r"^(?:\p{Lu}\p{Ll}+\s+){1,4}\p{Lu}\p{Ll}+$")


def read_letterhead(found: Sequence[Block]) -> dict[str, Any]:
    """Give what letterhead and signature say; what they do not say is left out."""
    top = [block.plain for block in found[:TOP]]
    given: dict[str, Any] = {}
    place = next((number for number, line in enumerate(top) if NUMBER.match(line)), None)
    if place is None:
        return given
    numbers = numbers_in(top[place].upper() if top[place].islower() else top[place])
    day = next((dates_in(line)[0].day for line in top if DAY.match(line)), None)
    if not numbers or day is None:
        return given
    given |= {"number": numbers[0], "issued": day}
    if authority := _authority(top[:place]):
        given["authority"] = authority
    kind, subject = kind_and_subject(top)
    given |= {"kind": kind} if kind else {}
    given |= {"title": f"{kind} {subject}" if kind else subject} if subject else {}
    given |= {"signer": signer} if (signer := _signer(found)) else {}
    return given


def _authority(above: Sequence[str]) -> str | None:
    """Give the body above the number; of two lines the second names it ("ỦY BAN NHÂN DÂN" / "HUYỆN LỤC NAM")."""
    lines = [line for line in above if line and not COUNTRY.search(line) and not set(line) <= set("-–_— ")]
    name = one_line(" ".join(lines[-2:]))
    if not name or len(name) > 120:
        return None
    return _cased(name) if name.isupper() else name


def _cased(name: str) -> str:
    """Write a body's name as sentences do: "Ủy ban nhân dân huyện Lục Nam"."""
    rules = load_rules("letterhead.yaml")
    low = name.lower()
    for phrase in rules["common"]:
        low = regex.sub(rf"\b{phrase}\b", phrase, low)
    words = low.split(" ")
    small = {word for phrase in rules["common"] for word in phrase.split()}
    cased = [word if word in small else word.capitalize() for word in words]
    return " ".join(cased)[:1].upper() + " ".join(cased)[1:]


def kind_and_subject(top: Sequence[str]) -> tuple[str | None, str]:
    """Give the kind, which stands on a line alone, and the subject below it or behind "V/v"."""
    rules = load_rules("letterhead.yaml")
    for number, line in enumerate(top):
        kind = next((kind for kind in rules["kinds"] if fold(line) == fold(kind)), None)
        if kind:
            below = []
            for other in top[number + 1 : number + 5]:
                if not other or other.startswith(tuple(rules["subject_ends"])) or other.endswith((".", ";", ":")):
                    break
                below.append(other)
            return kind, one_line(" ".join(below))
        if match := regex.match(r"(?i)^v/v\s*:?\s*(?P<subject>.+)$", line):
            return None, match["subject"]
    return None, ""


def _signer(found: Sequence[Block]) -> str | None:
    """Give the name under the post at the end."""
    bottom = [block.plain for block in found[-BOTTOM:]]
    posts = [number for number, line in enumerate(bottom) if POST.match(line)]
    if not posts:
        return None
    return next((line for line in bottom[posts[-1] + 1 :] if NAME.match(line)), None)
