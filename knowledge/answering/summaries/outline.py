"""The outline of a document: its parts inside one another, by headings, marks and titles of lines.

"Chương II", "III.", "GHI CHÚ", "2.", "a)" and "-" each stand at a rank; a line belongs to the last one
above it of a smaller rank. Letterhead, legal basis, signature and recipients are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knowledge.answering.parameters import MAX_SUBHEADING
from knowledge.language import fold, one_line
from knowledge.model import Passage, StoredDocument
from knowledge.snapshot import Snapshot
from knowledge.storage import MARKERS, is_lead

#: Ranks of lines by the mark before them; headings of the document have 1 to 2, the outermost 1.
RANKS = {"roman": 6, "number": 10, "subnumber": 11, "letter": 13, "dash": 14, "plus": 15}
#: A title in capitals without a mark opens an annex: "BẢNG TIÊU CHÍ" behind the last article.
CAPITAL_TITLE, PLAIN_TITLE, PARAGRAPH, PARAGRAPH_OF_NUMBER, FRAGMENT, ROW = 0, 8, 9, 12, 19, 20
#: Headings with these marks may be lines of the text as well: "1. …" is one, "2. …" beside it none.
IN_TEXT = ("number", "subnumber", "letter")
#: More depths of headings than any text has.
HEADING_DEPTHS = 16
#: A heading that is only a number.
NUMBER_ALONE = re.compile(r"(chương|phần|mục)( thứ)? \w+", re.IGNORECASE)
#: What stands before a line: marks of headings in a text file, quotation, emphasis.
FRAME = "#*_> "
#: Lines that say nothing of the matter, without marks.
NO_MATTER = re.compile(
    r"can cu |theo de nghi |theo (bao cao|to trinh) (cua|so) .{0,80}$|xet de nghi |kinh gui|noi nhan|luu: |tin lien quan"
    r"|.{0,160}(ban hanh|xay dung|quyet dinh|bao cao|thong bao|phat dong).{0,80} (nhu sau|sau day):$"
    r"|quyet dinh ?:|so: |doc lap - tu do|cong hoa xa hoi|\(da ky\)|(tin|anh|bai)[,:]"
    r"|(tm|kt|tl|tuq)\. |\(?kem theo "
)


@dataclass(frozen=True)
class Section:
    """A part of a document: its line or heading, and the parts under it.

    A `title` only names what stands under it, a `text` says something itself. `start` and `end` span
    its own line; of a heading, which is no passage, they are those of the first line under it.
    """

    kind: Literal["title", "text", "row"]
    own: str
    start: int
    end: int
    rank: float
    parts: tuple[Section, ...] = ()

    @property
    def title(self) -> str:
        """What names it: its heading, else what stands before the colon in its line, else nothing."""
        if self.kind == "title":
            return self.own
        name, colon, _ = self.own.partition(":")
        return name if colon and len(name) <= MAX_SUBHEADING and "|" not in name else ""

    @property
    def is_titled(self) -> bool:
        """Whether it is named by a heading."""
        return self.kind == "title"

    @cached_property
    def letters(self) -> int:
        """The letters that it and its parts say."""
        own = 0 if self.is_titled else len(self.own)
        return own + sum(part.letters for part in self.parts)

    @cached_property
    def last(self) -> int:
        """Where its last part ends."""
        return max([self.end, *(part.last for part in self.parts)])

    def walk(self) -> Iterator[Section]:
        """Yield it and all under it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


def outline_of(snapshot: Snapshot, document: StoredDocument) -> Section:
    """Return a document as one section with its parts."""
    name = fold(document.title)
    lines = [
        line
        for line in _lines(snapshot.text_of(document.id).passages)
        if line.kind == "row" or not name.endswith(fold(line.own))
    ]
    parts = _nested(_without_letterhead(lines))
    whole = Section("title", document.title, 0, document.length, -1, parts)
    while len(whole.parts) == 1 and whole.parts[0].is_titled and whole.parts[0].parts:
        # "Bắc Giang phát động thi đua năm 2022" above all is the title once more.
        whole = Section("title", document.title, 0, whole.end, -1, whole.parts[0].parts)
    return whole


def _lines(passages: Sequence[Passage]) -> list[Section]:
    """Return the headings and lines of a document in order, without what is no matter."""
    lines: list[Section] = []
    path: list[str] = []
    number_label: str | None = None
    for passage in passages:
        headings = passage.headings
        if headings != path:
            number_label = None
            lines += _new_headings(path, headings, passage)
            path = headings
        if headings and marker_of(headings[-1]) in ("number", "subnumber"):
            number_label = passage.label
        line = _line(passage, number_label, lines[-1:])
        if line is None:
            continue
        if line.rank in (RANKS["number"], RANKS["subnumber"]):
            number_label = passage.label
        elif line.rank < RANKS["number"] and line.rank != PARAGRAPH:
            number_label = None
        lines.append(line)
    return lines


def _new_headings(
    before: Sequence[str], headings: Sequence[str], passage: Passage
) -> Iterator[Section]:
    same = 0
    while same < min(len(before), len(headings)) and before[same] == headings[same]:
        same += 1
    for depth in range(same, len(headings)):
        own = one_line(headings[depth])
        mark = marker_of(own)
        rank: float = RANKS[mark] if mark in IN_TEXT else 1 + depth / HEADING_DEPTHS
        yield Section("title", own, passage.start, passage.start, rank)


def _line(passage: Passage, number_label: str | None, before: Sequence[Section]) -> Section | None:
    """Return a passage as a line with its rank; None where it is no matter."""
    text = one_line(passage.text).lstrip(FRAME)
    is_row = passage.kind == "row" or text.count("|") > 1
    if not text or (not is_row and NO_MATTER.match(fold(text))):
        return None
    if is_row:
        return Section("row", passage.text, passage.start, passage.end, ROW)
    mark = marker_of(text)
    names_only = is_lead(text) and not text.endswith(":")
    kind: Literal["title", "text"] = "text"
    if mark in ("roman", "number", "subnumber", "letter"):
        # "c) Giấy khen" may be all that an item says; "2. Kết quả" leads what follows.
        kind, rank = "title" if names_only else "text", RANKS[mark]
    elif mark != "none":
        rank = RANKS[mark]
    elif names_only and len(text) <= MAX_SUBHEADING:
        kind, rank = "title", CAPITAL_TITLE if text.isupper() else PLAIN_TITLE
    elif _goes_on(text, before):
        rank = FRAGMENT
    else:
        rank = PARAGRAPH_OF_NUMBER if passage.label == number_label else PARAGRAPH
    return Section(kind, text, passage.start, passage.end, rank)


def _goes_on(text: str, before: Sequence[Section]) -> bool:
    """Whether a line without a mark is one of a list that a line above opens: it says nothing alone."""
    in_list = any(line.rank == FRAGMENT and line.own.endswith(";") for line in before)
    return in_list or text.endswith(";") or text[0].islower()


def marker_of(text: str) -> str:
    """Return the kind of mark before a line: roman, number, letter, dash…; "none" for none."""
    return next((name for name, form in MARKERS if form.match(text)), "none")


def without_mark(text: str) -> str:
    """Return a line without the mark before it."""
    form = next((form for _, form in MARKERS if form.match(text)), None)
    found = form.match(text) if form else None
    return text[found.end() :].lstrip(". )") if found else text


def _without_letterhead(lines: Sequence[Section]) -> list[Section]:
    """Leave out the titles before the first line that says something or stands under a mark."""
    for index, line in enumerate(lines):
        is_mere_title = line.is_titled and line.rank in (CAPITAL_TITLE, PLAIN_TITLE)
        if not is_mere_title:
            return list(lines[index:])
    return []


def _least_held(head: Section, after: Sequence[Section]) -> float:
    """Return the rank that a line must exceed to stand under this one.

    A paragraph leads letters and dashes; numbers only where it opens a list of what they say.
    """
    if head.rank != PARAGRAPH or (head.own.endswith(":") and after and not after[0].is_titled):
        return head.rank
    return PARAGRAPH_OF_NUMBER


def _nested(lines: Sequence[Section]) -> tuple[Section, ...]:
    """Return lines as sections in one another; headings and titles with nothing under them vanish."""
    sections: list[Section] = []
    index = 0
    while index < len(lines):
        head = lines[index]
        end = index + 1
        least = _least_held(head, lines[end : end + 1])
        while end < len(lines) and lines[end].rank > least:
            end += 1
        parts = _nested(lines[index + 1 : end])
        # "c) Giấy khen" with nothing under it is an item, not a title.
        is_item = head.is_titled and head.rank in RANKS.values() and not parts
        kind = "text" if is_item else head.kind
        own = head.own
        if len(parts) == 1 and parts[0].is_titled and NUMBER_ALONE.fullmatch(own):
            # "Chương I" and below it "NHỮNG QUY ĐỊNH CHUNG" are one heading on two lines.
            own, parts = f"{own}. {parts[0].own}", parts[0].parts
        if parts or kind != "title":
            sections.append(Section(kind, own, head.start, head.end, head.rank, parts))
        index = end
    return tuple(sections)
