"""The vocabulary is data with examples; here the two are held against each other."""

from __future__ import annotations

import pytest

from knowledge.data import load_yaml
from knowledge.language import document_numbers_in, fold, vocabulary


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
