"""Relations to other texts: the rules match their examples."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.extraction.relations import extract_relations
from indexer.rules import load_rules
from indexer.structure.segmentation import segment_text
from knowledge.model import Document

RULES: Any = load_rules("relations")["rules"]
EXAMPLES = [(rule, example) for rule in RULES for example in rule["examples"]]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: str(value)[:40])
def test_relations_are_found(rule: dict[str, str], example: str) -> None:
    facts = extract_relations(segment_text(example), Document("a", "", text=example))
    assert [fact.value for fact in facts] == [rule["relation"]]
