"""The structure of a text: blocks with their headings, the provision each belongs to, and what is not text at all.

A block is one line: a heading, a paragraph, a list item, a table row or boilerplate. Campaign texts count their
parts "Một là, … Hai là, …" or "1. … 2. …"; a paragraph without a count belongs to the part above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import regex
import yaml

from knowledge.model import PassageKind
from knowledge.text import NUMBER_WORDS, fold

DRESS = " *_#|\\\t"
RULES = Path(__file__).parent / "rules"
SPOKEN = regex.compile(rf"\s*({'|'.join(NUMBER_WORDS)}) la\b\s*[,:]?\s*")
NUMBERED = regex.compile(r"\s*(\d{1,2})\s*[.)]\s+(?=\D)")
HEADING = regex.compile(r"(#{1,6})\s+(.*)")
ITEM = regex.compile(r"\s*[-*+•–]\s+")
ROW = regex.compile(r"\s*\|.*\|\s*$")
#: A paragraph that begins so speaks of the occasion again, not of the part above it.
CLOSING = regex.compile(r"(Đồng chí |Ông |Bà )?(Chủ tịch|Phó Chủ tịch|Bí thư) |Tại (hội nghị|buổi lễ)|Thủ trưởng các ")
ROW_RULE = regex.compile(r"[\s|:-]+$")


@dataclass(frozen=True)
class Block:
    """One line of a text: `start`..`end` is the whole of it, `body` where its words begin (after "2." or "-")."""

    start: int
    end: int
    body: int
    kind: PassageKind
    text: str
    heading: str = ""
    level: int = 0
    label: str = ""
    part: int | None = None
    opens_part: bool = False

    @property
    def plain(self) -> str:
        """The line without the marks that web copies dress it in: "**Điều 1. …**"."""
        return self.text.strip(DRESS)

    @property
    def words(self) -> str:
        """The line without its count or dash."""
        return self.text[self.body - self.start :]


@cache
def load_rules(name: str) -> Any:
    """Read one file of `indexer/rules`."""
    return yaml.safe_load((RULES / name).read_text(encoding="utf-8"))


@cache
def _boilerplate(group: str) -> tuple[regex.Pattern[str], ...]:
    return tuple(regex.compile(rule["pattern"]) for rule in load_rules("boilerplate.yaml")[group])


def is_boilerplate(line: str, group: str = "line") -> bool:
    """Tell whether a whole line is a menu, a counter, a byline…; group `tail`: whether the text ends before it."""
    return any(pattern.fullmatch(line.strip()) for pattern in _boilerplate(group))


def blocks(text: str) -> list[Block]:
    """Give the blocks of a text in order."""
    return list(_with_parts(_lines(text)))


def _lines(text: str) -> Iterator[Block]:
    headings: list[tuple[int, str]] = []
    ended = False
    position = 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        stripped = line.strip()
        if not stripped:
            continue
        ended = ended or is_boilerplate(line, "tail")
        begin = start + len(line) - len(line.lstrip())
        block = _block(begin, start + len(line.rstrip()), stripped)
        if ended or is_boilerplate(line):
            block = replace(block, kind="boilerplate")
        if block.kind == "heading":
            headings = [(level, name) for level, name in headings if level < block.level]
        yield replace(block, heading=" › ".join(name for _, name in headings))
        if block.kind == "heading":
            headings.append((block.level, block.words))


def _block(start: int, end: int, line: str) -> Block:
    if match := HEADING.match(line):
        return Block(start, end, start + match.start(2), "heading", line, level=len(match[1]))
    if ROW.match(line):
        kind: PassageKind = "boilerplate" if ROW_RULE.match(line) else "row"
        return Block(start, end, start, kind, line)
    if match := ITEM.match(line):
        return Block(start, end, start + match.end(), "item", line)
    if match := SPOKEN.match(fold(line)):
        label = line[: match.end()].strip(" ,:")
        return Block(
            start, end, start + match.end(), "item", line, label=label, part=NUMBER_WORDS[match[1]], opens_part=True
        )
    if match := NUMBERED.match(line):
        number = int(match[1])
        return Block(start, end, start + match.end(), "item", line, label=f"mục {number}", part=number, opens_part=True)
    return Block(start, end, start, "paragraph", line)


def _with_parts(lines: Iterator[Block]) -> Iterator[Block]:
    """Hand each part's label on to the paragraphs below it, until a heading or the next part."""
    current: Block | None = None
    for block in lines:
        if block.opens_part:
            current = block
        elif block.kind == "heading" or CLOSING.match(block.text):
            current = None
        elif current and block.kind != "boilerplate":
            block = replace(block, label=current.label, part=current.part)
        yield block
