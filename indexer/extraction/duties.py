"""Who is to do what, and until when; the ways to say it are rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex

from indexer.rules import compile_pattern, load_rules
from knowledge.citations import dates_in
from knowledge.text import clauses, one_line

LONGEST_NAME, SHORTEST_NAME = 200, 12
COUNT = regex.compile(r"^(?:[-–+•*]|\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zđ]\))\s+")


@dataclass(frozen=True)
class Duty:
    """Something that is due (kind "deadline", value: until when) or someone's task (kind "duty", value: which)."""

    kind: str
    name: str
    value: str
    details: dict[str, str]


def duties(text: str, heading: str, year: int | None) -> Iterator[Duty]:
    """Yield the deadlines and tasks of a sentence that stands under a heading."""
    yield from _deadlines(text, year)
    yield from _tasks(text, heading)


def _deadlines(text: str, year: int | None) -> Iterator[Duty]:
    for start, end in clauses(text):
        clause = text[start:end]
        for match in compile_pattern(_rules()["deadline"]["pattern"]).finditer(clause):
            said = COUNT.sub("", one_line(clause[: match.start()])).strip(" ,.;(")
            name = (
                said if len(said) >= SHORTEST_NAME else COUNT.sub("", one_line(text)).strip(" .;")
            )
            days = dates_in(match["day"], year)
            details = {"date": days[0].day.isoformat()} if days else {}
            yield Duty("deadline", name[:LONGEST_NAME], one_line(match["value"]), details)


def _tasks(text: str, heading: str) -> Iterator[Duty]:
    rule = _rules()["duty"]
    inside = bool(compile_pattern(rule["heading"]).search(heading))
    for pattern in [*rule["always"], *(rule["inside"] if inside else [])]:
        match = compile_pattern(pattern, "obligations").search(text)
        if match and len(match["body"]) <= rule["max_body_characters"]:
            body = regex.sub(
                rule["idle_end"],
                "",
                regex.sub(rule["asked"], "", one_line(match["body"])).strip(" ,"),
            )
            yield Duty("duty", body, one_line(match["task"]).strip(" .;"), {})
            return


def _rules() -> Any:
    return load_rules("obligations")
