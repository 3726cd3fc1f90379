"""Deadlines and duties: the rules match their examples."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extraction.obligations import find_obligations
from indexer.rules import load_rules

RULES: Any = load_rules("obligations")


@pytest.mark.parametrize("text", RULES["deadline"]["examples"])
def test_deadlines_are_found(text: str) -> None:
    assert [found.kind for found in find_obligations(text, "", 2024)][:1] == ["deadline"]


@pytest.mark.parametrize("example", RULES["duty"]["examples"], ids=lambda example: example["text"])
def test_duties_are_found(example: dict[str, str]) -> None:
    found = find_obligations(example["text"], "", 2024)
    assert [obligation.name for obligation in found] == [example["body"]]


@pytest.mark.parametrize(
    "text", [*RULES["deadline"]["not_examples"], *RULES["duty"]["not_examples"]]
)
def test_other_sentences_have_none(text: str) -> None:
    assert list(find_obligations(text, "", 2024)) == []


@pytest.mark.parametrize(
    ("text", "duties"),
    [
        (
            "Phòng Nông nghiệp theo dõi việc thay phao; Phòng Văn hóa tổ chức truyền thông.",
            [
                ("Phòng Nông nghiệp", "theo dõi việc thay phao"),
                ("Phòng Văn hóa", "tổ chức truyền thông"),
            ],
        ),
        (
            "Phòng Nội vụ theo dõi thi đua; tổng hợp hồ sơ.",
            [("Phòng Nội vụ", "theo dõi thi đua; tổng hợp hồ sơ")],
        ),
    ],
)
def test_a_task_ends_where_another_body_has_one(text: str, duties: list[tuple[str, str]]) -> None:
    found = find_obligations(text, "Tổ chức thực hiện", 2024)
    assert [(one.name, one.value) for one in found if one.kind == "duty"] == duties
