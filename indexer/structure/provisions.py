"""Provisions of legal texts: chapters, sections, articles (Điều), clauses (khoản), points (điểm).

The parts are those of Decree 78/2025/NĐ-CP on drafting legal texts. Copies on the web have markup
of their own ("**Điều 1. …**", a stray "## 1. …"); it is skipped, never removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import regex

from indexer.structure.blocks import ANNEX, MARKUP, Block
from indexer.structure.parameters import MAX_TITLE, MIN_ARTICLES
from knowledge.model import HEADING_SEPARATOR, PassageKind

CHAPTER = regex.compile(r"(?:Chương|CHƯƠNG|Phần|PHẦN)\s+(?:[IVXLC]+|\d+|thứ \w+)\b(?P<rest>.*)")
SECTION = regex.compile(r"(?:Mục|MỤC)\s+\d+\b(?P<rest>.*)")
ARTICLE = regex.compile(r"Điều\s+(?P<number>\d{1,3}[a-zđ]?)\s*[.:]\s*(?P<rest>.*)")
CLAUSE = regex.compile(r"(?P<number>\d{1,2}[a-zđ]?)\.\s+(?=\D)")
POINT = regex.compile(r"(?P<letter>[a-zđ]\d?)\)\s+")
#: Levels of headings; the title of a chapter or section stands one below its number.
ANNEX_LEVEL, CHAPTER_LEVEL, SECTION_LEVEL, ARTICLE_LEVEL = 1, 2, 4, 6
NUMBER_LEVELS = (CHAPTER_LEVEL, SECTION_LEVEL)
TITLE_LEVELS = (CHAPTER_LEVEL + 1, SECTION_LEVEL + 1)
#: No title ends so, but in capitals, where it goes on in the next line.
SENTENCE_ENDS = (".", ";", ":", ",")
#: What an article says ends so; its title does not.
TEXT_ENDS = (".", ";")


def is_legal_text(blocks: Iterable[Block]) -> bool:
    """Whether a text numbers its articles from 1 on."""
    matches = (ARTICLE.match(block.plain_text) for block in blocks)
    numbers = [match["number"] for match in matches if match]
    return numbers[:MIN_ARTICLES] == [str(number) for number in range(1, MIN_ARTICLES + 1)]


def label_provisions(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks of a legal text with its headings and provisions as labels.

    A label names the whole place: "Điều 50 khoản 1 điểm c".
    """
    labels = _ProvisionLabels()
    return _attach_to_points([labels.assign(block) for block in blocks])


def _attach_to_points(blocks: Sequence[Block]) -> list[Block]:
    """Label a paragraph between two points of a clause as part of the first of them.

    After the last point a paragraph belongs to the clause again.
    """
    attached = list(blocks)
    next_label = ""
    for index in range(len(attached) - 1, -1, -1):
        block = attached[index]
        points = f"{block.label} điểm"
        if block.kind == "paragraph" and block.label and next_label.startswith(points):
            above = (attached[i] for i in range(index - 1, -1, -1))
            previous = next(other for other in above if other.kind != "paragraph")
            if previous.label.startswith(points):
                attached[index] = replace(block, label=previous.label, heading=previous.heading)
        elif block.kind != "boilerplate":
            next_label = block.label
    return attached


class _ProvisionLabels:
    """Labels the blocks of one legal text, which are passed in order."""

    def __init__(self) -> None:
        #: Level and title of the headings above.
        self._headings: list[tuple[int, str]] = []
        self._article = self._clause = self._annex = ""
        #: The clause above when it introduces points: "1. Hồ sơ gồm:".
        self._introduction = ""

    def assign(self, block: Block) -> Block:
        """Return `block` as a heading, a provision, or a line of the provision above it."""
        if block.kind == "boilerplate":
            return block
        line = block.plain_text
        if block.kind != "row" and (level := self._heading_level(line)):
            return self._open_heading(block, line, level)
        if self._article and (match := CLAUSE.match(line)):
            return self._open_clause(block, line, match)
        if self._article and (match := POINT.match(line)):
            label = f"{self._article}{self._clause} điểm {match['letter']}"
            return _provision(block, match.end(), self._path(self._introduction), label)
        # A paragraph after the points belongs to their clause again.
        label = self._article + self._clause or self._annex.strip(" .:")
        kind: PassageKind = "row" if block.kind == "row" else "paragraph"
        return _relabel(block, kind, self._path(), label)

    def _open_heading(self, block: Block, line: str, level: int) -> Block:
        if self._headings and level == self._headings[-1][0] and level in TITLE_LEVELS:
            # A title that continues over several lines is one heading.
            line = f"{self._headings[-1][1]} {line}"
        self._headings = [heading for heading in self._headings if heading[0] < level]
        article = ARTICLE.match(line)
        self._article = f"Điều {article['number']}" if article else ""
        self._clause = self._introduction = ""
        if article and article["rest"].rstrip().endswith(TEXT_ENDS):
            # "Điều 4. Quy định này có hiệu lực từ ngày ký.": the article is this line, it has no title.
            self._headings.append((level, self._article))
            return _relabel(_skip_number(block, 0), "paragraph", self._path(), self._article)
        if level < ARTICLE_LEVEL:
            self._annex = line if level == ANNEX_LEVEL else ""
        path = self._path()
        self._headings.append((level, line))
        return replace(
            _skip_number(block, 0),
            kind="heading",
            level=level,
            heading=path,
            label=self._article,
            part=None,
        )

    def _open_clause(self, block: Block, line: str, match: regex.Match[str]) -> Block:
        self._clause = f" khoản {match['number']}"
        self._introduction = line if line.endswith(":") else ""
        return _provision(block, match.end(), self._path(), self._article + self._clause)

    def _heading_level(self, line: str) -> int:
        """Return the level of a heading, 0 for a line that is none.

        Between the number of a chapter or section and its first article stands its title.
        """
        if ANNEX.fullmatch(line):
            return ANNEX_LEVEL
        if CHAPTER.fullmatch(line):
            return CHAPTER_LEVEL
        if SECTION.fullmatch(line):
            return SECTION_LEVEL
        if ARTICLE.match(line):
            return ARTICLE_LEVEL
        return self._title_level(line)

    def _title_level(self, line: str) -> int:
        """Return the level of a title below the number of a chapter or section, 0 for other text.

        A number that has its title beside it is followed by text; a title has no full stop.
        """
        above, title = self._headings[-1] if self._headings else (0, "")
        is_sentence = line.endswith(SENTENCE_ENDS) or len(line) > MAX_TITLE
        is_sentence = is_sentence and not line.isupper()
        if above not in (*NUMBER_LEVELS, *TITLE_LEVELS) or is_sentence:
            return 0
        numbered = CHAPTER.fullmatch(title) or SECTION.fullmatch(title)
        is_alone = bool(numbered) and not numbered["rest"].strip(" .:")
        if above in NUMBER_LEVELS:
            return above + 1 if is_alone or line.isupper() else 0
        return above if line.isupper() == title.isupper() else 0

    def _path(self, introduction: str = "") -> str:
        titles = [title for _, title in self._headings]
        return HEADING_SEPARATOR.join([*titles, introduction] if introduction else titles)


def _skip_number(block: Block, characters: int) -> Block:
    """Return `block` with a content that begins behind its markup and number."""
    markup = len(block.text) - len(block.text.lstrip(MARKUP))
    return replace(block, content_start=block.start + markup + characters)


def _provision(block: Block, number_length: int, heading: str, label: str) -> Block:
    provision = _relabel(_skip_number(block, number_length), "item", heading, label)
    return replace(provision, opens_part=True)


def _relabel(block: Block, kind: PassageKind, heading: str, label: str) -> Block:
    return replace(
        block, kind=kind, heading=heading, label=label, part=None, level=0, opens_part=False
    )
