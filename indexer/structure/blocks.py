"""The structure of a text: blocks with their headings, the provision each belongs to, and what is not text at all.

A block is one line: a heading, a paragraph, a list item, a table row or boilerplate. Campaign texts count their
parts "Một là, … Hai là, …", "Thứ nhất, …" or "1. … 1.1. … a) …" under headings "I. …", and may end in annexes; a
paragraph without a count belongs to the part above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import regex

from indexer.rules import compile_pattern, load_rules
from knowledge.model import PassageKind
from knowledge.text import NUMBER_WORDS, fold

DRESS = " *_#|\\\t"
#: "Thứ nhất" is its own word; the other ordinals are the numbers.
ORDINALS = {**NUMBER_WORDS, "nhat": 1}
SPOKEN = regex.compile(
    rf"\s*(?:({'|'.join(NUMBER_WORDS)}) la\b\s*[,:]?\s*|thu ({'|'.join(ORDINALS)})(?: la\b)?\s*[,:]\s*+(?!\d|ngay ))"
)
NUMBERED = regex.compile(r"\s*(\d{1,2})\s*[.)]\s+(?=\D)")
SUBNUMBERED = regex.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.)]?\s+(?=\p{L})")
POINT = regex.compile(r"\s*([a-zđ])\)\s+")
#: Headings of plans: an annex or a part stands alone or is short, a Roman number has a title behind it.
ANNEX = regex.compile(r"(?i:phụ lục)(?: số)?(?: (?:[IVXLC]+|\d{1,2}[A-Z]?))?\s*[.:]?")
PART = regex.compile(r"(?:Phần|PHẦN) (?:(?i:thứ) \p{L}+|[IVX]+|\d{1,2})\b[^;]{0,120}")
ROMAN = regex.compile(r"(?P<roman>[IVX]{1,5})\s*[.)/-]\s+\p{Lu}[^;]{2,150}(?<![.;,])")
PART_LEVEL, ROMAN_LEVEL = 2, 3
HEADING = regex.compile(r"(#{1,6})\s+(.*)")
ITEM = regex.compile(r"\s*[-*+•–]\s+")
ROW = regex.compile(r"\s*\|.*\|\s*$")
#: A paragraph that begins so speaks of the occasion again, not of the part above it.
CLOSING = regex.compile(
    r"(Đồng chí |Ông |Bà )?(Chủ tịch|Phó Chủ tịch|Bí thư) |Tại (hội nghị|buổi lễ)|Dịp này|Thủ trưởng các |"
    r"(?:Chỉ thị|Kế hoạch|Quyết định|Thông báo|Hướng dẫn) này |(?:TM|KT|TL|TUQ)\. |(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|TRƯỞNG BAN|BỘ TRƯỞNG)\b"
)
DISTRIBUTION = regex.compile(r"(?i:nơi nhận)\s*:")
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
def _boilerplate(group: str) -> tuple[regex.Pattern[str], ...]:
    return tuple(compile_pattern(rule["pattern"]) for rule in load_rules("boilerplate")[group])


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
            headings.append((block.level, block.words.strip(DRESS)))


def _block(start: int, end: int, line: str) -> Block:
    if match := HEADING.match(line):
        return Block(start, end, start + match.start(2), "heading", line, level=len(match[1]))
    if ROW.match(line):
        kind: PassageKind = "boilerplate" if ROW_RULE.match(line) else "row"
        return Block(start, end, start, kind, line)
    dressed = len(line) - len(line.lstrip(DRESS))
    if level := _heading_level(line.strip(DRESS)):
        return Block(start, end, start + dressed, "heading", line, level=level)
    if match := ITEM.match(line):
        return Block(start, end, start + match.end(), "item", line)
    return _counted(start, end, line) or Block(start, end, start, "paragraph", line)


def _heading_level(bare: str) -> int:
    """Give the level of a plan's own heading, 0 for a line that is none."""
    if ANNEX.fullmatch(bare) or PART.fullmatch(bare):
        return PART_LEVEL
    return ROMAN_LEVEL if ROMAN.fullmatch(bare) else 0


def _counted(start: int, end: int, line: str) -> Block | None:
    """Give a block that begins with a count, labelled by it; only whole parts open one."""
    if match := SPOKEN.match(fold(line)):
        label = line[: match.end()].strip(" ,:")
        part = NUMBER_WORDS[match[1]] if match[1] else ORDINALS[match[2]]
        return Block(
            start, end, start + match.end(), "item", line, label=label, part=part, opens_part=True
        )
    if match := SUBNUMBERED.match(line):
        part = int(match[1].split(".")[0])
        return Block(
            start, end, start + match.end(), "item", line, label=f"mục {match[1]}", part=part
        )
    if match := NUMBERED.match(line):
        number = int(match[1])
        return Block(
            start,
            end,
            start + match.end(),
            "item",
            line,
            label=f"mục {number}",
            part=number,
            opens_part=True,
        )
    if match := POINT.match(line):
        return Block(start, end, start + match.end(), "item", line, label=f"điểm {match[1]}")
    return None


def _with_parts(lines: Iterator[Block]) -> Iterator[Block]:
    """Hand each part's label on to the lines below it, until a heading or the next part.

    A point is named after its part, and all after the section they stand in: "mục 2.1 điểm a phần II".
    """
    current: Block | None = None
    above: Block | None = None
    section, distribution, closed = "", False, False
    for block in lines:
        distribution = _is_distribution(block, distribution)
        if block.kind == "boilerplate" or distribution:
            yield replace(block, kind="boilerplate", label="", part=None, opens_part=False)
            continue
        if block.label.startswith("điểm "):
            label = f"{above.label} {block.label}" if above else block.label
            block = current = replace(block, label=label, part=above.part if above else None)
        elif block.label:
            current = above = block
        elif block.kind == "heading":
            current, above, section, closed = None, None, _section(block), False
        elif CLOSING.match(block.text):
            # What follows the last section, the signature among it, is no part of it.
            closed = closed or bool(section)
            current, above, section = None, None, ""
        elif current:
            block = replace(block, label=current.label, part=current.part)
        if block.kind != "heading":
            label = f"{block.label} {section}".strip()
            block = replace(block, label=label, heading="" if closed else block.heading)
        yield block


def _section(heading: Block) -> str:
    """Give what a section is called when a place in it is named: "phần II", "Phụ lục I"; other headings tell their names."""
    if match := ROMAN.fullmatch(heading.plain):
        return f"phần {match['roman']}"
    if PART.fullmatch(heading.plain):
        return "phần " + " ".join(heading.plain.rstrip(".:").split()[1:3]).lower()
    return heading.plain.rstrip(".: ") if ANNEX.fullmatch(heading.plain) else ""


def _is_distribution(block: Block, within: bool) -> bool:
    """Tell whether a line belongs to the list of those who get a copy, which is no text of the document."""
    return bool(DISTRIBUTION.match(block.plain)) or (
        within and block.kind == "item" and not block.label
    )
