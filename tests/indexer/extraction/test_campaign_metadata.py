"""Metadata of campaign texts: the rules match their examples."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extraction.campaign_metadata import read_campaign_metadata
from indexer.rules import compile_pattern, load_rules
from indexer.structure.segmentation import segment_text

RULES: Any = {
    name: rule
    for name, rule in load_rules("campaign_metadata").items()
    if isinstance(rule, dict) and name != "pieces"
}


@pytest.mark.parametrize("name", RULES)
def test_rules_match_their_examples(name: str) -> None:
    pattern = compile_pattern(RULES[name]["pattern"], "campaign_metadata")
    assert all(pattern.search(example) for example in RULES[name]["examples"])


@pytest.mark.parametrize("title", ["XÃ HỘI HỌC TẬP Ở BẮC GIANG", "BẢO HIỂM XÃ HỘI TỈNH BẮC GIANG"])
def test_society_is_no_commune(title: str) -> None:
    text = f"{title}\nNăm 2026 tỉnh Bắc Giang thi đua xây dựng xã hội học tập."
    assert read_campaign_metadata(segment_text(text), {})["place"] == "Bắc Giang"


@pytest.mark.parametrize(
    "text",
    [
        (
            "Phường Bình Khê phát động thi đua năm 2026\nSáng 06/02, UBND phường Bình Khê (tỉnh Quảng Ninh)"
            " tổ chức hội nghị phát động thi đua."
        ),
        (
            "Sôi nổi ngày ra quân\nSáng 06/02, UBND phường Bình Khê, tỉnh Quảng Ninh tổ chức lễ phát động"
            " phong trào thi đua năm 2026 của tỉnh Quảng Ninh trên địa bàn."
        ),
        "Hội Nông dân phường Bình Khê ký giao ước năm 2026\nTỉnh Quảng Ninh có 54 phường, xã tham gia.",
    ],
)
def test_a_wards_article_is_the_wards(text: str) -> None:
    assert read_campaign_metadata(segment_text(text), {})["place"] == "Bình Khê"
