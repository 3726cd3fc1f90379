"""A text is cut into its blocks; each gets the headings above it and the label of its part.

A paragraph without a number belongs to the part above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import regex

from indexer.structure.blocks import ANNEX, MARKUP, PART, ROMAN, Block, parse_block
from indexer.structure.boilerplate import is_boilerplate
from indexer.structure.parameters import (
    MAX_PAGE_LINES,
    MIN_HEADLINE,
    MIN_HIDDEN,
    MIN_PAGE_LINES,
    MIN_TAIL,
    MIN_TITLE,
)
from indexer.structure.zones import ZONES, Zone, zone_probabilities
from knowledge.model import HEADING_SEPARATOR

#: A paragraph that begins so returns to the occasion or signs; it leaves the part above it.
CLOSING = regex.compile(
    r"(Đồng chí |Ông |Bà )?(Chủ tịch|Phó Chủ tịch|Bí thư) |Tại (hội nghị|buổi lễ)|Dịp này|"
    r"Thủ trưởng các |(?:Chỉ thị|Kế hoạch|Quyết định|Thông báo|Hướng dẫn) này |"
    r"(?:TM|KT|TL|TUQ)\. |(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|TRƯỞNG BAN|BỘ TRƯỞNG)\b"
)
#: The list of those who get a copy, at the end of an issued text.
DISTRIBUTION_LIST = regex.compile(r"(?i:nơi nhận)\s*:")
IS_TEXT = regex.compile(r"\W*(?:Điều|Chương|Mục|Khoản) [\dIVX]+\b|\p{Ll}")
#: A row without outer bars that holds no figure may hold a person.
PERSON_CELL = regex.compile(r"\| ?(?:Ông|Bà) ")
#: Zones that are no text of the document.
UNREAD: tuple[Zone, ...] = ("furniture", "caption")
POINT_LABEL = "điểm "


def segment_text(text: str) -> list[Block]:
    """Return the blocks of a text in order; blank lines make none."""
    labels = _PartLabels()
    return [labels.assign(block) for block in _read_blocks(text)]


def _read_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks with the headings above them; boilerplate has its own kind."""
    headings: list[Block] = []
    in_tail = False
    lines = list(_read_lines(text))
    for (line, start), (zone, unread) in zip(lines, _zones(lines), strict=True):
        block = replace(parse_block(line, start), zone=zone)
        in_tail = in_tail or is_boilerplate(line, "tail")
        # A menu may hold "Tin mới" above the text: what is plainly text ends the tail.
        is_tail = in_tail and unread >= MIN_TAIL
        is_byline = is_boilerplate(line) and zone != "signature"
        if is_tail or is_byline or (unread >= MIN_HIDDEN and _may_be_hidden(block)):
            block = replace(block, kind="boilerplate")
        if block.kind == "heading":
            headings = [heading for heading in headings if heading.level < block.level]
        titles = (heading.content.strip(MARKUP) for heading in headings)
        yield replace(block, heading=HEADING_SEPARATOR.join(titles))
        if block.kind == "heading":
            headings.append(block)


def _zones(lines: Sequence[tuple[str, int]]) -> list[tuple[Zone, float]]:
    """Return the zone of each line, and the probability that it is no text of the document.

    A short or a long text is no page with menus: of its lines nothing is known.
    """
    if not MIN_PAGE_LINES <= len(lines) <= MAX_PAGE_LINES:
        return [("body", MIN_TAIL)] * len(lines)
    texts = [line for line, _ in lines]
    shares = zone_probabilities(texts)
    unread = shares[:, [ZONES.index(zone) for zone in UNREAD]].sum(axis=1)
    best = shares.argmax(axis=1)
    if (title := _missing_title(texts, shares)) is not None:
        best[title], unread[title] = ZONES.index("title"), 0.0
    return [(ZONES[zone], float(share)) for zone, share in zip(best, unread, strict=True)]


def _missing_title(lines: Sequence[str], shares: np.ndarray) -> int | None:
    """Return the line above the text that is likest a title, where none is taken for one.

    A page of an article has a headline, though it may look like one more line of the menu.
    """
    zones = [ZONES[zone] for zone in shares.argmax(axis=1)]
    if "title" in zones or "letterhead" in zones:
        return None
    begin = next((i for i, zone in enumerate(zones) if zone in ("body", "list")), 0)
    long = [i for i in range(begin) if len(lines[i]) >= MIN_HEADLINE]
    likely = shares[:, ZONES.index("title")]
    best = max(long, key=lambda i: likely[i], default=None)
    return best if best is not None and likely[best] >= MIN_TITLE else None


def _may_be_hidden(block: Block) -> bool:
    """Whether nothing marks a line as text: a heading, a list, a table, an article, small letters.

    A row without outer bars looks like a menu: "Cá nhân | 800.000 đồng".
    """
    text = block.text
    is_row = "|" in text and (any(map(str.isdigit, text)) or PERSON_CELL.search(text))
    return block.kind == "paragraph" and not is_row and not IS_TEXT.match(block.text)


def _read_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield each line that is not blank, without white space around it, and its offset."""
    start = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            yield stripped, start + len(line) - len(line.lstrip())
        start += len(line) + 1


class _PartLabels:
    """Passes the label of each part on to the blocks below it, until a heading or the next part.

    A point is named after its part, and all are named after the section in which they stand:
    "mục 2.1 điểm a phần II".
    """

    def __init__(self) -> None:
        #: The part above, and the part or point above.
        self._part: Block | None = None
        self._labelled: Block | None = None
        self._section = ""
        self._is_closed = False
        self._in_distribution_list = False

    def assign(self, block: Block) -> Block:
        """Return `block`, the next of its text, with its full label."""
        self._in_distribution_list = self._is_distribution(block)
        if block.kind == "boilerplate" or self._in_distribution_list:
            return replace(block, kind="boilerplate", label="", part=None, opens_part=False)
        if block.kind == "heading":
            self._open_section(block)
            return block
        block = self._inherit_part(block)
        label = f"{block.label} {self._section}".strip()
        return replace(block, label=label, heading="" if self._is_closed else block.heading)

    def _inherit_part(self, block: Block) -> Block:
        if block.label.startswith(POINT_LABEL):
            if self._part:
                label = f"{self._part.label} {block.label}"
                block = replace(block, label=label, part=self._part.part)
            self._labelled = block
        elif block.label:
            self._part = self._labelled = block
        elif CLOSING.match(block.text):
            self._close_section()
        elif self._labelled:
            return replace(block, label=self._labelled.label, part=self._labelled.part)
        return block

    def _open_section(self, heading: Block) -> None:
        self._part = self._labelled = None
        self._section, self._is_closed = _section_name(heading), False

    def _close_section(self) -> None:
        """Leave the section: what follows the last one, the signature too, is no part of it."""
        self._part = self._labelled = None
        self._section, self._is_closed = "", self._is_closed or bool(self._section)

    def _is_distribution(self, block: Block) -> bool:
        """Whether a block belongs to the distribution list, which is no text of the document."""
        if DISTRIBUTION_LIST.match(block.plain_text):
            return True
        return self._in_distribution_list and block.kind == "item" and not block.label


def _section_name(heading: Block) -> str:
    """Return how a section is named in a place: "phần II", "Phụ lục I"; "" for other headings."""
    title = heading.plain_text
    if match := ROMAN.fullmatch(title):
        return f"phần {match['roman']}"
    if PART.fullmatch(title):
        return "phần " + " ".join(title.rstrip(".:").split()[1:3]).lower()
    return title.rstrip(".: ") if ANNEX.fullmatch(title) else ""
