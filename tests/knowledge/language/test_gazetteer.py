"""Places are found whatever their spelling, and everyday words are no places."""

from __future__ import annotations

import re

import pytest

from knowledge.data import load_yaml
from knowledge.language import COMMUNES, Gazetteer, Place, gazetteer

PLACES = gazetteer()


def knowing(*full_names: str) -> Gazetteer:
    """Return a gazetteer where documents are about these places: "xã Bản Lầu"."""
    named = [re.fullmatch(r"((?:thị |[Tt]hành |đặc )?\S+) (.+)", name) for name in full_names]
    split = [(match[1].lower(), match[2]) for match in named if match]
    communes = [Place(name, kind) for kind, name in split if kind in COMMUNES]
    return Gazetteer({name for _, name in split}, communes)


@pytest.mark.parametrize("row", load_yaml("regions.yaml"), ids=lambda row: row["name"])
def test_groups_of_provinces_are_found(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        assert [place.name for place in PLACES.places_in(example)] == [row["name"]]


@pytest.mark.parametrize("row", load_yaml("place_traps.yaml"), ids=lambda row: row["name"])
def test_everyday_words_are_no_places(row: dict[str, str]) -> None:
    places = knowing(row["place"])
    assert [place.name for place in places.places_in(row["place"])] == [row["name"]]
    assert places.places_in(row["trap"]) == []


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


@pytest.mark.parametrize(
    ("held", "text", "found"),
    [
        ("xã Bản Lầu", "chỉ tiêu xã bản lầu năm 2026", ["xã Bản Lầu"]),
        ("xã Bản Lầu", "ban lau ho ngheo con may phan tram", ["xã Bản Lầu"]),
        ("xã Bản Lầu", "xa ban lau, tinh lao cai", ["xã Bản Lầu", "tỉnh Lào Cai"]),
        ("xã Bản Lầu", "bàn lâu về thi đua", []),
        ("phường Đoàn Kết", "UBND phuong doan ket", ["phường Đoàn Kết"]),
        ("phường Ninh Xá", "xã Bản Lầu", []),
        ("xã Bản Lầu", "khu chợ mới bên sông", []),
        ("phường Thanh Thủy", "phuong thanh thuy hue", ["phường Thanh Thủy", "thành phố Huế"]),
        ("xã Bình Minh", "phân hạng xóm ở Bình Minh", ["xã Bình Minh"]),
        ("xã Châu Thành", "huyện Châu Thành A", ["huyện Châu Thành A"]),
        ("đặc khu Cô Tô", "Huyện Cô Tô nay thuộc tỉnh nào", ["huyện Cô Tô"]),
        ("đặc khu Cô Tô", "chủ đề của Cô Tô", ["đặc khu Cô Tô"]),
        ("xã Bình Minh", "thị xã Bình Minh nay thuộc tỉnh nào", ["thị xã Bình Minh"]),
        # The commune bears the name of the district that it was part of.
        ("huyện Chợ Đồn", "xã Chợ Đồn năm 2026", ["huyện Chợ Đồn"]),
        ("tỉnh Hòa Bình", "xã Hòa Bình năm 2026", []),
        # Of two districts written alike the one that a document is about is meant.
        ("huyện Tam Đường", "ke hoach huyen tam duong", ["huyện Tam Đường"]),
        ("huyện Tam Đường", "kế hoạch huyện Tam Dương", ["huyện Tam Dương"]),
    ],
)
def test_places_that_documents_are_about(held: str, text: str, found: list[str]) -> None:
    assert [place.full_name for place in knowing(held).places_in(text)] == found


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


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Tỉnh Bắc Giang", "Bắc Giang"),
        ("bắc giang", "Bắc Giang"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("  Huyện   Chợ Đồn ", "Chợ Đồn"),
        ("xã Chưa Ai Biết", "Chưa Ai Biết"),
        ("Xã", "Xã"),
    ],
)
def test_a_place_is_named_as_documents_name_it(typed: str, name: str) -> None:
    assert gazetteer().bare_name(typed) == name
