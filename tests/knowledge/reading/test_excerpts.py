"""Excerpts: around the first word found, whole words, no Markdown; nothing is lost in between."""

from __future__ import annotations

import pytest

from knowledge.model import Passage
from knowledge.reading.excerpts import excerpt
from knowledge.reading.parameters import EXCERPT_LETTERS

LONG = "đầu " * 100 + "rừng " + "cuối " * 100


def passage(text: str, kind: str = "paragraph") -> Passage:
    return Passage("a", 1, 0, len(text), kind, text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("**Trồng rừng** năm 2024", "paragraph", "Trồng [rừng] năm 2024"),
        ("- trồng RỪNG", "item", "trồng [RỪNG]"),
        ("| Diện tích rừng | 570 ha |", "row", "Diện tích [rừng] – 570 ha"),
        ("không có gì", "paragraph", "không có gì"),
        ("rừng", "paragraph", "[rừng]"),
        ("rừng, rừng  RỪNG", "paragraph", "[rừng], [rừng  RỪNG]"),
        ("<b>rừng</b>", "paragraph", "<b>[rừng]</b>"),
    ],
)
def test_short_passages_are_shown_whole(text: str, kind: str, shown: str) -> None:
    spans = excerpt(passage(text, kind), ["rung"], is_marked=False)
    assert "".join(f"[{one.text}]" if one.is_found else one.text for one in spans) == shown


def test_a_long_passage_is_shown_around_what_was_found() -> None:
    spans = excerpt(passage(LONG), ["rung"], is_marked=False)
    text = "".join(span.text for span in spans)
    assert text.startswith("… đầu ")
    assert text.endswith("cuối …")
    assert [span.text for span in spans if span.is_found] == ["rừng"]
    assert len(text) <= EXCERPT_LETTERS + 4


def test_one_endless_word_is_cut() -> None:
    text = "".join(span.text for span in excerpt(passage("a" * 5000), ["b"], is_marked=False))
    assert 0 < len(text) <= EXCERPT_LETTERS + 4


def test_words_typed_with_marks_are_those_with_these_marks() -> None:
    spans = excerpt(passage("lễ ký, lề lối, LỆ làng"), ["lệ"], is_marked=True)
    assert [span.text for span in spans if span.is_found] == ["LỆ"]
