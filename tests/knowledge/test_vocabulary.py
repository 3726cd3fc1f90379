"""The vocabulary is data with examples; here the two are held against each other."""

from __future__ import annotations

import pytest

from knowledge.citations import numbers_in
from knowledge.gazetteer import load_yaml
from knowledge.text import fold
from knowledge.vocabulary import vocabulary, years_in

WORDS = vocabulary()
TOPICS = load_yaml("topics.yaml")
MODES = load_yaml("modes.yaml")
ASKS = load_yaml("asks.yaml")


@pytest.mark.parametrize(("topic", "example"), [(row["topic"], text) for row in TOPICS for text in row["examples"]])
def test_each_topic_reads_its_examples(topic: str, example: str) -> None:
    assert WORDS.topics_of(WORDS.cue_text(example))[0].topic == topic


@pytest.mark.parametrize(("mode", "example"), [(mode, text) for mode, row in MODES.items() for text in row["examples"]])
def test_each_mode_reads_its_examples(mode: str, example: str) -> None:
    assert mode in WORDS.modes_of(fold(example))


@pytest.mark.parametrize("row", ASKS, ids=lambda row: row["ask"])
def test_each_kind_of_asking_reads_its_example(row: dict[str, list[str]]) -> None:
    question, sentence = row["examples"]
    found = WORDS.ask_of(fold(question))
    assert found is not None
    assert found.ask == row["ask"]
    assert found.shows.search(sentence)


@pytest.mark.parametrize("row", load_yaml("regions.yaml"), ids=lambda row: row["name"])
def test_groups_of_provinces_are_found(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        assert [place.name for place in WORDS.places_in(example)] == [row["name"]]


@pytest.mark.parametrize("row", load_yaml("place_traps.yaml"), ids=lambda row: row["name"])
def test_everyday_words_are_no_places(row: dict[str, str]) -> None:
    assert [place.name for place in WORDS.places_in(row["place"])] == [row["name"]]
    assert WORDS.places_in(row["trap"]) == []


@pytest.mark.parametrize("row", load_yaml("confusable.yaml"), ids=lambda row: row["word"])
def test_confusable_words_are_hidden_from_cues(row: dict[str, str]) -> None:
    hidden = WORDS.cue_text(row["example"])
    assert len(hidden) == len(row["example"])
    assert fold(row["word"]) not in hidden.split()


@pytest.mark.parametrize("row", load_yaml("kinds.yaml"), ids=lambda row: row["name"])
def test_each_kind_of_document_shows_a_number(row: dict[str, list[str]]) -> None:
    assert all(numbers_in(example) for example in row["examples"])


def test_terms_are_found_as_people_type_them() -> None:
    for term, row in load_yaml("terms.yaml").items():
        assert all(fold(example).replace("-", "") == fold(term) for example in row["examples"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chủ đề của bắc giang", ["tỉnh Bắc Giang"]),
        ("Thành phố Bắc Giang", ["thành phố Bắc Giang"]),
        ("huyện Chợ Đồn, tỉnh Bắc Kạn", ["huyện Chợ Đồn", "tỉnh Bắc Kạn"]),
        ("phong trao o Hoa Binh", ["tỉnh Hòa Bình"]),
        ("tỉnh Hoà Bình", ["tỉnh Hòa Bình"]),
        ("hoa bình trên bàn", []),
        ("Chợ Mới", []),
        ("tất cả những tỉnh nào", []),
        ("ĐBSCL", ["Cụm thi đua các tỉnh Đồng bằng sông Cửu Long"]),
    ],
)
def test_places(text: str, found: list[str]) -> None:
    named = [place.full_name for place in WORDS.places_in(text)]
    assert named == [name.replace("Cụm", "Cụm") for name in found]


def test_a_shared_name_keeps_all_its_candidates() -> None:
    (spot,) = WORDS.spot_places("huyện Chợ Mới")
    assert {place.province for place in spot.candidates} == {"An Giang", "Bắc Kạn"}


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("Bắc Giang", "Tỉnh Bắc Ninh"),
        ("Bình Dương", "Thành phố Hồ Chí Minh"),
        ("Chợ Đồn", "Tỉnh Thái Nguyên"),
        ("Ninh Bình", "Tỉnh Ninh Bình"),
        ("Hà Nội", "Thành phố Hà Nội"),
    ],
)
def test_former_places_belong_somewhere_now(old: str, now: str) -> None:
    place = WORDS.place(old)
    assert place is not None
    assert place.now == now


def test_all_sixty_three_provinces_became_thirty_four() -> None:
    provinces = [place for place in WORDS.places if place.province is None]
    assert len(provinces) == 63
    assert len({place.now for place in provinces}) == 34


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("năm 2022 và 2023", [2022, 2023]),
        ("ngày 22/02/2023", []),
        ("Nghị định 152/2025/NĐ-CP", []),
        ("giai đoạn 2021-2025", [2021, 2025]),
        ("1.234 người", []),
        ("năm 2022, xã nào", [2022]),
        ("đạt 2022,5 tấn", []),
    ],
)
def test_years(text: str, years: list[int]) -> None:
    assert years_in(text) == years
