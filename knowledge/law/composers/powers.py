"""What an authority may confer: the rules on conferring, read from the authority's side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.answering import Context, Draft, message
from knowledge.data import load_yaml
from knowledge.language import fold, format_date, vocabulary
from knowledge.law.catalogue import catalogue
from knowledge.law.composers.guards import refuse_unknown_day
from knowledge.law.composers.rules import STATES, by_state, draft_of_rules
from knowledge.law.model import Rule
from knowledge.law.question import LawQuestion
from knowledge.law.verification import as_verified

#: What is asked of an authority: "tặng được những gì", "có thẩm quyền khen thưởng gì".
ASKS_POWERS = re.compile(
    r"\btham quyen (?:tang|khen|quyet dinh|cua|gi|nhung gi|den dau|ra sao|nhu the nao)\b"
    r"|(?<!phong )\b(?:tang|khen|trao|thuong(?= duoc))\b(?: thuong)?(?: duoc)?(?: nhung| cac)?(?: danh hieu| hinh thuc| loai|,)*"
    r"(?: khen(?: thuong)?| thi dua)?,? (?:gi|nao)\b"
)


@dataclass(frozen=True)
class Authority:
    """Somebody who confers; `data/law/authorities.yaml` explains the fields."""

    name: str
    asked: tuple[re.Pattern[str], ...]
    confers: re.Pattern[str]


@cache
def authorities() -> tuple[Authority, ...]:
    """Return all authorities that are known by what they confer."""
    return tuple(
        Authority(row["name"], tuple(map(re.compile, row["asked"])), re.compile(row["confers"]))
        for row in load_yaml("law/authorities.yaml")
    )


def authority_asked(text: str) -> Authority | None:
    """Return the authority of which a question asks what it confers; None where it asks otherwise."""
    folded = vocabulary().cue_text(text)
    if not ASKS_POWERS.search(folded):
        return None
    named = [one for one in authorities() if any(cue.search(folded) for cue in one.asked)]
    return named[0] if len(named) == 1 else None


def compose_powers(context: Context, law: LawQuestion) -> Draft | None:
    """Return the awards that the authority asked about confers on the day; None where none is asked.

    An award that is named, or a place, is asked about in another way.
    """
    authority = authority_asked(context.question.text)
    if authority is None or law.mentions or context.question.places:
        return None
    conferred = [
        (award.name_on(law.day), as_verified(context.snapshot, rule))
        for award in catalogue().awards.values()
        for rule in catalogue().rules_of(award.id, ("confer",), law.day)
        if authority.confers.search(fold(rule.says))
    ]
    if unknown := refuse_unknown_day(law):
        return unknown
    if not conferred:
        text = message("law_no_powers", authority=authority.name, day=format_date(law.day))
        return Draft(text, status="not_found", day=law.day)
    # Each award once, with the surest of its rules.
    surest: dict[str, Rule] = {}
    for name, rule in sorted(conferred, key=lambda one: STATES.index(one[1].state)):
        surest.setdefault(name, rule)
    lines = by_state((rule, _line(name, rule)) for name, rule in surest.items())
    parts = [message("law_powers", authority=authority.name), *lines]
    return draft_of_rules(context, law, parts, dict.fromkeys(rule for _, rule in conferred))


def _line(name: str, rule: Rule) -> str:
    text = catalogue().texts[rule.text].name if rule.text else ""
    where = " ".join(part for part in (rule.place, text) if part)
    return f"{name} ({where})" if where else name
