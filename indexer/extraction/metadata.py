"""What a text tells about itself: title, number, authority, place, years, dates. Unknown stays unknown."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import regex

from indexer.rules import compile_pattern, load_rules
from indexer.structure.blocks import Block
from knowledge.citations import dates_in
from knowledge.model import Fact
from knowledge.text import fold
from knowledge.vocabulary import Place, vocabulary

RULES: dict[str, Any] = load_rules("campaign_metadata")
TITLE_WEIGHT = 3
LEAD_BLOCKS = 4


def title_of(found: list[Block]) -> str:
    """Give the first line of text that is long enough to be a title."""
    lines = [block.content for block in found if block.kind in ("heading", "paragraph")]
    return next(
        (line for line in lines if len(line) >= RULES["min_title_characters"]),
        lines[0] if lines else "",
    )


def published_of(found: list[Block]) -> date | None:
    """Give the day on the dateline of a web page."""
    for block in found[:8]:
        if len(block.text) <= RULES["dateline"]["max_characters"] and compile_pattern(
            RULES["dateline"]["pattern"]
        ).search(block.text):
            days = dates_in(block.text)
            if days:
                return days[0].day
    return None


def years_of(title: str, found: list[Block], published: date | None) -> tuple[int, ...]:
    """Give the years a text speaks of, the year of its campaign last; a plan of several years speaks of each.

    The campaign's year stands in the title, else it is named most in the first paragraphs, else it is that of
    the dateline. A review of one year that launches the next speaks of both.
    """
    if match := compile_pattern(RULES["span"]["pattern"]).search(title):
        first, last = int(match["first"]), int(match["last"])
        if 0 < last - first <= RULES["span"]["max_years"]:
            return tuple(range(first, last + 1))
    pattern = compile_pattern(RULES["campaign_year"]["pattern"])
    lead = " ".join(block.text for block in _body(found)[:LEAD_BLOCKS])
    counted = Counter(
        int(match["year"]) for block in _body(found) for match in pattern.finditer(block.text)
    )
    in_lead = Counter(int(match["year"]) for match in pattern.finditer(lead))
    named = [int(match["year"]) for match in pattern.finditer(title)]
    year = (
        named[-1]
        if named
        else in_lead.most_common(1)[0][0]
        if in_lead
        else published.year
        if published
        else None
    )
    if year is None:
        return ()
    before = year - 1
    return (
        (before, year) if counted[before] >= RULES["review_share"] * counted[year] > 0 else (year,)
    )


def place_in(authority: str | None) -> str | None:
    """Give the place that a body's name holds: "Ủy ban nhân dân huyện Chợ Đồn"."""
    places = vocabulary().places_in(authority) if authority else []
    return places[0].name if places else None


def place_of(title: str, found: list[Block], issued: Fact | None) -> str | None:
    """Give the place a text is about: its issuer's, a group of provinces in the title, or the one named most."""
    words = vocabulary()
    if issued and (places := words.places_in(issued.details.get("authority", ""))):
        return places[0].name
    grouped = [place for place in words.places_in(title) if place.kind == "cụm"]
    if grouped:
        return grouped[0].name
    votes = _votes(title, 1 * TITLE_WEIGHT) + _votes(
        "\n".join(block.text for block in _body(found)), 1
    )
    if not votes:
        return None
    level = _level("\n".join(block.text for block in found))
    if level == "tỉnh":
        votes = Counter(dict(_as_provinces(votes).items()))
    return votes.most_common(1)[0][0]


def authority_of(place: str | None, found: list[Block], issued: Fact | None) -> str | None:
    """Give the issuing body: as named where a text is issued, else the people's committee that speaks in it."""
    if issued:
        return issued.details.get("authority")
    known = vocabulary().place(place) if place else None
    text = fold("\n".join(block.text for block in _body(found)))
    if (
        known
        and known.kind != "cụm"
        and regex.search(r"\b(ubnd|uy ban nhan dan) (tinh|huyen|thanh pho)", text)
    ):
        return f"UBND {known.full_name}"
    return known.name if known and known.kind == "cụm" else None


def _body(found: list[Block]) -> list[Block]:
    return [block for block in found if block.kind != "boilerplate"]


def _votes(text: str, weight: int) -> Counter[str]:
    votes: Counter[str] = Counter()
    for spot in vocabulary().spot_places(text):
        if len(spot.candidates) == 1 and spot.candidates[0].kind != "cụm":
            votes[spot.candidates[0].name] += weight
    return votes


def _as_provinces(votes: Counter[str]) -> Counter[str]:
    provinces: Counter[str] = Counter()
    for name, count in votes.items():
        place: Place | None = vocabulary().place(name)
        provinces[place.province or place.name if place else name] += count
    return provinces


def _level(text: str) -> str | None:
    levels = Counter(
        match["level"]
        for match in compile_pattern(RULES["level"]["pattern"]).finditer(text)
        if match["level"]
    )
    return levels.most_common(1)[0][0] if levels else None
