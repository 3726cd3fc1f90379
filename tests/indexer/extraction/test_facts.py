"""Details of facts: None is left out, and fields of another kind are refused."""

from __future__ import annotations

import pytest

from indexer.extraction.facts import build_details
from knowledge.model import FactDetails


def test_none_is_left_out() -> None:
    details = build_details("event", {"venue": "hội trường", "date": None})
    assert details == FactDetails(venue="hội trường")
    assert details.as_json() == {"venue": "hội trường"}


@pytest.mark.parametrize("kind", ["duty", "theme", "deadline"])
def test_a_field_of_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(KeyError, match="venue"):
        build_details(kind, {"venue": "hội trường"})
