"""Details of facts: None is left out, and keys of another kind are refused."""

from __future__ import annotations

import pytest

from indexer.extraction.facts import build_details


def test_none_is_left_out_and_the_order_kept() -> None:
    values = {"venue": "hội trường", "date": None}
    assert build_details("event", values) == {"venue": "hội trường"}
    assert list(build_details("event", {"date": "2024-03-10", "venue": "a"})) == ["date", "venue"]


@pytest.mark.parametrize("kind", ["duty", "theme", "deadline"])
def test_a_key_of_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(KeyError, match="venue"):
        build_details(kind, {"venue": "hội trường"})
