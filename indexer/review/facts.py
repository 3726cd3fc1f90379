"""The facts of a document as a person confirms, corrects, adds and takes them out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from indexer.errors import InvalidMetadata
from indexer.extraction.facts import document_year
from indexer.review.details import kept_details, read_details, typed_details
from indexer.review.metadata import typed_value
from indexer.review.parameters import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_EVIDENCE_CHARACTERS,
    MAX_FACT_CHARACTERS,
    MAX_FACTS,
)
from indexer.rules import load_rules
from knowledge.language import normalize, normalized_tokens, one_line
from knowledge.model import Document, Fact
from knowledge.storage import Contents

#: Before the name of a detail, where a form has it beside the fields of the fact.
DETAIL = "details-"
#: A whole number in groups of three: "1.500.000".
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


@dataclass(frozen=True)
class TypedFact:
    """What a person typed of a fact.

    Its evidence is `start`..`end` of the text where both are given, else the words of `quote`. An
    empty place or year is the document's. `details` are those that the form had.
    """

    kind: str
    name: str
    value: str = ""
    place: str = ""
    year: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_form(cls, fields: Mapping[str, str]) -> TypedFact:
        """Return the fact of a form's fields. Raise InvalidMetadata for offsets that are none."""
        texts = {name: fields.get(name, "") for name in ("kind", "name", "value", "place", "year")}
        start, end = (_offset(fields.get(name, "")) for name in ("start", "end"))
        details = {n.removeprefix(DETAIL): t for n, t in fields.items() if n.startswith(DETAIL)}
        quote = fields.get("quote", "")
        return cls(**texts, quote=quote, start=start, end=end, details=details)


@cache
def fact_kinds(only_typed: bool = False) -> Mapping[str, str]:
    """Return the kinds of facts with what each is called; `only_typed` for those one may type."""
    rows = load_rules("fact_kinds")
    return {row["kind"]: row["name"] for row in rows if row.get("typed", True) or not only_typed}


@cache
def _value_names(kind: str) -> Mapping[str, str]:
    rows = load_rules("fact_kinds")
    return next((row.get("values", {}) for row in rows if row["kind"] == kind), {})


def shown_value(fact: Fact) -> str:
    """Return the value of a fact as people read it: a relation's is a name of ours."""
    return _value_names(fact.kind).get(fact.value, fact.value)


def confirm_fact(contents: Contents, number: int) -> Contents:
    """Return the contents with a proposal told from now on: a person found it right.

    Raise InvalidMetadata where its evidence does not hold its figures.
    """
    fact = _fact(contents, number)
    try:
        require_figures(fact.value, contents.document.text[fact.start : fact.end])
    except InvalidMetadata as error:
        raise InvalidMetadata(f"Dữ kiện {number + 1}: {error}") from None
    sure = replace(fact, confidence=1.0, details=replace(fact.details, by_hand=True))
    return _with_fact(contents, number, sure)


def correct_fact(contents: Contents, number: int, typed: TypedFact) -> Contents:
    """Return the contents with a fact as typed; what was not changed stays. Raise InvalidMetadata."""
    before = _fact(contents, number)
    after = _build(contents.document, typed, near=before.start)
    shown = typed_details(before)
    changed = {name: text for name, text in typed.details.items() if text != shown.get(name)}
    details = {**kept_details(before, after, _is_same_value(before, after.value)), **changed}
    # A fact may hold for no place or year though its document does.
    place, year = (
        getattr(before if text == typed_value(getattr(before, name)) else after, name)
        for name, text in (("place", typed.place), ("year", typed.year))
    )
    details_after = read_details(after.kind, details)
    return _with_fact(
        contents, number, replace(after, place=place, year=year, details=details_after)
    )


def _is_same_value(before: Fact, value: str) -> bool:
    """Whether a value was at most put in other words: no figure, unit or comparison is another.

    What is read of a comparison ("giảm 5%", "trên 5%") is not looked for in the new words.
    """
    if value == before.value:
        return True
    details, figures = before.details, list(_figures(value))
    is_same_unit = details.unit in value or details.unit not in before.value
    is_compared = bool(details.comparator or details.change)
    same_figures = bool(figures) and figures == list(_figures(before.value))
    return same_figures and is_same_unit and not is_compared


def add_fact(contents: Contents, typed: TypedFact) -> Contents:
    """Return the contents with one more fact, in reading order. Raise InvalidMetadata."""
    if len(contents.facts) >= MAX_FACTS:
        raise InvalidMetadata(f"Một văn bản có nhiều nhất {MAX_FACTS} dữ kiện.")
    fact = _build(contents.document, typed)
    return replace(contents, facts=_ordered((*contents.facts, fact)))


def take_out_fact(contents: Contents, number: int) -> Contents:
    """Return the contents without a fact. Raise InvalidMetadata where there is none."""
    _fact(contents, number)
    return replace(contents, facts=contents.facts[:number] + contents.facts[number + 1 :])


def find_evidence(text: str, quote: str, near: int = 0) -> tuple[int, int]:
    """Return where the words of a quote stand in a text, the place nearest to `near`.

    White space may differ: a quote is copied from a page. Raise InvalidMetadata where they do not
    stand there.
    """
    words = normalize(quote).split()
    length = sum(map(len, words))
    if not words or length > MAX_EVIDENCE_CHARACTERS:
        raise InvalidMetadata(f"Câu dẫn phải có chữ và không quá {MAX_EVIDENCE_CHARACTERS} ký tự.")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = [match.span() for match in pattern.finditer(text)]
    if not found:
        raise InvalidMetadata(f"Câu dẫn “{quote.strip()[:80]}” không có trong văn bản.")
    return min(found, key=lambda span: abs(span[0] - near))


def require_figures(value: str, quote: str) -> None:
    """Raise InvalidMetadata for a figure of a value that does not stand in the words that prove it."""
    there = set(_figures(quote))
    for figure, written in _figures(value).items():
        if figure not in there:
            raise InvalidMetadata(
                f"Câu dẫn không có số {written} của giá trị; chọn câu dẫn có số ấy, hoặc sửa giá trị."
            )


def _figures(text: str) -> dict[str, str]:
    """Return the numbers of a text as they are compared, each with how it is written there.

    "1.500" is 1500 and "05" is 5; a decimal comma stays, so that 58,5 is no 585.
    """
    written = [token for token in normalized_tokens(normalize(text)) if token[0].isdigit()]
    return {_figure(one): one for one in written}


def _figure(written: str) -> str:
    plain = written.replace(".", "") if GROUPED.fullmatch(written) else written
    return plain.lstrip("0") or "0" if plain.isdigit() else plain


def _build(document: Document, typed: TypedFact, near: int = 0) -> Fact:
    name, value = one_line(normalize(typed.name)), one_line(normalize(typed.value))
    if typed.kind not in fact_kinds(only_typed=True):
        raise InvalidMetadata("Chọn loại dữ kiện trong danh sách.")
    if not name or max(len(name), len(value), len(typed.place)) > MAX_FACT_CHARACTERS:
        raise InvalidMetadata(f"Dữ kiện phải có tên; mỗi ô nhiều nhất {MAX_FACT_CHARACTERS} ký tự.")
    start, end = _evidence(document.text, typed, near)
    require_figures(value, document.text[start:end])
    return Fact(
        document_id=document.id,
        kind=typed.kind,
        name=name,
        start=start,
        end=end,
        value=value,
        place=one_line(normalize(typed.place)) or document.place,
        year=_year(typed.year) or document_year(document),
        details=read_details(typed.kind, typed.details),
    )


def _evidence(text: str, typed: TypedFact, near: int) -> tuple[int, int]:
    if typed.start is None or typed.end is None:
        return find_evidence(text, typed.quote, near)
    start, end = typed.start, typed.end
    is_span = 0 <= start < end <= len(text) and end - start <= MAX_EVIDENCE_CHARACTERS
    if not is_span or not text[start:end].strip():
        raise InvalidMetadata("Chỗ dẫn nằm ngoài văn bản hoặc không có chữ.")
    return start, end


def _offset(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not re.fullmatch(r"\s*\d{1,9}\s*", typed, re.ASCII):
        raise InvalidMetadata("Chỗ dẫn phải là số ký tự tính từ đầu văn bản.")
    return int(typed)


def _year(typed: str) -> int | None:
    text = typed.strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise InvalidMetadata(f"Năm của dữ kiện phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return int(text)


def _fact(contents: Contents, number: int) -> Fact:
    if not 0 <= number < len(contents.facts):
        raise InvalidMetadata("Không còn dữ kiện này.")
    return contents.facts[number]


def _with_fact(contents: Contents, number: int, fact: Fact) -> Contents:
    # In its place: of facts that begin alike the others keep their numbers.
    facts = (*contents.facts[:number], fact, *contents.facts[number + 1 :])
    return replace(contents, facts=_ordered(facts))


def _ordered(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.start))
