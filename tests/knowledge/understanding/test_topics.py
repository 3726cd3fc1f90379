"""Topics, modes and answer types are data with examples; the two are held against each other."""

from __future__ import annotations

import pytest

from knowledge.data import load_yaml
from knowledge.language import fold, vocabulary
from knowledge.understanding import offices, topic_catalogue

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


@pytest.mark.parametrize(
    ("mode", "trap"),
    [(mode, text) for mode, row in MODES.items() for text in row.get("traps", ())],
)
def test_no_mode_is_read_into_its_traps(mode: str, trap: str) -> None:
    assert mode not in CATALOGUE.modes_of(vocabulary().cue_text(trap))


@pytest.mark.parametrize("name", load_yaml("offices.yaml")["names"])
def test_a_question_after_any_office_or_its_deputy_is_read(name: str) -> None:
    for asked in (f"Ai là {name}?", f"bây giờ ai làm phó {name}", f"{name} tên gì"):
        assert "holder" in CATALOGUE.modes_of(fold(asked))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Chủ tịch UBND huyện Lâm Bình, tỉnh Tuyên Quang", "huyện"),
        ("Bí thư Tỉnh ủy", "tỉnh"),
        ("Bí thư Thành ủy", "thành phố"),
        ("Trưởng phòng Văn hóa - Xã hội", None),
        ("Giám đốc Sở Nội vụ", None),
    ],
)
def test_an_office_tells_the_kind_of_its_place(text: str, level: str | None) -> None:
    assert offices().level_of(text) == level


@pytest.mark.parametrize("words", ["hiện nay ", "đang bầu bổ nhiệm ", "chức chức vụ ", "giờ là "])
def test_a_long_question_is_read_at_once(words: str) -> None:
    """No cue tries the same words in more ways than there are words: this would take years."""
    assert isinstance(CATALOGUE.modes_of(fold("Ai " + words * 100)), set)
