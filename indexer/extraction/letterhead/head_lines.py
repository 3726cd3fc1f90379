"""The lines of a letterhead, its columns apart: bodies, number, place and day, kind and subject.

Decree 30/2020/NĐ-CP sets two columns side by side; a text layer or an OCR run them together:
"ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from indexer.extraction.parameters import LETTERHEAD_BLOCKS
from indexer.structure.blocks import Block
from knowledge.language import dates_in, document_numbers_in, fold, one_line

#: The country's, the party's and the youth union's name with the motto, without marks: they stand
#: beside the body's name.
NATIONAL = regex.compile(
    r"cong\s*hoa\s*xa\s*ho\w\s*chu\s*nghia\s*v\wet\s*nam|doc\s*\wap\s*[-–]?\s*tu\s*do\s*[-–]?\s*hanh\s*phuc"
    r"|dang\s*cong\s*san\s*viet\s*nam|doan\s*tncs\s*ho\s*chi\s*minh"
)
#: "Quan Sơn, ngày 06 tháng 01 năm 2020"; an OCR reads "5năm", "202l".
PLACE_AND_DAY = regex.compile(
    r"(?P<place>(?:TP\.? ?)?\p{Lu}['’]?\p{Ll}[\p{L}'’]{0,15}"
    r"(?:\s+\p{Lu}['’]?\p{Ll}[\p{L}'’]{0,15}){0,4}),\s*"
    r"ngày\s*(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>[12][\dlIOo]{3})\b"
)
#: Digits that an OCR takes for letters.
MISREAD = str.maketrans("lIOo", "1100")
NUMBER = regex.compile(r"^\W*(?:S[ốôo]|SỐ|s[ốôo](?=\s*:))\s*[:.]?\s*(?P<number>\d.*)$")
CHAPTER = regex.compile(r"(?i)(?:chương|phần|mục) (?:[IVX]+|\d+|thứ \p{L}+)\b")
#: Where a number begins in a line: "HUYỆN LỤC NAM Số: 07/CT-UBND".
NUMBER_BEGINS = regex.compile(r"(?<=\p{L}\s)(?=S[ốô]\s*:|(?:Công văn|Kế hoạch|Chỉ thị) số \d)")
COLUMNS = regex.compile(r"[|\t]")
RULE = regex.compile(r"[\s*_.–—-]*")


@dataclass(frozen=True)
class HeadLine:
    """A line of one column, and the block that it stands in."""

    text: str
    block: Block

    @property
    def day(self) -> date | None:
        """The day that stands behind a place, None where it names none or one that is none."""
        if not (match := PLACE_AND_DAY.search(self.text)):
            return None
        found = dates_in(f"{match['day']}/{match['month']}/{match['year'].translate(MISREAD)}")
        return found[0].day if found else None

    @property
    def number(self) -> str | None:
        """The document's own number, None where it names none."""
        if not (match := NUMBER.match(self.text)):
            return None
        text = regex.sub(r"\s*([/-])\s*", r"\1", match["number"])
        numbers = document_numbers_in(text.upper() if text.islower() else text)
        return numbers[0] if numbers else None

    @property
    def is_body(self) -> bool:
        """Whether it may be part of a body's name."""
        return not (NUMBER.match(self.text) or PLACE_AND_DAY.search(self.text))


def head_lines(blocks: Sequence[Block]) -> list[HeadLine]:
    """Return the lines of the letterhead with kind and subject, each column by itself.

    A letterhead below the first one's text is that of a form or of another text.
    """
    return [HeadLine(text, block) for block in _head(blocks) for text in _columns(block)]


def _head(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of the letterhead's zones; the first ones of a text without such a zone."""
    first = next((i for i, block in enumerate(blocks) if block.zone == "letterhead"), None)
    if first is None:
        return [block for block in blocks[:LETTERHEAD_BLOCKS] if block.kind != "boilerplate"]
    texts = [block.zone in ("body", "list", "table") for block in blocks]
    pairs = zip(texts, texts[1:], strict=False)
    chapters = [bool(CHAPTER.match(block.plain_text)) for block in blocks]
    begun = (i for i, pair in enumerate(pairs) if i > first and (all(pair) or chapters[i]))
    return [b for b in blocks[: next(begun, len(blocks))] if b.zone in ("letterhead", "title")]


def _columns(block: Block) -> Iterator[str]:
    for column in COLUMNS.split(block.plain_text):
        for part in _without_national(one_line(column)):
            yield from _with_day_apart(part)


def _without_national(text: str) -> Iterator[str]:
    """Yield what stands around the country's name and the motto."""
    folded, start = fold(text), 0
    spans = (
        [match.span() for match in NATIONAL.finditer(folded)] if len(folded) == len(text) else []
    )
    for first, last in [*spans, (len(text), len(text))]:
        part = one_line(text[start:first]).strip()
        if part and not RULE.fullmatch(part):
            yield part
        start = last


def _with_day_apart(text: str) -> Iterator[str]:
    """Yield a number behind a body's name, and the place and day behind it, each by itself."""
    for part in NUMBER_BEGINS.split(text):
        match = PLACE_AND_DAY.search(part)
        if match and (before := part[: match.start()].strip()):
            yield before
            yield part[match.start() :]
        elif part.strip():
            yield part.strip()
