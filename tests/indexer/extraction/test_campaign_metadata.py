"""Metadata of campaign texts: the rules match their examples."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.rules import compile_pattern, load_rules

RULES: Any = {
    name: rule
    for name, rule in load_rules("campaign_metadata").items()
    if isinstance(rule, dict) and name != "pieces"
}


@pytest.mark.parametrize("name", RULES)
def test_rules_match_their_examples(name: str) -> None:
    pattern = compile_pattern(RULES[name]["pattern"], "campaign_metadata")
    assert all(pattern.search(example) for example in RULES[name]["examples"])
