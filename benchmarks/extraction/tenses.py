"""Results and goals by another hand (`tests/gold/tenses`): how many of each are told as targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from benchmarks.extraction.texts import GOLD
from indexer.extraction.campaign_facts import extract_campaign_facts
from indexer.extraction.facts import CampaignContext
from indexer.structure.segmentation import segment_text


def measure_tenses() -> dict[str, Any]:
    """Print and return how many results are told as targets (none should be), and how many goals."""
    said = yaml.safe_load((GOLD / "tenses" / "sentences.yaml").read_text(encoding="utf-8"))
    false = [one["text"] for one in said["results"] if _targets(one)]
    found = sum(_targets(one) for one in said["targets"])
    print(*(f"  told as a goal: {text}" for text in false), sep="\n")
    return {"tenses_false_targets": len(false), "tenses_goals_found": found}


def _targets(one: Mapping[str, Any]) -> bool:
    """Whether a target is told of a sentence below the line that leads to it."""
    blocks = segment_text(f"{one['before']}\n{one['text']}".strip())
    facts = extract_campaign_facts(blocks, CampaignContext("sentence", year=one["year"]))
    return any(fact.kind == "target" and not fact.is_proposal for fact in facts)
