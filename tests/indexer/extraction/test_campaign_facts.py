"""Principles, contents and events: the rules match their examples."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extraction.campaign_facts import extract_campaign_facts
from indexer.extraction.facts import CampaignContext
from indexer.rules import compile_pattern, load_rules
from indexer.structure.segmentation import segment_text
from knowledge.language import dates_in

RULES: Any = load_rules("campaign_facts")
PRINCIPLES = [
    *((text, True) for text in RULES["principle"]["examples"]),
    *((text, False) for text in RULES["principle"]["not_examples"]),
]


@pytest.mark.parametrize(("text", "expected"), PRINCIPLES)
def test_principles_are_found(text: str, expected: bool) -> None:
    facts = extract_campaign_facts(segment_text(text), CampaignContext("a"))
    assert ("principle" in {fact.kind for fact in facts}) is expected


def test_all_below_the_heading_of_principles_or_contents_is_one() -> None:
    text = (
        "## Nguyên tắc khen thưởng\nNhân rộng điển hình tiên tiến.\n"
        "## Nhiệm vụ thi đua\n1. Sơ kết, tổng kết các đợt thi đua.\n2. Báo cáo đúng hạn.\n"
        "## Phong trào thi đua\n- “Cả nước chung sức xây dựng nông thôn mới” giai đoạn 2021-2025\n"
    )
    facts = extract_campaign_facts(segment_text(text), CampaignContext("a"))
    told = [(fact.kind, fact.name) for fact in facts if not fact.is_proposal]
    assert told == [
        ("principle", "Nhân rộng điển hình tiên tiến."),
        ("content", "Sơ kết, tổng kết các đợt thi đua"),
        ("content", "Báo cáo đúng hạn"),
        ("movement", "Cả nước chung sức xây dựng nông thôn mới"),
    ]


@pytest.mark.parametrize("text", RULES["content"]["examples"])
def test_paragraphs_that_call_to_do_something_are_contents(text: str) -> None:
    assert compile_pattern(RULES["content"]["begins"]).match(text)


@pytest.mark.parametrize("text", RULES["event"]["examples"])
def test_events_have_day_and_venue(text: str) -> None:
    match = compile_pattern(RULES["event"]["pattern"], "campaign_facts").match(text)
    assert match
    assert dates_in(match["day"], 2024)
    assert compile_pattern(RULES["event"]["venue"]).search(text)
