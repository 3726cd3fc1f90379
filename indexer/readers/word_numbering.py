"""The list numbers that Word writes before paragraphs by itself: "1.", "a)", "-".

They stand in no text run, only in the numbering part (ECMA-376 part 1, 17.9): a paragraph names a
list (numId) and a level; the level has a number format and a label text ("%1.%2)").
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

#: Levels of a list (ECMA-376 part 1, 17.9.6).
LEVEL_COUNT = 9
ROMAN_NUMERALS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    number_format: str
    label: str
    start: int


class ListNumbering:
    """Counts the numbered paragraphs of one document, which must be passed in document order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, _Level]] = _read_lists(document)
        self._counts: dict[str, list[int]] = {}

    def prefix(self, paragraph: Paragraph) -> str:
        """Return what Word writes before `paragraph` and a blank; "" if not numbered."""
        position = _list_position(paragraph)
        if position is None:
            return ""
        list_id, depth = position
        levels = self._levels.get(list_id, {})
        if depth not in levels or levels[depth].number_format == "none":
            return ""
        if levels[depth].number_format == "bullet":
            return "- "
        label = levels[depth].label
        for index, count in enumerate(self._advance(list_id, depth)[: depth + 1]):
            number_format = levels[index].number_format if index in levels else ""
            label = label.replace(f"%{index + 1}", format_number(max(count, 1), number_format))
        return f"{label} " if label.strip() else ""

    def _advance(self, list_id: str, depth: int) -> list[int]:
        """Return the counts of all levels after one more paragraph at `depth`."""
        levels = self._levels[list_id]
        initial = [levels[i].start - 1 if i in levels else 0 for i in range(LEVEL_COUNT)]
        counts = self._counts.setdefault(list_id, list(initial))
        counts[depth] += 1
        counts[depth + 1 :] = initial[depth + 1 :]
        return counts


def _read_lists(document: Document) -> dict[str, dict[int, _Level]]:
    """Return the levels of each list by its numId; empty without a numbering part."""
    relationships = document.part.rels.values()
    part = next((r.target_part for r in relationships if r.reltype.endswith("/numbering")), None)
    root: Any = getattr(part, "element", None)
    if root is None:
        return {}
    abstract = {
        definition.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl"))): _read_level(level)
            for level in definition.findall(qn("w:lvl"))
        }
        for definition in root.findall(qn("w:abstractNum"))
    }
    return {
        number.get(qn("w:numId")): abstract.get(_value(number, "w:abstractNumId"), {})
        for number in root.findall(qn("w:num"))
    }


def _read_level(level: Any) -> _Level:
    start = _value(level, "w:start")
    return _Level(
        number_format=_value(level, "w:numFmt"),
        label=_value(level, "w:lvlText"),
        start=int(start) if start.isdigit() else 1,
    )


def _list_position(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return the numId and level of a paragraph: its own, else its style's; None without a list."""
    style: Any = getattr(paragraph.style, "element", None)
    for properties in (paragraph._p.pPr, getattr(style, "pPr", None)):
        numbering = properties.find(qn("w:numPr")) if properties is not None else None
        if numbering is not None:
            list_id, level = _value(numbering, "w:numId"), _value(numbering, "w:ilvl") or "0"
            if not list_id or list_id == "0" or not level.isdigit():
                return None
            return list_id, min(int(level), LEVEL_COUNT - 1)
    return None


def _value(parent: Any, name: str) -> str:
    element = parent.find(qn(name))
    return str(element.get(qn("w:val")) or "") if element is not None else ""


def format_number(count: int, number_format: str) -> str:
    """Return a count in a format of ST_NumberFormat (ECMA-376 part 1, 17.18.59).

    Formats that Vietnamese offices do not use become decimal figures.
    """
    if number_format in ("lowerLetter", "upperLetter"):
        # After z Word continues with aa, bb, cc.
        letters = ascii_lowercase[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return letters.upper() if number_format == "upperLetter" else letters
    if number_format in ("lowerRoman", "upperRoman"):
        roman = _to_roman(count)
        return roman.upper() if number_format == "upperRoman" else roman
    return f"{count:02}" if number_format == "decimalZero" else str(count)


def _to_roman(count: int) -> str:
    roman = ""
    for value, numeral in ROMAN_NUMERALS:
        while count >= value:
            roman, count = roman + numeral, count - value
    return roman
