"""A question on several places is taken apart into what is asked of each."""

from __future__ import annotations

import re

import pytest

from knowledge.data import load_yaml
from knowledge.language import fold
from knowledge.library import Library
from knowledge.understanding import questions_of_each


@pytest.mark.parametrize(
    ("typed", "each"),
    [
        (
            "so sanh chi tieu trong rung cho don 2022 voi bac giang 2023, noi nao cao hon",
            ["chỉ tiêu trồng rừng chợ đồn 2022", "chỉ tiêu trồng rừng bắc giang 2023"],
        ),
        (
            "năm 2022 Chợ Đồn và Bắc Giang mỗi nơi có mấy phong trào",
            ["năm 2022 Chợ Đồn có mấy phong trào", "năm 2022 Bắc Giang có mấy phong trào"],
        ),
        (
            "Chợ Đồn 2022 với Bắc Giang: chủ đề là gì?",
            ["Chợ Đồn 2022 : chủ đề là gì", "Bắc Giang : chủ đề là gì năm 2022"],
        ),
        (
            "trồng rừng của Chợ Đồn và Bắc Giang năm 2022 và 2023",
            [
                "trồng rừng của Chợ Đồn năm 2022 và 2023",
                "trồng rừng của Bắc Giang năm 2022 và 2023",
            ],
        ),
        (
            "Sở Nội vụ Chợ Đồn và Bắc Giang được giao gì",
            ["Sở Nội vụ Chợ Đồn được giao gì", "Sở Nội vụ Bắc Giang được giao gì"],
        ),
        ("Chủ tịch tỉnh Bắc Giang thăm Chợ Đồn nói gì", []),
        ("ngoài Chợ Đồn, Bắc Giang còn nơi nào", []),
        ("chủ đề của huyện Chợ Đồn, tỉnh Bắc Kạn năm 2022", []),
        ("chủ đề của Bắc Giang năm 2022 và 2023", []),
        ("Cà Mau, An Giang, Kiên Giang, Cần Thơ, Hậu Giang có gì giống nhau", []),
    ],
)
def test_what_is_asked_of_each(starter: Library, typed: str, each: list[str]) -> None:
    places = starter.indexed_snapshot().snapshot.gazetteer
    assert questions_of_each(starter.parse(typed), places) == each


@pytest.mark.parametrize("name", ["frame", "joint"])
def test_each_example_is_read(name: str) -> None:
    row = load_yaml("comparisons.yaml")[name]
    for example in row["examples"]:
        assert any(re.search(cue, fold(example)) for cue in row["cues"]), example
