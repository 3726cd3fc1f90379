"""What a person of the office has compared with its source counts as verified from then on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from typing import TypeVar

from knowledge.law.model import BaseSalary, Multiple, Rule
from knowledge.law.rewards import Reward
from knowledge.model import Citation
from knowledge.snapshot import Snapshot

Entry = Rule | Multiple | BaseSalary
SomeEntry = TypeVar("SomeEntry", Rule, Multiple, BaseSalary)
#: What says how sure an entry is, not what it says.
NOT_SAID = ("state", "sources", "keywords")
ID_LETTERS = 16


def rule_id(entry: Entry) -> str:
    """Return what names an entry of the catalogue: other words, days or place make another id.

    A verification is of just these words: a later version of the program that says something else
    has to be compared anew.
    """
    names = (field.name for field in fields(entry) if field.name not in NOT_SAID)
    said = [type(entry).__name__, *(str(getattr(entry, name)) for name in names)]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode())
    return digest.hexdigest()[:ID_LETTERS]


def as_verified(snapshot: Snapshot, entry: SomeEntry) -> SomeEntry:
    """Return an entry as it is to be told: verified where a person has said so."""
    verified = snapshot.office.verified
    if not verified or rule_id(entry) not in verified:
        return entry
    return replace(entry, state="verified")


def as_reward_verified(snapshot: Snapshot, reward: Reward) -> Reward:
    """Return a reward whose multiple and salary are as they are to be told."""
    if not snapshot.office.verified:
        return reward
    multiple = as_verified(snapshot, reward.multiple)
    return Reward(multiple, as_verified(snapshot, reward.salary))


def with_source(snapshot: Snapshot, entry: Entry, citation: Citation) -> Citation:
    """Return a citation of an entry with the article and address where it was verified.

    The words of a text that is held stay those of its own page.
    """
    verified = snapshot.office.verified
    found = verified.get(rule_id(entry)) if verified else None
    if found is None or citation.quote:
        return citation
    return replace(citation, place=found.place, source_url=found.address or citation.source_url)
