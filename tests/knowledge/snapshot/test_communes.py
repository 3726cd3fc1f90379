"""Which places of documents are communes."""

from __future__ import annotations

import pytest

from knowledge.model import Metadata, StoredDocument
from knowledge.snapshot.communes import communes_held
from knowledge.storage.derived.communes import commune_kind


@pytest.mark.parametrize(
    ("place", "authority", "title", "kind"),
    [
        ("Bản Lầu", "Ủy ban nhân dân xã Bản Lầu", "Kế hoạch", "xã"),
        ("Bình Minh", None, "Phường Bình Minh phát động thi đua", "phường"),
        ("Bình Minh", "UBND huyện Bình Minh", "Kế hoạch của xã Bình Minh", None),
        ("Bình Minh", "UBND thị  xã Bình Minh", "Kế hoạch", None),
        ("Long Hồ", None, "Kế hoạch của xã Long Hồ Thượng", None),
        ("Ven Sông", "Cụm thi đua số 5 các xã Ven Sông", "Giao ước", None),
        ("Hòa Bình", "UBND xã Hòa Bình", "Kế hoạch", None),
        (None, None, "", None),
    ],
)
def test_a_commune_is_known_by_what_is_written_before_it(
    place: str | None, authority: str | None, title: str, kind: str | None
) -> None:
    known = Metadata("a", title, authority=authority, place=place)
    document = StoredDocument(
        "a",
        title,
        authority=authority,
        place=place,
        commune_kind=commune_kind(known),
        about_places=frozenset({"Bắc Giang"}),
    )
    found = communes_held([document])
    assert [(one.kind, one.province) for one in found] == ([(kind, "Bắc Giang")] if kind else [])
