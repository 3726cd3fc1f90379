"""Topics, modes and answer types are data with examples; the two are held against each other."""

from __future__ import annotations

import pytest

from knowledge.data import load_yaml
from knowledge.language import fold, vocabulary
from knowledge.understanding import topic_catalogue

CATALOGUE = topic_catalogue()
TOPICS = load_yaml("topics.yaml")
MODES = load_yaml("modes.yaml")
ANSWER_TYPES = load_yaml("answer_types.yaml")


@pytest.mark.parametrize(
    ("topic", "example"), [(row["topic"], text) for row in TOPICS for text in row["examples"]]
)
def test_each_topic_reads_its_examples(topic: str, example: str) -> None:
    assert CATALOGUE.topics_of(vocabulary().cue_text(example))[0].topic == topic


@pytest.mark.parametrize("row", TOPICS, ids=lambda row: row["topic"])
def test_the_question_of_a_button_is_read_as_its_topic(row: dict[str, str]) -> None:
    place = "huyện Chợ Đồn năm 2022"
    asked = row["ask"].format(of=f"của {place}", Of=place, place=place, Place=place)
    assert CATALOGUE.topics_of(vocabulary().cue_text(asked))[0].topic == row["topic"]


@pytest.mark.parametrize(
    ("mode", "example"), [(mode, text) for mode, row in MODES.items() for text in row["examples"]]
)
def test_each_mode_reads_its_examples(mode: str, example: str) -> None:
    assert mode in CATALOGUE.modes_of(fold(example))


@pytest.mark.parametrize("row", ANSWER_TYPES, ids=lambda row: row["type"])
def test_each_answer_type_reads_its_example(row: dict[str, list[str]]) -> None:
    question, sentence = row["examples"]
    found = CATALOGUE.answer_type_of(fold(question))
    assert found is not None
    assert found.type == row["type"]
    assert found.shows.search(sentence)
