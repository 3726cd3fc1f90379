"""Boilerplate of web pages: every pattern matches its examples, and no text of a document."""

from __future__ import annotations

from typing import Any, Literal

import pytest
import regex

from indexer.rules import load_rules
from indexer.structure.boilerplate import is_boilerplate

BOILERPLATE: Any = load_rules("boilerplate")


@pytest.mark.parametrize("group", ["line", "tail"])
def test_boilerplate_is_recognised(group: Literal["line", "tail"]) -> None:
    for rule in BOILERPLATE[group]:
        assert all(is_boilerplate(example, group) for example in rule["examples"]), rule["pattern"]
        assert all(regex.fullmatch(rule["pattern"], example) for example in rule["examples"])


@pytest.mark.parametrize(
    "line",
    [
        "Một là, đẩy mạnh sản xuất.",
        "Chủ tịch UBND tỉnh phát động thi đua.",
        "1. Tiếp tục thực hiện.",
        "Tỷ lệ hộ nghèo giảm 2%.",
        "Hà Nam phát động thi đua năm 2024",
    ],
)
def test_text_is_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)
    assert not is_boilerplate(line, "tail")
