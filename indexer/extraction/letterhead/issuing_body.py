"""The body that issues a text, out of the lines above its number: the lowest of those named."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from indexer.extraction.parameters import MAX_AUTHORITY_CHARACTERS
from indexer.rules import compile_pattern, load_rules
from knowledge.language import fold, one_line

#: What stands around a name: rules below it, stars of the youth union.
AROUND = regex.compile(r"^[\s*_.:–—-]+|[\s*_.:–—-]+$")


def issuing_body(lines: Sequence[str]) -> str | None:
    """Return the body that lines of a letterhead name as the one that issues, None where none does.

    A name goes over several lines ("ỦY BAN NHÂN DÂN" / "HUYỆN LỤC NAM"); of several bodies the lower
    one issues, and is named with the place of the upper: "Sở Nội vụ tỉnh Hà Nam".
    """
    bodies = _bodies(lines)
    if not bodies:
        return None
    rules = load_rules("letterhead")
    groups = [body for body in bodies if compile_pattern(rules["group_begins"]).match(body)]
    # The unit that heads a group acts for it.
    bodies = groups[-1:] or bodies
    name, upper = bodies[-1], bodies[-2] if len(bodies) > 1 else ""
    if upper and compile_pattern(rules["part_of_body"]).fullmatch(name):
        # "TỈNH ĐOÀN QUẢNG NGÃI" / "BAN THƯỜNG VỤ"; "UBND TỈNH" / "CHỦ TỊCH".
        name = f"{name} {upper}"
    elif match := compile_pattern(rules["governs"]).search(upper):
        name = name if fold(match["place"]) in fold(name) else f"{name} {match['place']}"
    return _sentence_case(one_line(name)) if len(name) <= MAX_AUTHORITY_CHARACTERS else None


def _bodies(lines: Sequence[str]) -> list[str]:
    """Return the names of the bodies, each on one line, the highest first."""
    rules = load_rules("letterhead")
    begins, part, other = (
        compile_pattern(rules[name]) for name in ("bodies", "part_of_body", "no_body")
    )
    bodies: list[str] = []
    for line in (piece for whole in lines for piece in _pieces(AROUND.sub("", whole))):
        if not line or other.match(line):
            continue
        goes_on = bool(bodies) and not begins.match(line) and not part.fullmatch(line)
        if goes_on or (bodies and part.fullmatch(bodies[-1]) and len(bodies) == 1):
            bodies[-1] += f" {line}"
        else:
            bodies.append(line)
    return bodies


def _pieces(line: str) -> list[str]:
    """Return the bodies that columns run together name in one line."""
    return list(compile_pattern(load_rules("letterhead")["next_body"]).split(line))


def _sentence_case(name: str) -> str:
    """Return a body's name as sentences write it: "Ủy ban nhân dân huyện Lục Nam"."""
    rules = load_rules("letterhead")
    words = [
        word.capitalize() if word.isupper() and word not in rules["short"] else word
        for word in name.split(" ")
    ]
    cased = " ".join(words)
    for phrase in [*rules["common"], *rules["fields"]]:
        cased = regex.sub(rf"(?i)(?<!\w){phrase}(?!\w)", phrase, cased)
    return cased[:1].upper() + cased[1:]
