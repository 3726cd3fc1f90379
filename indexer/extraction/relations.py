"""The texts that an issued text rests on, amends, replaces or ends, each with its sentence.

They are read only from a text that was issued itself: an article about one merely reports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import regex

from indexer.extraction.facts import build_details
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from indexer.structure.sentences import Sentence, split_block
from knowledge.language import dates_in, one_line
from knowledge.model import Document, Fact, FactDetails


def extract_relations(blocks: Sequence[Block], document: Document) -> list[Fact]:
    """Return a fact of kind "relation" for each text that is named, each once a relation.

    The value is "rests_on", "amends", "replaces" or "ends".
    """
    relations: dict[tuple[str, str], Fact] = {}
    texts = [block for block in blocks if block.kind not in ("boilerplate", "row")]
    for sentence in (sentence for block in texts for sentence in split_block(block)):
        for fact in _sentence_relations(sentence, document):
            identity = fact.value, fact.details.number or fact.name
            relations.setdefault(identity, fact)
    return list(relations.values())


def _sentence_relations(sentence: Sentence, document: Document) -> Iterator[Fact]:
    text = sentence.text
    for rule in load_rules("relations")["rules"]:
        cue = compile_pattern(rule["cue"]).search(text)
        if not cue:
            continue
        is_after = rule["names"] == "after"
        span = (cue.end(), len(text)) if is_after else (0, cue.start())
        for match in _find_names(text, span, rule.get("laws", False)):
            number = match.groupdict().get("number")
            if number and number == document.number:
                continue
            between = text[cue.end() if is_after else 0 : match.start()]
            yield _build_fact(sentence, document, _weaken(rule["relation"], between), match)


def _find_names(text: str, span: tuple[int, int], laws: bool) -> Iterator[regex.Match[str]]:
    """Yield the names of texts within `span`: those with a number, and `laws` without one."""
    rules = load_rules("relations")
    for name in ("name", "law") if laws else ("name",):
        yield from compile_pattern(rules[name]).finditer(text, *span)


def _weaken(relation: str, between: str) -> str:
    """Return "amends" when only a part of a text is replaced or ended: the text itself stands."""
    is_part = compile_pattern(load_rules("relations")["part"]).search(between)
    return "amends" if relation in ("replaces", "ends") and is_part else relation


def _build_fact(
    sentence: Sentence, document: Document, relation: str, match: regex.Match[str]
) -> Fact:
    return Fact(
        document_id=document.id,
        kind="relation",
        name=one_line(match["name"]),
        start=sentence.start,
        end=sentence.end,
        value=relation,
        place=document.place,
        details=_details(match.groupdict()),
    )


def _details(groups: dict[str, Any]) -> FactDetails:
    days = dates_in(groups["day"]) if groups["day"] else []
    values = {
        "number": groups.get("number") or None,
        "date": days[0].day if days else None,
        "year": int(groups["year"]) if groups.get("year") else None,
    }
    return build_details("relation", values)
