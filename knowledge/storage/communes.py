"""The communes that documents are about.

There are too many of them, and too many alike, for a list of the country. One is known by what is
written before its name: "Ủy ban nhân dân xã Bản Lầu".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.language import COMMUNES, Place, gazetteer, one_line
from knowledge.model import Document

#: Kinds of place, the longer name of two first: "thị xã" is no "xã".
KINDS = "thị xã|thành phố|thị trấn|đặc khu|huyện|quận|phường|xã"


def communes_held(
    documents: Iterable[Document], places: Mapping[str, frozenset[str]]
) -> list[Place]:
    """Return the communes that documents are about.

    `places` maps a document's id to the names of all places it is about; a province among them is
    the commune's, if there is but one. A name that a district's document bears as well is no
    commune's, nor is a province's.
    """
    found: dict[str, Place] = {}
    others: set[str] = set()
    for document in documents:
        name = document.place or ""
        kind = _kind_of(name, document)
        if kind and not _is_province(name):
            found[name] = Place(name, kind, _province_among(places[document.id]))
        else:
            others.add(name)
    return [place for name, place in found.items() if name not in others]


def _kind_of(name: str, document: Document) -> str:
    """Return what is written before a commune's name, nothing where it is no commune's.

    The body that issued the text says so before the title.
    """
    for text in (document.authority, document.title):
        if name and (kind := _kind_before(name, one_line(text or ""))):
            return kind if kind in COMMUNES else ""
    return ""


def _kind_before(name: str, text: str) -> str:
    """Return the kind of place that a text writes before this very name: not "xã Long Hồ Thượng"."""
    for match in re.finditer(rf"(?<!các )({KINDS}) {re.escape(name)}\b", text, re.IGNORECASE):
        if not text[match.end() :].lstrip(" ")[:1].isupper():
            return match[1].lower()
    return ""


def _is_province(name: str) -> bool:
    known = gazetteer().place_named(name)
    return known is not None and known.is_province


def _province_among(names: Iterable[str]) -> str | None:
    known = (gazetteer().place_named(name) for name in names)
    provinces = [place.name for place in known if place and place.is_province]
    return provinces[0] if len(provinces) == 1 else None
