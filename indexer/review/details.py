"""The details of a fact (a unit, a day, a role) as a person sees and corrects them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from indexer.errors import InvalidMetadata
from indexer.review.metadata import parse_day, typed_value
from indexer.review.parameters import LAST_YEAR, MAX_FACT_CHARACTERS
from indexer.rules import load_rules
from knowledge.language import normalize, one_line
from knowledge.model import Fact, FactDetails


@cache
def detail_names(kind: str) -> Mapping[str, str]:
    """Return the details that facts of a kind may have: field of `FactDetails` → what it is called."""
    names: Mapping[str, str] = _row(kind).get("details", {})
    return names


def typed_details(fact: Fact) -> dict[str, str]:
    """Return the details that a fact may have as they would be typed, "" for what is not set."""
    return {name: typed_value(getattr(fact.details, name)) for name in detail_names(fact.kind)}


def read_details(kind: str, typed: Mapping[str, str]) -> FactDetails:
    """Return the details of a fact that a person enters; of another kind's there are none.

    Raise InvalidMetadata.
    """
    names = detail_names(kind)
    given = {name: _parse(name, names[name], text) for name, text in typed.items() if name in names}
    return FactDetails(**{n: one for n, one in given.items() if one}, by_hand=True)


def kept_details(before: Fact, after: Fact, same_value: bool) -> dict[str, str]:
    """Return what stays of a fact's details, as typed, where other fields of it were corrected.

    What repeats the name follows it, what repeats the value stays only with `same_value`; to
    another kind goes what is called alike there.
    """
    names = detail_names(after.kind).items() & detail_names(before.kind).items()
    gone = () if same_value else _row(before.kind).get("of_value", ())
    stay = {name for name, _ in names if name not in gone}
    return {
        name: after.name if text == before.name else text
        for name, text in typed_details(before).items()
        if name in stay
    }


@cache
def _row(kind: str) -> Mapping[str, Any]:
    return next((row for row in load_rules("fact_kinds") if row["kind"] == kind), {})


def _parse(name: str, label: str, typed: str) -> Any:
    text = one_line(normalize(typed))
    if len(text) > MAX_FACT_CHARACTERS:
        raise InvalidMetadata(f"«{label}» dài quá {MAX_FACT_CHARACTERS} ký tự.")
    if text and name == "date":
        return parse_day(label, text)
    if text and name in ("year", "part"):
        if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or int(text) > LAST_YEAR:
            raise InvalidMetadata(f"«{label}» phải là một số từ 0 đến {LAST_YEAR}.")
        return int(text)
    return text
