"""The texts that an issued text rests on, amends, replaces or ends, each with the sentence that says so.

What a text says about others is read only from a text that was issued itself: an article about one only reports it.
How texts say it stands in `rules/relations.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from knowledge.citations import dates_in
from knowledge.model import Document, Fact
from knowledge.text import one_line, sentences


def relations(found: Sequence[Block], document: Document) -> list[Fact]:
    """Give a fact of kind "relation" for each text named; its value is rests_on, amends, replaces or ends."""
    made: dict[tuple[str, str], Fact] = {}
    for block in found:
        if block.kind in ("boilerplate", "row"):
            continue
        for start, end in sentences(block.text):
            for fact in _of_sentence(block.text[start:end], block.start + start, document):
                made.setdefault((fact.value, fact.details.get("number") or fact.name), fact)
    return list(made.values())


def _of_sentence(text: str, offset: int, document: Document) -> Iterator[Fact]:
    for rule in load_rules("relations")["rules"]:
        cue = compile_pattern(rule["cue"]).search(text)
        if not cue:
            continue
        start, end = (cue.end(), len(text)) if rule["names"] == "after" else (0, cue.start())
        for match in _names(text, start, end, laws=rule.get("laws", False)):
            number = match.groupdict().get("number") or ""
            if number and number == document.number:
                continue
            between = (
                text[cue.end() : match.start()]
                if rule["names"] == "after"
                else text[: match.start()]
            )
            relation = _relation(rule["relation"], between)
            yield Fact(
                document.id, "relation", one_line(match["name"]), offset, offset + len(text), relation, document.place,
                None, _details(match, number),
            )  # fmt: skip


def _relation(said: str, between: str) -> str:
    """A part of a text that is replaced or ended leaves the text itself standing, amended."""
    if said in ("replaces", "ends") and compile_pattern(load_rules("relations")["part"]).search(
        between
    ):
        return "amends"
    return said


def _names(text: str, start: int, end: int, laws: bool) -> Iterator[Any]:
    """Yield the texts named in a part of a sentence: those with a number, and laws by their names where they may have none."""
    rules = load_rules("relations")
    for rule in ("name", "law") if laws else ("name",):
        yield from compile_pattern(rules[rule]).finditer(text, start, end)


def _details(match: Any, number: str) -> dict[str, str]:
    days = dates_in(match["day"]) if match["day"] else []
    told = {
        "number": number,
        "date": days[0].day.isoformat() if days else "",
        "year": match.groupdict().get("year") or "",
    }
    return {name: text for name, text in told.items() if text}
