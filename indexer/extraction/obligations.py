"""Deadlines and duties: what is due until when, and which body has which task."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import regex

from indexer.extraction.parameters import MAX_DEADLINE_NAME, MIN_DEADLINE_NAME
from indexer.rules import compile_pattern, load_rules
from knowledge.language import clause_spans, dates_in, one_line

#: The number or marker of a list item.
ITEM_NUMBER = regex.compile(r"^(?:[-–+•*]|\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zđ]\))\s+")


@dataclass(frozen=True)
class Obligation:
    """A deadline (what is due, until when) or a duty (a body, its task) of a sentence.

    `day` is the last day of a deadline, None when it names a month or a quarter.
    """

    kind: Literal["deadline", "duty"]
    name: str
    value: str
    day: date | None = None


def find_obligations(text: str, heading: str, year: int | None) -> Iterator[Obligation]:
    """Yield the deadlines and the duty of a sentence under `heading`.

    A day without a year is one of `year`.
    """
    yield from _deadlines(text, year)
    yield from _duties(text, heading)


def _deadlines(text: str, year: int | None) -> Iterator[Obligation]:
    pattern = compile_pattern(_rules()["deadline"]["pattern"])
    for start, end in clause_spans(text):
        clause, begin = text[start:end], 0
        for match in pattern.finditer(clause):
            name = ITEM_NUMBER.sub("", one_line(clause[begin : match.start()])).strip(" ,.;(")
            begin = match.end()
            if len(name) < MIN_DEADLINE_NAME:
                name = ITEM_NUMBER.sub("", one_line(text)).strip(" .;")
            days = [found.day for found in dates_in(match["day"], year)]
            value = one_line(match["value"])
            yield Obligation("deadline", name[:MAX_DEADLINE_NAME], value, days[0] if days else None)


def _duties(text: str, heading: str) -> Iterator[Obligation]:
    """Yield the duty of a sentence, and of each part behind a semicolon that has a body of its own."""
    rest = text
    while match := _duty_in(rest, heading):
        rule = _rules()["duty"]
        body = compile_pattern(rule["asked"]).sub("", one_line(match["body"])).strip(" ,")
        body = compile_pattern(rule["idle_end"]).sub("", body)
        task, rest = _own_task(match["task"], heading)
        yield Obligation("duty", body, one_line(task).strip(" .;"))


def _duty_in(text: str, heading: str) -> regex.Match[str] | None:
    """Return what the first rule that fits makes of a text."""
    rule = _rules()["duty"]
    is_inside = compile_pattern(rule["heading"]).search(heading)
    for pattern in [*rule["always"], *(rule["inside"] if is_inside else [])]:
        match = compile_pattern(pattern, "obligations").search(text)
        if match and len(match["body"]) <= rule["max_body_characters"]:
            return match
    return None


def _own_task(task: str, heading: str) -> tuple[str, str]:
    """Return a body's task, and the rest that begins with the duty of another."""
    for start, _ in clause_spans(task)[1:]:
        following = _duty_in(task[start:], heading)
        if following and following.start() == 0:
            return task[:start], task[start:]
    return task, ""


def _rules() -> Any:
    return load_rules("obligations")
