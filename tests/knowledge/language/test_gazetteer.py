"""Places are found whatever their spelling, and everyday words are no places."""

from __future__ import annotations

import pytest

from knowledge.data import load_yaml
from knowledge.language import gazetteer

PLACES = gazetteer()


@pytest.mark.parametrize("row", load_yaml("regions.yaml"), ids=lambda row: row["name"])
def test_groups_of_provinces_are_found(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        assert [place.name for place in PLACES.places_in(example)] == [row["name"]]


@pytest.mark.parametrize("row", load_yaml("place_traps.yaml"), ids=lambda row: row["name"])
def test_everyday_words_are_no_places(row: dict[str, str]) -> None:
    assert [place.name for place in PLACES.places_in(row["place"])] == [row["name"]]
    assert PLACES.places_in(row["trap"]) == []


@pytest.mark.parametrize("row", load_yaml("place_aliases.yaml"), ids=lambda row: row["name"])
def test_other_names_of_a_place_are_found(row: dict[str, str]) -> None:
    assert [place.name for place in PLACES.places_in(row["example"])] == [row["place"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ba ria vung tau 2023", ["tỉnh Bà Rịa - Vũng Tàu"]),
        ("tỉnh Bà Rịa – Vũng Tàu", ["tỉnh Bà Rịa - Vũng Tàu"]),
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
    named = [place.full_name for place in PLACES.places_in(text)]
    assert named == [name.replace("Cụm", "Cụm") for name in found]


def test_a_name_with_its_marks_is_one_place() -> None:
    named = [PLACES.place_named(name) for name in ("Tam Đường", "Tam Dương")]
    assert [place and place.province for place in named] == ["Lai Châu", "Vĩnh Phúc"]


def test_a_shared_name_keeps_all_its_candidates() -> None:
    (mention,) = PLACES.mentions("huyện Chợ Mới")
    assert {place.province for place in mention.candidates} == {"An Giang", "Bắc Kạn"}


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
    place = PLACES.place_named(old)
    assert place is not None
    assert place.now == now


def test_all_sixty_three_provinces_became_thirty_four() -> None:
    provinces = [place for place in PLACES.places if place.province is None]
    assert len(provinces) == 63
    assert len({place.now for place in provinces}) == 34
