"""What a sentence of a known kind names: its awards, bodies, members, leaders, theme, launcher.

The kind is learned (`kinds.py`), so that these patterns need not tell a duty from a report.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import regex

from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import marker_length
from knowledge.language import clause_spans, gazetteer, one_line, table_cells

#: What else than a number or a dash may stand before a clause's first word: "a)", "1.2.", "Điều 3.".
OTHER_MARKER = regex.compile(r"(?:\s*(?:Điều \d+\.|\d{1,2}(?:\.\d{1,2})+\.?|[a-zđ]\)|\(|\|)\s*)?")
MEMBER_SEPARATOR = regex.compile(r",\s*(?:và\s+)?|;\s*")
AND = regex.compile(r"\s+và\s+(?=\p{L})")
COMMA = regex.compile(r",\s")
#: A name of two words at least, or one with a figure in it ("10A1 đến 10A10").
NAME = regex.compile(r"\p{Lu}[\p{L}.]*\s+\S|.*\d")


@dataclass(frozen=True)
class Span:
    """A name cut out of a sentence, at `start`..`end` of it.

    `role` is that of a leader or launcher, `person` a launcher who is one, `group` what a member is of.
    """

    name: str
    start: int
    end: int
    role: str | None = None
    person: str | None = None
    group: str | None = None


def find_honours(text: str) -> Iterator[Span]:
    """Yield each award of a sentence, with who confers it where that stands behind its name."""
    rules, found = _rules("honours"), []
    for match in _pattern(rules["name"]).finditer(text):
        found.append(match.span())
        yield _span(match[0], *match.span())
    for match in _pattern(rules["quoted"]).finditer(text):
        if not any(start < match.end() and match.start("name") < end for start, end in found):
            yield _span(match["name"], match.start("name"), match.end("name"))


def find_bodies(text: str) -> Iterator[Span]:
    """Yield who has a task in each clause of a sentence, or in a row of a table."""
    rules = _rules("bodies")
    if text.lstrip().startswith("|"):
        row = _pattern(rules["row"])
        cells = (cell for cell in table_cells(text) if row.match(cell))
        yield from (_span(cell, 0, len(text)) for cell in list(cells)[:1])
        return
    opens, name = _pattern(rules["opens"]), _pattern(rules["name"])
    for start, end in clause_spans(text):
        clause = text[start:end]
        skipped = marker_length(clause) or OTHER_MARKER.match(clause).end()
        skipped += opens.match(clause[skipped:]).end()
        match = name.match(clause, skipped)
        if match and not _pattern(rules["idle_end"]).search(match["body"]):
            yield _span(match["body"], start, end)


def find_members(text: str) -> Iterator[Span]:
    """Yield the members that a sentence or a line lists."""
    groups = {name: group for group, listed in _member_lists(text) for name in _names(listed)}
    for name, group in groups.items():
        yield replace(_span(name, 0, len(text)), group=group)


def _member_lists(text: str) -> list[tuple[str | None, str]]:
    """Return the lists in brackets, else those behind a colon or "cùng", else the line itself.

    Each comes behind the name of its group, where that is told.
    """
    rules = _rules("members")
    for kinds in (("bracketed",), ("listed", "together"), ("line",)):
        matches = [m for kind in kinds for m in _pattern(rules[kind]).finditer(text)]
        lists = [(m.groupdict().get("group"), m["list"]) for m in matches]
        if lists:
            return lists
    return []


def _names(listed: str) -> list[str]:
    """Return the names of a list, without what announces it: "các huyện: Mỹ Đức, Ứng Hòa"."""
    parts = [one for part in MEMBER_SEPARATOR.split(listed) for one in _split_at_and(part)]
    names: list[str] = [one_line(part.rpartition(":")[2]).strip(" .-–") for part in parts]
    idle = _pattern(_rules("members")["idle"])
    return [name for name in names if NAME.match(name) and not idle.match(name)]


def _split_at_and(text: str) -> list[str]:
    """Return two bodies or two places apart; "Sở Giáo dục và Đào tạo" is one."""
    office = _pattern("{office}\\b")
    parts: list[str] = AND.split(text)
    found = parts[:1]
    for part in parts[1:]:
        if office.match(parts[0].strip()) and not office.match(part):
            found[-1] += f" và {part}"
        else:
            found.append(part)
    return found


def find_leaders(text: str) -> Iterator[Span]:
    """Yield each holder of a post of a group: a body or a person."""
    rules = _rules("leaders")
    if not _pattern("{post}").search(text):
        return
    for start, end in clause_spans(text):
        for first, last in _parts(text, start, end):
            clause = text[first:last]
            match = _pattern(rules["post_first"]).search(clause)
            match = match or _pattern(rules["name_first"]).search(clause)
            for name in _split_at_and(match["name"]) if match else ():
                if holder := _holder(name):
                    yield _span(holder, first, last, one_line(match["role"]))


def _holder(name: str) -> str | None:
    """Return the body or person that a name is of, None where it says something else."""
    rules = _rules("leaders")
    name = one_line(_pattern(rules["asked"]).sub("", name)).strip(" -–")
    is_holder = _pattern(rules["holder"]).match(name) and not _pattern(rules["other"]).search(name)
    return _pattern(rules["named"]).sub("", name) if is_holder else None


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a clause between commas where each has a post, else the whole clause."""
    commas = [start + comma.start() for comma in COMMA.finditer(text[start:end])]
    parts = list(itertools.pairwise([start, *commas, end]))
    has_posts = all(_pattern("{post}").search(text[first:last]) for first, last in parts)
    return parts if has_posts else [(start, end)]


def find_venue(text: str) -> str | None:
    """Return where an event takes place."""
    match = _pattern(load_rules("statements")["venue"]).search(text)
    return one_line(match["venue"]).strip(" ,") if match else None


def is_begin(column: str) -> bool:
    """Whether a column's name says that its days begin something, and end nothing."""
    return bool(_pattern(load_rules("statements")["begins"]).search(column))


def find_theme(text: str, is_alone: bool) -> Span | None:
    """Return the theme that a sentence tells; one that `is_alone` on its line needs no mark."""
    rules = _rules("theme")
    kinds = ("quoted", "behind_colon", *(("line",) if is_alone else ()))
    for kind in kinds:
        if match := _pattern(rules[kind]).search(text):
            return _span(match["name"].strip(), match.start("name"), match.end("name"))
    return None


def find_launcher(text: str) -> Span | None:
    """Return who launches: a person with the role, else a body or the holder of a post."""
    rules = _rules("launchers")
    match = _pattern(rules["person"]).search(text)
    if match and _is_launcher(match["person"], match["gap"]):
        named = _pattern(rules["role"]).match(match["gap"])
        role = named["role"] if named else None
        return Span(match["person"], match.start(), match.end(), role, match["person"])
    match = _pattern(rules["body"]).search(text)
    if match and not _pattern(rules["other"]).search(match["role"]):
        return _span(match["role"], match.start(), match.end(), one_line(match["role"]))
    return None


def _is_launcher(person: str, gap: str) -> bool:
    """Whether a person launches, by the words between the name and the verb."""
    is_place = gazetteer().place_named(person) is not None
    return not is_place and not _pattern(_rules("launchers")["other"]).search(gap)


def _span(name: str, start: int, end: int, role: str | None = None) -> Span:
    return Span(one_line(name).strip(" ,-–"), start, end, role)


def _rules(name: str) -> Any:
    return load_rules("statements")[name]


def _pattern(pattern: str) -> regex.Pattern[str]:
    return compile_pattern(pattern, "statements")
