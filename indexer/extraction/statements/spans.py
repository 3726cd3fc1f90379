"""What a sentence of a known kind names: its awards, bodies, members, leaders, theme, launcher.

The kind is learned (`kinds.py`), so that these patterns need not tell a duty from a report.
"""

from __future__ import annotations

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
    for match in rule_pattern(rules["name"]).finditer(text):
        found.append(match.span())
        yield _span(match[0], *match.span())
    for match in rule_pattern(rules["quoted"]).finditer(text):
        if not any(start < match.end() and match.start("name") < end for start, end in found):
            yield _span(match["name"], match.start("name"), match.end("name"))


def find_bodies(text: str) -> Iterator[Span]:
    """Yield who has a task in each clause of a sentence, or in a row of a table."""
    rules = _rules("bodies")
    if text.lstrip().startswith("|"):
        row = rule_pattern(rules["row"])
        cells = (cell for cell in table_cells(text) if row.match(cell))
        yield from (_span(cell, 0, len(text)) for cell in list(cells)[:1])
        return
    opens, name = rule_pattern(rules["opens"]), rule_pattern(rules["name"])
    for start, end in clause_spans(text):
        clause = text[start:end]
        skipped = marker_length(clause) or OTHER_MARKER.match(clause).end()
        skipped += opens.match(clause[skipped:]).end()
        match = name.match(clause, skipped) or rule_pattern(rules["name_alone"]).match(
            clause, skipped
        )
        if match and not rule_pattern(rules["idle_end"]).search(match["body"]):
            yield _span(match["body"], start, end)


def find_members(text: str) -> Iterator[Span]:
    """Yield the members that a sentence or a line lists."""
    groups = {name: group for group, listed in _member_lists(text) for name in _names(listed)}
    for name, group in groups.items():
        yield replace(_span(name, 0, len(text)), group=group)


def _member_lists(text: str) -> list[tuple[str | None, str]]:
    """Return the lists in brackets, else those behind a colon or "cùng", else the line itself.

    Each comes behind the name of its group, where that is told. What a bracket adds to one name
    ("(Cụm trưởng)", "(212 hội viên)") is left out.
    """
    rules = _rules("members")
    text = rule_pattern(rules["aside"]).sub("", text)
    for kinds in (("bracketed",), ("listed", "together"), ("line",)):
        matches = [m for kind in kinds for m in rule_pattern(rules[kind]).finditer(text)]
        lists = [(m.groupdict().get("group"), m["list"]) for m in matches]
        if lists:
            return lists
    return []


def _names(listed: str) -> list[str]:
    """Return the names of a list, without what announces it: "các huyện: Mỹ Đức, Ứng Hòa"."""
    rules = _rules("members")
    parts = [one for part in MEMBER_SEPARATOR.split(listed) for one in split_at_and(part)]
    opened = (rule_pattern(rules["opening"]).sub("", part.rpartition(":")[2]) for part in parts)
    names: list[str] = [one_line(part).strip(" .-–") for part in opened]
    name, idle = rule_pattern(rules["name"]), rule_pattern(rules["idle"])
    return [one for one in names if name.match(one) and not idle.match(one)]


def split_at_and(text: str) -> list[str]:
    """Return two bodies or two places apart; "Sở Giáo dục và Đào tạo" is one."""
    office = rule_pattern("{office}\\b")
    parts: list[str] = AND.split(text)
    found = parts[:1]
    for part in parts[1:]:
        if office.match(parts[0].strip()) and not office.match(part):
            found[-1] += f" và {part}"
        else:
            found.append(part)
    return found


def find_venue(text: str) -> str | None:
    """Return where an event takes place."""
    match = rule_pattern(load_rules("statements")["venue"]).search(text)
    return one_line(match["venue"]).strip(" ,") if match else None


def is_begin(column: str) -> bool:
    """Whether a column's name says that its days begin something, and end nothing."""
    return bool(rule_pattern(load_rules("statements")["begins"]).search(column))


def find_theme(text: str, is_alone: bool) -> Span | None:
    """Return the theme that a sentence tells; one that `is_alone` on its line needs no mark."""
    rules = _rules("theme")
    kinds = ("quoted", "behind_colon", *(("line",) if is_alone else ()))
    for kind in kinds:
        if match := rule_pattern(rules[kind]).search(text):
            return _span(match["name"].strip(), match.start("name"), match.end("name"))
    return None


def find_launcher(text: str) -> Span | None:
    """Return who launches: a person with the role, else a body or the holder of a post."""
    rules = _rules("launchers")
    match = rule_pattern(rules["person"]).search(text)
    if match and _is_launcher(match["person"], match["gap"]):
        named = rule_pattern(rules["role"]).match(match["gap"])
        role = named["role"] if named else None
        return Span(match["person"], match.start(), match.end(), role, match["person"])
    match = rule_pattern(rules["body"]).search(text)
    if match and not rule_pattern(rules["other"]).search(match["role"]):
        return _span(match["role"], match.start(), match.end(), one_line(match["role"]))
    return None


def _is_launcher(person: str, gap: str) -> bool:
    """Whether a person launches, by the words between the name and the verb."""
    rules = _rules("launchers")
    is_place = gazetteer().place_named(person) is not None
    without_text = rule_pattern(rules["signed"]).sub(" ", gap)
    return not is_place and not rule_pattern(rules["other"]).search(without_text)


def _span(name: str, start: int, end: int, role: str | None = None) -> Span:
    return Span(one_line(name).strip(" ,-–"), start, end, role)


def _rules(name: str) -> Any:
    return load_rules("statements")[name]


def rule_pattern(pattern: str) -> regex.Pattern[str]:
    """Return a pattern of the rules of statements, compiled once, with its pieces."""
    return compile_pattern(pattern, "statements")
