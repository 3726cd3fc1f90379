"""Metadata of directives, plans and articles; what is not stated stays None."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import regex

from indexer.extraction.letterhead import compose_title, find_kind_and_subject, title_lines
from indexer.extraction.parameters import (
    ACTING_SENTENCES,
    DATELINE_BLOCKS,
    LEAD_BLOCKS,
    TITLE_WEIGHT,
)
from indexer.extraction.sentence_rules import find_issued_details
from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from indexer.structure.sentences import split_sentences
from knowledge.language import dates_in, fold, gazetteer
from knowledge.model import FactDetails

PEOPLES_COMMITTEE = regex.compile(r"\b(ubnd|uy ban nhan dan) (tinh|huyen|thanh pho)")


def read_campaign_metadata(blocks: Sequence[Block], stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of `Document`, found with the help of those that are already `stated`."""
    titled = find_kind_and_subject(title_lines(blocks))
    title = stated.get("title") or find_title(blocks, *titled)
    published = find_publication_date(blocks)
    issued = find_issued_details(split_sentences(blocks))
    authority = stated.get("authority")
    authority_place = find_authority_place(authority)
    found = None if is_national(authority) else find_place(title, blocks, issued)
    place = stated.get("place") or authority_place or found
    return {
        "title": title,
        "kind": (issued and issued.text_kind) or titled[0] or "Tin, bài",
        "number": (issued and issued.number) or None,
        "authority": (issued and issued.authority) or find_authority(title, place, blocks),
        "place": place,
        "years": find_years(title, blocks, published or stated.get("issued")),
        "issued": issued.date if issued else None,
        "published": published,
    }


def find_title(blocks: Sequence[Block], kind: str | None, subject: str) -> str:
    """Return the kind with its subject, or the first line of the title's zone.

    Where there is neither it is the first line that is long enough for a title.
    """
    if kind and subject:
        return compose_title(kind, subject)
    titled = (b.content for b in blocks if b.zone == "title" and b.kind != "boilerplate")
    if title := next(titled, None):
        return title
    lines = [block.content for block in blocks if block.kind in ("heading", "paragraph")]
    min_characters = _rules()["min_title_characters"]
    return next((line for line in lines if len(line) >= min_characters), lines[0] if lines else "")


def find_publication_date(blocks: Sequence[Block]) -> date | None:
    """Return the day in the dateline of a web page."""
    rule = _rules()["dateline"]
    for block in blocks[:DATELINE_BLOCKS]:
        is_short = len(block.text) <= rule["max_characters"]
        if is_short and compile_pattern(rule["pattern"]).search(block.text):
            if dates := dates_in(block.text):
                return dates[0].day
    return None


def find_years(title: str, blocks: Sequence[Block], published: date | None) -> tuple[int, ...]:
    """Return the years a text is about in order, that of its campaign last; () when unknown.

    A plan of several years is about each of them, a review of one year that launches the next about
    both.
    """
    if span := _year_span(title):
        return span
    texts = [block.text for block in _without_boilerplate(blocks)]
    year = _campaign_year(title, texts[:LEAD_BLOCKS], published)
    if year is None:
        return ()
    mentions = Counter(_years_in("\n".join(texts)))
    is_often = mentions[year - 1] >= _rules()["review_share"] * mentions[year] > 0
    is_review = is_often and compile_pattern(_rules()["review"]["pattern"]).search(title)
    return (year - 1, year) if is_review else (year,)


def _year_span(title: str) -> tuple[int, ...]:
    rule = _rules()["span"]
    if match := compile_pattern(rule["pattern"]).search(title):
        first, last = int(match["first"]), int(match["last"])
        if 0 < last - first <= rule["max_years"]:
            return tuple(range(first, last + 1))
    return ()


def _campaign_year(title: str, lead: Iterable[str], published: date | None) -> int | None:
    """Return the last year of the title, else the commonest of the lead, else of publication."""
    if in_title := _years_in(title):
        return in_title[-1]
    if in_lead := Counter(_years_in(" ".join(lead))):
        return in_lead.most_common(1)[0][0]
    return published.year if published else None


def _years_in(text: str) -> list[int]:
    pattern = compile_pattern(_rules()["campaign_year"]["pattern"])
    return [int(match["year"]) for match in pattern.finditer(text)]


def is_national(authority: str | None) -> bool:
    """Whether a body is one of the whole country: its letterhead's "Hà Nội, ngày …" is no place."""
    pattern = compile_pattern(_rules()["national"]["pattern"])
    return pattern.match(authority or "") is not None


def find_authority_place(authority: str | None) -> str | None:
    """Return the place in a body's name: "Ủy ban nhân dân huyện Chợ Đồn".

    A commune that has a province's name is not told from it.
    """
    unit = compile_pattern(_rules()["unit"]["pattern"]).search(authority or "")
    if unit and _is_no_province(unit["name"]):
        return str(unit["name"])
    places = gazetteer().places_in(authority) if authority else []
    return places[0].name if places else None


def _is_no_province(name: str) -> bool:
    known = gazetteer().place_named(name)
    return known is None or known.province is not None


def find_place(title: str, blocks: Sequence[Block], issued: FactDetails | None) -> str | None:
    """Return the place a text is about.

    It is that of the body that issued the text or acts in it, else the commune that the title begins
    with or a cluster of provinces in it, else the place named most often. `issued` are the details of
    the text that an article reports.
    """
    for body in (issued.authority if issued else None, _acting_body(title, blocks)):
        if place := find_authority_place(body):
            return place
    titled = compile_pattern(_rules()["titled"]["pattern"]).match(title)
    if titled and _is_no_province(titled["name"]):
        return str(titled["name"])
    for named in gazetteer().places_in(title):
        if named.kind == "cụm":
            return named.name
    body = "\n".join(block.text for block in _without_boilerplate(blocks))
    mentions = _place_mentions(title, TITLE_WEIGHT) + _place_mentions(body)
    if _issuer_level("\n".join(block.text for block in blocks)) == "tỉnh":
        mentions = _sum_by_province(mentions)
    return mentions.most_common(1)[0][0] if mentions else None


def _place_mentions(text: str, weight: int = 1) -> Counter[str]:
    """Return how often each place is named, times `weight`; ambiguous names are left out."""
    mentions: Counter[str] = Counter()
    for spot in gazetteer().mentions(text):
        if len(spot.candidates) == 1 and spot.candidates[0].kind != "cụm":
            mentions[spot.candidates[0].name] += weight
    return mentions


def _sum_by_province(mentions: Counter[str]) -> Counter[str]:
    provinces: Counter[str] = Counter()
    for name, count in mentions.items():
        place = gazetteer().place_named(name)
        provinces[place.province or place.name if place else name] += count
    return provinces


def _issuer_level(text: str) -> str | None:
    """Return the kind of place that issuing bodies in a text govern most often."""
    matches = compile_pattern(_rules()["level"]["pattern"]).finditer(text)
    levels = Counter(match["level"] for match in matches if match["level"])
    return levels.most_common(1)[0][0] if levels else None


def find_authority(title: str, place: str | None, blocks: Sequence[Block]) -> str | None:
    """Return the body that acts in the title or the first sentences of an article.

    Else a cluster itself, or the people's committee of `place` when the text names one.
    """
    if body := _acting_body(title, blocks):
        return body
    known = gazetteer().place_named(place)
    if known is None:
        return None
    if known.kind == "cụm":
        return known.name
    text = fold("\n".join(block.text for block in _without_boilerplate(blocks)))
    return f"UBND {known.full_name}" if PEOPLES_COMMITTEE.search(text) else None


def _acting_body(title: str, blocks: Sequence[Block]) -> str | None:
    """Return the first body that launches, holds or issues something."""
    pattern = compile_pattern(_rules()["acting"]["pattern"], "campaign_metadata")
    text = [block for block in _without_boilerplate(blocks) if block.zone in ("body", "list")]
    lead = [sentence.text for sentence in split_sentences(text)][:ACTING_SENTENCES]
    matches = (match for line in [title, *lead] for match in pattern.finditer(line))
    return next((match["body"].strip() for match in matches), None)


def _without_boilerplate(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block.kind != "boilerplate"]


def _rules() -> Any:
    return load_rules("campaign_metadata")
