"""The vocabulary is data with examples; here the two are held against each other."""

from __future__ import annotations

import pytest

from knowledge.data import load_yaml
from knowledge.language import compile_cue, document_numbers_in, fold, vocabulary


@pytest.mark.parametrize("row", load_yaml("confusable.yaml"), ids=lambda row: row["word"])
def test_confusable_words_are_hidden_from_cues(row: dict[str, str]) -> None:
    hidden = vocabulary().cue_text(row["example"])
    assert len(hidden) == len(row["example"])
    assert fold(row["word"]) not in hidden.split()


@pytest.mark.parametrize("row", load_yaml("kinds.yaml"), ids=lambda row: row["name"])
def test_each_kind_of_document_shows_a_number(row: dict[str, list[str]]) -> None:
    assert all(document_numbers_in(example) for example in row["examples"])


def test_terms_are_found_as_people_type_them() -> None:
    for term, row in load_yaml("terms.yaml").items():
        assert all(fold(example).replace("-", "") == fold(term) for example in row["examples"])


@pytest.mark.parametrize(
    ("cue", "typed", "is_read"),
    [
        ("bao nhieu (tien|trieu)", "duoc thuong may trieu", True),
        ("thuong (may|the nao)", "thuong bao nhieu", True),
        (r"\bmay\b", "co bao nhieu khoi", True),
        ("thu (may|bao nhieu)", "dung thu may", True),
        ("so may", "van ban so bao nhieu", True),
        ("bao nhieu tien", "may moc hong", False),
        ("may man", "bao nhieu nguoi", False),
    ],
)
def test_both_words_are_read(cue: str, typed: str, is_read: bool) -> None:
    assert bool(compile_cue(cue).search(typed)) is is_read
