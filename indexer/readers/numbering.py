"""The counts that Word writes before paragraphs by itself ("1.", "a)", "-"): they stand in no text run, only in the numbering part.

ECMA-376 part 1, 17.9: a paragraph names a list (numId) and a level; the level tells its format and its text ("%1.%2)").
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST_LEVELS = 9


class Numbering:
    """Counts the numbered paragraphs of one document, which must be given in order."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, list[int]] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        abstract = {
            one.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): (_value(level, "w:numFmt"), _value(level, "w:lvlText"), _start(level))
                for level in one.findall(qn("w:lvl"))
            }
            for one in root.findall(qn("w:abstractNum"))
        }
        for number in root.findall(qn("w:num")):
            levels = abstract.get(_value(number, "w:abstractNumId"), {})
            self._levels[number.get(qn("w:numId"))] = levels

    def before(self, paragraph: Paragraph) -> str:
        """Give what Word writes before a paragraph, with a blank behind it; nothing for one that is not numbered."""
        found = _list_of(paragraph)
        if found is None or found[0] not in self._levels:
            return ""
        number, level = found
        levels = self._levels[number]
        if level not in levels:
            return ""
        form, text, _ = levels[level]
        if form == "none":
            return ""
        if form == "bullet":
            return "- "
        counts = self._counts.setdefault(
            number, [levels[each][2] - 1 if each in levels else 0 for each in range(MOST_LEVELS)]
        )
        counts[level] += 1
        for deeper in range(level + 1, MOST_LEVELS):
            counts[deeper] = levels[deeper][2] - 1 if deeper in levels else 0
        for each in range(level + 1):
            text = text.replace(
                f"%{each + 1}", _written(max(counts[each], 1), levels[each][0] if each in levels else "")
            )
        return f"{text} " if text.strip() else ""


def _list_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """Give the list and level of a paragraph: its own, else its style's."""
    style: Any = paragraph.style
    for holder in (paragraph._p.pPr, getattr(getattr(style, "element", None), "pPr", None)):
        properties = holder.find(qn("w:numPr")) if holder is not None else None
        if properties is not None:
            number, level = _value(properties, "w:numId"), _value(properties, "w:ilvl") or "0"
            return (number, min(int(level), MOST_LEVELS - 1)) if number and number != "0" and level.isdigit() else None
    return None


def _value(parent: Any, name: str) -> str:
    found = parent.find(qn(name))
    return str(found.get(qn("w:val")) or "") if found is not None else ""


def _start(level: Any) -> int:
    value = _value(level, "w:start")
    return int(value) if value.isdigit() else 1


def _written(count: int, form: str) -> str:
    """Write a count in a format of ST_NumberFormat (ECMA-376 17.18.59); those not used in offices here become figures."""
    if form in ("lowerLetter", "upperLetter"):
        # After z Word goes on with aa, bb, cc.
        letters = ascii_lowercase[(count - 1) % 26] * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in ROMAN:
            while count >= value:
                roman, count = roman + sign, count - value
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02}" if form == "decimalZero" else str(count)
