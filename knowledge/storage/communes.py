"""The communes that documents are about: places that nothing else names.

A commune is known by what is written before its name ("Ủy ban nhân dân xã Bản Lầu").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.language import COMMUNES, Place, gazetteer
from knowledge.model import Document

#: Letters of a text in which the kind of a commune is looked for, after title and body.
OPENING = 2_000


def communes_held(
    documents: Iterable[Document], places: Mapping[str, frozenset[str]]
) -> list[Place]:
    """Return the places of documents that the gazetteer of the country does not know.

    `places` maps a document's id to the names of all places it is about; a province among them is
    the commune's, if there is but one.
    """
    found: dict[str, Place] = {}
    for document in documents:
        name = document.place
        if name and name not in found and not gazetteer().knows(name):
            kind = _kind_of(name, document)
            found[name] = Place(name, kind, _province_among(places[document.id]))
    return list(found.values())


def _kind_of(name: str, document: Document) -> str:
    """Return what is written before a commune's name, nothing where it stands alone."""
    text = f"{document.authority} {document.title} {document.text[:OPENING]}"
    written = re.search(rf"({'|'.join(COMMUNES)})\s+{re.escape(name)}", text, re.IGNORECASE)
    return written[1].lower() if written else ""


def _province_among(names: Iterable[str]) -> str | None:
    known = (gazetteer().place_named(name) for name in names)
    provinces = [place.name for place in known if place and place.is_province]
    return provinces[0] if len(provinces) == 1 else None
