"""Whether a document is about a commune.

There are too many of them, and too many alike, for a list of the country. One is known by what is
written before its name: "Ủy ban nhân dân xã Bản Lầu".
"""

from __future__ import annotations

import re

from knowledge.language import COMMUNES, gazetteer, one_line
from knowledge.model import Metadata

#: Kinds of place, the longer name of two first: "thị xã" is no "xã".
KINDS = "thị xã|thành phố|thị trấn|đặc khu|huyện|quận|phường|tỉnh|xã"


def commune_kind(document: Metadata) -> str:
    """Return what is written before the name of the commune that a document is of, "xã".

    Empty where its place is no commune.
    """
    kind = place_kind(document)
    return kind if kind in COMMUNES and not _is_province(document.place or "") else ""


def place_kind(document: Metadata) -> str:
    """Return what is written before the name of a document's place: "tỉnh", "xã"; empty for nothing.

    The body that issued the text says so before the title.
    """
    name = document.place or ""
    texts = (one_line(text or "") for text in (document.authority, document.title) if name)
    return next(filter(None, (_kind_before(name, text) for text in texts)), "")


def _kind_before(name: str, text: str) -> str:
    """Return the kind of place that a text writes before this very name: not "xã Long Hồ Thượng"."""
    for match in re.finditer(rf"(?<!các )({KINDS}) {re.escape(name)}\b", text, re.IGNORECASE):
        if not text[match.end() :].lstrip(" ")[:1].isupper():
            return match[1].lower()
    return ""


def _is_province(name: str) -> bool:
    known = gazetteer().place_named(name)
    return known is not None and known.is_province
