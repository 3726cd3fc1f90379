"""The communes that documents are about.

There are too many of them, and too many alike, for a list of the country.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.language import Place, gazetteer
from knowledge.model import StoredDocument


def communes_held(documents: Iterable[StoredDocument]) -> list[Place]:
    """Return the communes that documents are about.

    A province among the places of a document is the commune's, if there is but one. A name that a
    district's document bears as well is no commune's.
    """
    found: dict[str, Place] = {}
    others: set[str] = set()
    for document in documents:
        name, kind = document.place or "", document.commune_kind
        if kind:
            found[name] = Place(name, kind, _province_among(document.about_places))
        else:
            others.add(name)
    return [place for name, place in found.items() if name not in others]


def _province_among(names: Iterable[str]) -> str | None:
    known = (gazetteer().place_named(name) for name in names)
    provinces = [place.name for place in known if place and place.is_province]
    return provinces[0] if len(provinces) == 1 else None
