"""Legal texts: chapters, sections, articles (Điều), clauses (khoản) and points (điểm), and what such a text says of itself.

The parts are those of Decree 78/2025/NĐ-CP on drafting legal texts: phần, chương, mục, điều, khoản, điểm. Copies on the
web carry marks of their own ("**Điều 1. …**", a stray "## 1. …"); they are stepped over, never removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import regex

from indexer.extraction.letterhead import kind_and_subject, titled
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import ANNEX, DRESS, Block
from knowledge.citations import dates_in, numbers_in
from knowledge.model import PassageKind

CHAPTER = regex.compile(r"(?:Chương|CHƯƠNG|Phần|PHẦN)\s+(?:[IVXLC]+|\d+|thứ \w+)\b(?P<rest>.*)")
SECTION = regex.compile(r"(?:Mục|MỤC)\s+\d+\b(?P<rest>.*)")
ARTICLE = regex.compile(r"Điều\s+(?P<number>\d{1,3}[a-zđ]?)\s*[.:]\s*(?P<rest>.*)")
CLAUSE = regex.compile(r"(?P<number>\d{1,2}[a-zđ]?)\.\s+(?=\D)")
POINT = regex.compile(r"(?P<letter>[a-zđ]\d?)\)\s+")
#: Levels of headings, the title of a chapter below its number.
ANNEX_LEVEL, CHAPTER_LEVEL, SECTION_LEVEL, TITLE_STEP, ARTICLE_LEVEL = 1, 2, 4, 1, 6
#: So many articles, counted from 1 on, make a text a legal one.
FEWEST_ARTICLES = 3
LEAD, LONGEST_AUTHORITY = 4000, 80


def is_legal(found: list[Block]) -> bool:
    """Tell whether a text counts articles from 1 on."""
    numbers = [match["number"] for block in found if (match := ARTICLE.match(block.plain))]
    return numbers[:FEWEST_ARTICLES] == [str(number) for number in range(1, FEWEST_ARTICLES + 1)]


def provisions(found: list[Block]) -> list[Block]:
    """Give the same lines with their headings and the provision each belongs to: "Điều 50 khoản 1 điểm c"."""
    return _between_points(list(_labelled(found)))


def _between_points(found: list[Block]) -> list[Block]:
    """A paragraph between two points of a clause belongs to the first; after the last point it is the clause's again."""
    given = list(found)
    behind = ""
    for place in range(len(given) - 1, -1, -1):
        block = given[place]
        if block.kind == "paragraph" and block.label and behind.startswith(f"{block.label} điểm"):
            before = next(other for other in reversed(given[:place]) if other.kind != "paragraph")
            if before.label.startswith(f"{block.label} điểm"):
                given[place] = replace(block, label=before.label, heading=before.heading)
        elif block.kind != "boilerplate":
            behind = block.label
    return given


def _labelled(found: list[Block]) -> Iterator[Block]:
    headings: list[tuple[int, str]] = []
    article = clause = point = intro = annex = ""
    for block in found:
        if block.kind == "boilerplate":
            yield block
            continue
        bare = block.plain
        above = headings[-1][0] if headings else 0
        if block.kind != "row" and (level := _level(bare, above)):
            if level == above and level in (CHAPTER_LEVEL + TITLE_STEP, SECTION_LEVEL + TITLE_STEP):
                # A title that goes on for lines is one heading.
                bare = f"{headings[-1][1]} {bare}"
            headings = [(other, name) for other, name in headings if other < level]
            match = ARTICLE.match(bare)
            article, clause, point, intro = (f"Điều {match['number']}" if match else ""), "", "", ""
            annex = bare if level == ANNEX_LEVEL else "" if level < ARTICLE_LEVEL else annex
            path = _path(headings)
            headings.append((level, bare))
            yield replace(
                _opened(block, 0),
                kind="heading",
                level=level,
                heading=path,
                label=article,
                part=None,
            )
            continue
        if article and (match := CLAUSE.match(bare)):
            clause, point, intro = (
                f" khoản {match['number']}",
                "",
                bare if bare.endswith(":") else "",
            )
            yield _provision(block, match.end(), _path(headings), article + clause)
        elif article and (match := POINT.match(bare)):
            point = f" điểm {match['letter']}"
            yield _provision(block, match.end(), _path(headings, intro), article + clause + point)
        elif article:
            # A paragraph after the points belongs to their clause again.
            yield _plain(block, _path(headings), article + clause)
        else:
            yield _plain(block, _path(headings), annex.strip(" .:"))


def _plain(block: Block, heading: str, label: str) -> Block:
    """Give a line that is neither heading nor provision; the row of a table stays one."""
    kind: PassageKind = "row" if block.kind == "row" else "paragraph"
    return replace(
        block, kind=kind, heading=heading, label=label, part=None, level=0, opens_part=False
    )


def _level(bare: str, above: int) -> int:
    """Give the level of a heading, 0 for a line that is none; between a chapter or section and its articles stands its title."""
    if ANNEX.fullmatch(bare):
        return ANNEX_LEVEL
    if CHAPTER.fullmatch(bare):
        return CHAPTER_LEVEL
    if SECTION.fullmatch(bare):
        return SECTION_LEVEL
    if ARTICLE.match(bare):
        return ARTICLE_LEVEL
    if above in (CHAPTER_LEVEL, SECTION_LEVEL):
        return above + TITLE_STEP
    return above if above in (CHAPTER_LEVEL + TITLE_STEP, SECTION_LEVEL + TITLE_STEP) else 0


def _path(headings: list[tuple[int, str]], intro: str = "") -> str:
    return " › ".join([*(name for _, name in headings), *([intro] if intro else [])])


def _opened(block: Block, skip: int) -> Block:
    """Let the words of a line begin behind its dress and its count."""
    dressed = len(block.text) - len(block.text.lstrip(DRESS))
    return replace(block, body=block.start + dressed + skip)


def _provision(block: Block, skip: int, heading: str, label: str) -> Block:
    return replace(
        _opened(block, skip),
        kind="item",
        heading=heading,
        label=label,
        level=0,
        part=None,
        opens_part=True,
    )


def stated(text: str, found: list[Block]) -> dict[str, Any]:
    """Give what a legal text says of itself, and the first and last day in force.

    This is what a copy without a full letterhead still tells: its first number, its first day, the body in its first line.
    """
    lead = text[:LEAD]
    numbers = numbers_in(lead)
    kind, subject = kind_and_subject([block.plain for block in found])
    issued = _day(lead)
    return {
        "kind": kind, "title": titled(kind, subject) if kind else found[0].plain, "place": None, "years": (),
        "number": numbers[0] if numbers else None, "issued": issued, "authority": _authority(found),
        **in_force(found, issued),
    }  # fmt: skip


def _authority(found: list[Block]) -> str | None:
    """Give the body in the first line, as an office writes it above the country's name."""
    first = found[0].plain
    return first if len(first) < LONGEST_AUTHORITY and not ARTICLE.match(first) else None


def in_force(found: list[Block], issued: date | None) -> dict[str, date | None]:
    """Give the first day in force and the first day no longer, as the closing lines say them of "this" text.

    "Kể từ ngày ký" is the day of issue.
    """
    rules = load_rules("legal_metadata")
    start = end = None
    for block in found:
        if not start and (
            match := compile_pattern(rules["in_force"]["pattern"]).search(block.text)
        ):
            start = _day(match["day"]) if match["day"] else issued
        if not end and (match := compile_pattern(rules["ended"]["pattern"]).search(block.text)):
            end = _day(match["day"])
    return {"effective_from": start, "effective_to": end}


def _day(said: str) -> date | None:
    return next((found.day for found in dates_in(said)), None)
