"""Facts that whole sentences state: each rule is a pattern whose named groups become the fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import regex

from indexer.extraction.facts import CampaignContext, build_fact, sentence_place
from indexer.rules import compile_pattern, load_rules
from indexer.structure.sentences import Sentence
from knowledge.language import dates_in, fold, gazetteer, one_line, vocabulary
from knowledge.model import Fact, FactDetails

#: Kinds that hold for every year of their document, unless they name one.
YEARLESS_KINDS = {"member", "leader", "person", "index", "definition", "legal_text"}
#: Kinds that hold for the place of their sentence, in a text of several provinces.
LOCAL_KINDS = {"launch", "theme"}
#: Groups that become name, year or day of a fact, not its details.
NON_DETAIL_GROUPS = {"name", "year", "list", "day", "day2"}
LIST_SEPARATOR = regex.compile(r", | và ")


def find_issued_details(sentences: Iterable[Sentence]) -> FactDetails | None:
    """Return the details of the first text that a report stands for, None without one.

    They are read before the fact itself, whose place and year follow from them.
    """
    rules = [rule for rule in load_rules("campaign_facts")["sentences"] if rule.get("stands_for")]
    context = CampaignContext(document_id="")
    facts = (fact for sentence in sentences for fact in _apply(rules, sentence, context))
    return next((fact.details for fact in facts), None)


def apply_sentence_rules(sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    """Yield the facts that `sentence` states."""
    return _apply(load_rules("campaign_facts")["sentences"], sentence, context)


def _apply(rules: Iterable[Any], sentence: Sentence, context: CampaignContext) -> Iterator[Fact]:
    launch_found = False
    for rule in rules:
        kind = rule["fact"]
        # One launch a sentence: the rule with the person stands before the one with the post alone.
        if launch_found and kind == "launch":
            continue
        for groups in _matches(rule, sentence.text):
            if kind == "person" and _is_province(groups["name"]):
                continue
            launch_found = launch_found or kind == "launch"
            for part in _split_list(groups, rule.get("split")):
                yield _build_fact(sentence, context, kind, part)


def _matches(rule: Any, text: str) -> Iterator[dict[str, str]]:
    """Yield the named groups of each match that are not empty."""
    for match in compile_pattern(rule["pattern"], "campaign_facts").finditer(text):
        groups = {
            name: one_line(group).strip(" ,") for name, group in match.groupdict().items() if group
        }
        yield _split_role(groups) if rule["fact"] == "person" else groups


def _split_role(groups: dict[str, str]) -> dict[str, str]:
    """Split a role that ends with a place from the name behind it.

    The pattern cuts "Chủ tịch UBND tỉnh Bắc Giang Lê Ánh Dương" before "Bắc".
    """
    text = f"{groups['role']} {groups['name']}"
    name_start = len(groups["role"]) + 1
    for place in gazetteer().mentions(text):
        if place.start <= name_start < place.end < len(text):
            return {"role": text[: place.end], "name": text[place.end :].strip()}
    return groups


def _is_province(name: str) -> bool:
    place = gazetteer().place_named(name)
    return place is not None and place.province is None


def _split_list(groups: dict[str, str], name: str | None) -> list[dict[str, str]]:
    if name is None:
        return [groups]
    return [{**groups, "name": part} for part in LIST_SEPARATOR.split(groups[name])]


def _build_fact(
    sentence: Sentence, context: CampaignContext, kind: str, groups: dict[str, str]
) -> Fact:
    year = None if kind in YEARLESS_KINDS else context.year
    if "year" in groups:
        year = int(groups["year"])
    details: dict[str, Any] = {
        name: group for name, group in groups.items() if name not in NON_DETAIL_GROUPS
    }
    day = groups.get("day") or groups.get("day2")
    if day and (dates := dates_in(day, year or context.year)):
        details["date"] = dates[0].day
    name = _correct_kind(groups.get("name") or _name_without_group(kind, groups))
    place = context.place
    if kind in LOCAL_KINDS:
        place = sentence_place(sentence, context, groups.get("place"))
    fact = build_fact(sentence, context, kind, name, details=details)
    return replace(fact, year=year, place=place)


def _name_without_group(kind: str, groups: dict[str, str]) -> str:
    if kind == "issued":
        return f"{groups['text_kind']} {groups['number']}"
    return groups.get("person") or groups.get("place") or groups.get("role", "")


def _correct_kind(name: str) -> str:
    """Return a name with its kind of document spelled right: "Chị thị số 34-CT/TW" has a slip."""
    for kind in vocabulary().document_kinds:
        if fold(name).startswith(fold(kind) + " "):
            return kind + name[len(kind) :]
    return name
