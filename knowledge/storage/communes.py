"""The communes that documents are about.

There are too many of them, and too many alike, for a list of the country. One is known by what is
written before its name: "Ủy ban nhân dân xã Bản Lầu".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.language import COMMUNES, Place, gazetteer
from knowledge.model import Document


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
        known = gazetteer().place_named(name)
        kind = _kind_of(name, f"{document.authority} {document.title}")
        if not kind or (known and known.is_province):
            others.add(name)
        else:
            found[name] = Place(name, kind, _province_among(places[document.id]))
    return [place for name, place in found.items() if name not in others]


def _kind_of(name: str, text: str) -> str:
    """Return what is written before a commune's name, nothing where it is no commune's."""
    kinds = "|".join(COMMUNES)
    written = re.search(rf"(?<!thị )({kinds})\s+{re.escape(name)}\b", text, re.IGNORECASE)
    return written[1].lower() if name and written else ""


def _province_among(names: Iterable[str]) -> str | None:
    known = (gazetteer().place_named(name) for name in names)
    provinces = [place.name for place in known if place and place.is_province]
    return provinces[0] if len(provinces) == 1 else None
