"""Names in quotation marks: the cue before them decides their kind."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extraction.quoted_names import find_quoted_names
from indexer.rules import load_rules

RULES: Any = load_rules("campaign_facts")["quoted"]
EXAMPLES = [(rule, example) for rule in RULES for example in rule["examples"]]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_cues_decide_the_kind_of_a_quoted_name(rule: dict[str, str], example: str) -> None:
    assert [name.kind for name in find_quoted_names(example, "")] == [rule["fact"]]
