"""Metadata that a legal text states of itself, and the days on which a text is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from indexer.extraction.letterhead import compose_title, find_kind_and_subject
from indexer.extraction.parameters import LEAD_CHARACTERS, MAX_FIRST_LINE_AUTHORITY
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from indexer.structure.provisions import ARTICLE
from knowledge.language import dates_in, document_numbers_in


def read_legal_metadata(text: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """Return fields of `Document` that a copy without a full letterhead still states.

    They are its first number, its first day, and the body in its first line.
    """
    lead = text[:LEAD_CHARACTERS]
    numbers = document_numbers_in(lead)
    kind, subject = find_kind_and_subject([block.plain_text for block in blocks])
    issued = _first_day(lead)
    return {
        "kind": kind,
        "title": compose_title(kind, subject) if kind else blocks[0].plain_text,
        "place": None,
        "years": (),
        "number": numbers[0] if numbers else None,
        "issued": issued,
        "authority": _authority(blocks[0].plain_text),
        **read_effective_dates(blocks, issued),
    }


def _authority(first_line: str) -> str | None:
    """Return the body in the first line, as an office writes it above the country's name."""
    if len(first_line) >= MAX_FIRST_LINE_AUTHORITY or ARTICLE.match(first_line):
        return None
    return first_line


def read_effective_dates(blocks: Sequence[Block], issued: date | None) -> dict[str, date | None]:
    """Return the first day in force and the first day no longer in force, None when not stated.

    They are read from what the closing provisions say of "this" text; "kể từ ngày ký" is the day of
    issue.
    """
    rules = load_rules("legal_metadata")
    in_force, ended = (compile_pattern(rules[name]["pattern"]) for name in ("in_force", "ended"))
    start = end = None
    for block in blocks:
        if not start and (match := in_force.search(block.text)):
            start = _first_day(match["day"]) if match["day"] else issued
        if not end and (match := ended.search(block.text)):
            end = _first_day(match["day"])
    return {"effective_from": start, "effective_to": end}


def _first_day(text: str) -> date | None:
    return next((found.day for found in dates_in(text)), None)
