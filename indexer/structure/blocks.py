"""A block is one line of a text: a heading, a paragraph, a list item, a table row or boilerplate.

Campaign texts number their parts "Một là, … Hai là, …", "Thứ nhất, …" or "1. … 1.1. … a) …" under
headings "I. …", and may end in annexes.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from indexer.structure.zones import Zone
from knowledge.language import NUMBER_WORDS, fold
from knowledge.model import PassageKind

#: What web copies put around a line: "**Điều 1. …**".
MARKUP = " *_#|\\\t"
#: "Thứ nhất" is its own word; the other ordinals are the numbers.
ORDINALS = {**NUMBER_WORDS, "nhat": 1}
NUMBER_IN_WORDS = regex.compile(
    rf"\s*(?:({'|'.join(NUMBER_WORDS)}) la\b\s*[,:]?\s*"
    rf"|thu ({'|'.join(ORDINALS)})(?: la\b)?\s*[,:]\s*+(?!\d|ngay ))"
)
NUMBER = regex.compile(r"\s*(\d{1,2})\s*[.)]\s+(?=\D)")
SUBNUMBER = regex.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.)]?\s+(?=\p{L})")
POINT = regex.compile(r"\s*([a-zđ])\)\s+")
#: Headings of plans: an annex or a part stands alone or is short, a Roman number precedes a title.
ANNEX = regex.compile(r"(?i:phụ lục)(?: số)?(?: (?:[IVXLC]+|\d{1,2}[A-Z]?))?\s*[.:]?")
PART = regex.compile(r"(?:Phần|PHẦN) (?:(?i:thứ) \p{L}+|[IVX]+|\d{1,2})\b[^;]{0,120}")
ROMAN = regex.compile(r"(?P<roman>[IVX]{1,5})\s*[.)/-]\s+\p{Lu}[^;]{2,150}(?<![.;,])")
PART_LEVEL, ROMAN_LEVEL = 2, 3
MARKDOWN_HEADING = regex.compile(r"(#{1,6})\s+(.*)")
LIST_MARKER = regex.compile(r"\s*[-*+•–]\s+")
TABLE_ROW = regex.compile(r"\s*\|.*\|\s*$")
TABLE_RULE = regex.compile(r"[\s|:-]+$")


@dataclass(frozen=True)
class Block:
    """One line of a text, with what stands above it.

    `start`..`end` are its offsets in the text; `content_start` is the offset behind its number or
    list marker. `heading` joins the headings above it; `label` names the part that it belongs to
    ("mục 2", "Điều 5 khoản 1"), and `part` is that part's number where it has one. `zone` tells which
    part of its page it stands in.
    """

    start: int
    end: int
    content_start: int
    kind: PassageKind
    text: str
    heading: str = ""
    level: int = 0
    label: str = ""
    part: int | None = None
    opens_part: bool = False
    zone: Zone = "body"

    @property
    def plain_text(self) -> str:
        """The line without markup around it: "Điều 1. …" of "**Điều 1. …**"."""
        return self.text.strip(MARKUP)

    @property
    def content(self) -> str:
        """The line without its number or list marker."""
        return self.text[self.content_start - self.start :]


def marker_length(text: str) -> int:
    """Return the length of the number or list marker that a line begins with, 0 without one."""
    matches = (marker.match(text) for marker in (LIST_MARKER, NUMBER))
    return next((match.end() for match in matches if match), 0)


def without_marker(text: str) -> str:
    """Return a line without the number or list marker that it begins with."""
    return text[marker_length(text) :]


def parse_block(line: str, start: int) -> Block:
    """Return the block of a line without white space around it; `start` is its offset."""
    if match := MARKDOWN_HEADING.match(line):
        return _block(line, start, match.start(2), "heading", level=len(match[1]))
    if TABLE_ROW.match(line):
        return _block(line, start, 0, "boilerplate" if TABLE_RULE.match(line) else "row")
    if level := _heading_level(line.strip(MARKUP)):
        markup = len(line) - len(line.lstrip(MARKUP))
        return _block(line, start, markup, "heading", level=level)
    if match := LIST_MARKER.match(line):
        return _block(line, start, match.end(), "item")
    return _parse_numbered(line, start) or _block(line, start, 0, "paragraph")


def _block(
    line: str,
    start: int,
    skip: int,
    kind: PassageKind,
    *,
    level: int = 0,
    label: str = "",
    part: int | None = None,
    opens_part: bool = False,
) -> Block:
    """Return a block whose content begins `skip` characters behind its start."""
    end, content_start = start + len(line), start + skip
    return Block(start, end, content_start, kind, line, "", level, label, part, opens_part)


def _heading_level(line: str) -> int:
    """Return the level of a heading of a plan, 0 for a line that is none."""
    if ANNEX.fullmatch(line) or PART.fullmatch(line):
        return PART_LEVEL
    return ROMAN_LEVEL if ROMAN.fullmatch(line) else 0


def _parse_numbered(line: str, start: int) -> Block | None:
    """Return the block of a numbered line, labelled by its number; only whole parts open one."""
    if match := NUMBER_IN_WORDS.match(fold(line)):
        label = line[: match.end()].strip(" ,:")
        part = NUMBER_WORDS[match[1]] if match[1] else ORDINALS[match[2]]
        opens_part = True
    elif match := SUBNUMBER.match(line):
        label, part, opens_part = f"mục {match[1]}", int(match[1].split(".")[0]), False
    elif match := NUMBER.match(line):
        label, part, opens_part = f"mục {int(match[1])}", int(match[1]), True
    elif match := POINT.match(line):
        label, part, opens_part = f"điểm {match[1]}", None, False
    else:
        return None
    return _block(line, start, match.end(), "item", label=label, part=part, opens_part=opens_part)
