"""Numbers of documents and provisions of legal texts, as Vietnamese offices write them.

The forms follow Decree 30/2020/NĐ-CP on clerical work ("02/CT-UBND") and the Party's own rules
("34-CT/TW").

>>> document_numbers_in("Nghị quyết số 05-NQ/TU, ngày 19/5/2022")
['05-NQ/TU']
"""

from __future__ import annotations

import re

#: 02/GƯTĐ-CTĐ · 02/CT-UBND · 152/2025/NĐ-CP · 06/2022/QH15 · 1526/QĐ-TTg · 34-CT/TW · 05-NQ/TU
DOCUMENT_NUMBER = re.compile(
    r"\b\d{1,5}(?:/\d{4})?/(?:[A-ZĐƯ]{1,8}\d{0,2})(?:-[A-ZĐƯ][A-Za-zĐđƯư]{0,11})*"
    r"(?:-[A-ZĐƯ][A-Za-zĐđƯư]{0,11})?"
    r"|\b\d{1,5}-[A-ZĐƯ]{1,4}/[A-ZĐƯ][A-Za-zĐđƯư]{1,8}"
)
#: Điều 50 · Điều 50 khoản 1 · Điều 50 khoản 1 điểm c
PROVISION = re.compile(
    r"(?P<article>Điều \d+[a-zđ]?)(?P<clause> khoản \d+[a-zđ]?)?(?P<point> điểm [a-zđ]\d?)?"
)


def document_numbers_in(text: str) -> list[str]:
    """Return the document numbers named in a text, in reading order."""
    return [match[0] for match in DOCUMENT_NUMBER.finditer(text)]


def enclosing_provisions(place: str) -> list[str]:
    """Return a place in a legal text and every part above it, the smallest first; [] for no place.

    >>> enclosing_provisions("Điều 50 khoản 1 điểm c")
    ['Điều 50 khoản 1 điểm c', 'Điều 50 khoản 1', 'Điều 50']
    """
    match = PROVISION.fullmatch(place)
    if not match:
        return []
    clause, point = match["clause"] or "", match["point"] or ""
    whole = [match["article"] + clause + point] if point else []
    return [*whole, *([match["article"] + clause] if clause else []), match["article"]]
