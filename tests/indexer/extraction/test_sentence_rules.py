"""Sentence rules match their examples, and name only details that their kind of fact has."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extraction.facts import DETAIL_FIELDS
from indexer.extraction.sentence_rules import NON_DETAIL_GROUPS
from indexer.rules import compile_pattern, load_rules

RULES: Any = load_rules("campaign_facts")["sentences"]
EXAMPLES = [(rule, example) for rule in RULES for example in rule["examples"]]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_rules_match_their_examples(rule: dict[str, str], example: str) -> None:
    match = compile_pattern(rule["pattern"], "campaign_facts").search(example)
    assert match
    assert any(match.groupdict().values())


@pytest.mark.parametrize(
    ("rule", "trap"), [(rule, trap) for rule in RULES for trap in rule.get("traps", ())]
)
def test_rules_leave_their_traps(rule: dict[str, str], trap: str) -> None:
    assert not compile_pattern(rule["pattern"], "campaign_facts").search(trap)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["pattern"])[:40])
def test_groups_are_details_of_the_kind(rule: dict[str, str]) -> None:
    groups = set(compile_pattern(rule["pattern"], "campaign_facts").groupindex)
    assert groups - NON_DETAIL_GROUPS <= set(DETAIL_FIELDS[rule["fact"]])
    assert not groups & {"day", "day2"} or "date" in DETAIL_FIELDS[rule["fact"]]
