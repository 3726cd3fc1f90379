"""The metadata of a document as a person corrects it: typed words, checked, marked as by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from indexer.errors import InvalidMetadata
from indexer.extraction.facts import document_year
from indexer.readers.markdown import FIELD_TYPES
from indexer.review.parameters import FIRST_YEAR, LAST_YEAR, MAX_FIELD_CHARACTERS, MAX_YEARS
from knowledge.language import fold, format_date, gazetteer, normalize, one_line
from knowledge.model import Document, Fact, Metadata
from knowledge.storage import Contents
from knowledge.web_address import is_web_address

#: Fields of `Document` that a person may correct → what they are called. An id is never changed.
FIELD_NAMES = {
    "title": "Tên văn bản",
    "kind": "Loại văn bản",
    "number": "Số, ký hiệu",
    "issued": "Ngày ban hành",
    "authority": "Cơ quan ban hành",
    "signer": "Người ký",
    "place": "Nơi",
    "years": "Năm",
    "effective_from": "Có hiệu lực từ ngày",
    "effective_to": "Hết hiệu lực từ ngày",
    "publisher": "Nơi đăng",
    "published": "Ngày đăng",
    "source_title": "Nguồn",
    "source_url": "Địa chỉ nguồn",
}
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
YEARS = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")


def typed_metadata(document: Document) -> dict[str, str]:
    """Return the fields that a person may correct as they would be typed."""
    return {name: typed_value(getattr(document, name)) for name in FIELD_NAMES}


def correct_metadata(contents: Contents, typed: Mapping[str, str]) -> Contents:
    """Return the contents with the fields as typed; what differs is marked as entered by hand.

    Fields that are not typed stay. Facts that hold for the place and year of the document follow
    them. Raise InvalidMetadata.
    """
    before = contents.document
    given = {name: _parse(name, typed[name]) for name in FIELD_NAMES if name in typed}
    changed = {name: value for name, value in given.items() if value != getattr(before, name)}
    if not changed:
        return contents
    by_hand = tuple(dict.fromkeys((*before.by_hand, *changed)))
    after = replace(before, **changed, by_hand=by_hand)
    _require_order(after)
    facts = tuple(_moved(fact, before, after) for fact in contents.facts)
    return replace(contents, document=after, facts=facts)


def settle_doubt(contents: Contents, doubt: str) -> Contents:
    """Return the contents without a doubt that a person has looked into."""
    kept = tuple(one for one in contents.document.doubts if one != doubt)
    return replace(contents, document=replace(contents.document, doubts=kept))


def is_same_text(one: Metadata, other: Metadata) -> bool:
    """Whether two have the number, the day and the body of one text.

    A body is written in several ways: the place tells it as well.
    """
    if not (one.number and other.number and one.issued and one.issued == other.issued):
        return False
    bodies = fold(one.authority or ""), fold(other.authority or "")
    is_same_body = bodies[0] == bodies[1] or not all(bodies)
    is_same_place = bool(one.place) and one.place == other.place
    return fold(one.number) == fold(other.number) and (is_same_body or is_same_place)


def typed_value(value: object) -> str:
    """Return a value as it would be typed: a day as 09/02/2024, what is not set as ""."""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value or "")


def _parse(name: str, typed: str) -> Any:
    text = one_line(normalize(typed))
    if len(text) > MAX_FIELD_CHARACTERS:
        raise InvalidMetadata(f"«{FIELD_NAMES[name]}» dài quá {MAX_FIELD_CHARACTERS} ký tự.")
    if not text and name != "title":
        return () if name == "years" else None
    parse = PARSERS.get(name) or (_day if FIELD_TYPES[name] is date else _text)
    return parse(name, text)


def _text(name: str, text: str) -> str:
    return text


def _title(name: str, text: str) -> str:
    if not text:
        raise InvalidMetadata("Văn bản phải có tên.")
    return text


def _day(name: str, text: str) -> date:
    return parse_day(FIELD_NAMES[name], text)


def parse_day(label: str, text: str) -> date:
    """Return the day that was typed into the field called `label`. Raise InvalidMetadata."""
    try:
        if match := DAY.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidMetadata(f"«{label}» phải là một ngày như 09/02/2024.") from error


def _years(name: str, text: str) -> tuple[int, ...]:
    years: list[int] = []
    for part in filter(None, map(str.strip, re.split("[,;]", text))):
        match = YEARS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            raise InvalidMetadata(
                f"«Năm» phải là các năm từ {FIRST_YEAR} đến {LAST_YEAR}, như 2024 hoặc 2021–2025."
            )
        years += range(first, last + 1)
    if len(years) > MAX_YEARS:
        raise InvalidMetadata(f"Nhiều nhất {MAX_YEARS} năm.")
    return tuple(sorted(set(years)))


def _place(name: str, text: str) -> str:
    """Return the name by which a place is known, else what was typed: not every block is known."""
    if known := gazetteer().place_named(text):
        return known.name
    named = gazetteer().places_in(text)
    is_whole = len(named) == 1 and fold(text) == fold(named[0].full_name)
    return named[0].name if is_whole else text


def _address(name: str, text: str) -> str:
    # A page links to it: a script is none.
    if not is_web_address(text):
        raise InvalidMetadata("«Địa chỉ nguồn» phải bắt đầu bằng http:// hoặc https://.")
    return text


PARSERS: dict[str, Callable[[str, str], Any]] = {
    "title": _title,
    "years": _years,
    "place": _place,
    "source_url": _address,
}


def _require_order(document: Document) -> None:
    first, last = document.effective_from, document.effective_to
    if first and last and last <= first:
        raise InvalidMetadata("Ngày hết hiệu lực phải sau ngày có hiệu lực.")


def _moved(fact: Fact, before: Document, after: Document) -> Fact:
    """Return a fact that held for the document's place or year with those it has now."""
    place = after.place if fact.place == before.place else fact.place
    year = document_year(after) if fact.year == document_year(before) else fact.year
    return replace(fact, place=place, year=year)
