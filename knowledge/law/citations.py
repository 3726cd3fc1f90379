"""What a statement about the law rests on: the provision's own words, or the place alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from knowledge.answering import cite_span, message
from knowledge.language import enclosing_provisions, format_date
from knowledge.law.catalogue import catalogue
from knowledge.law.model import LegalText, Movement
from knowledge.law.parameters import MAX_PROVISION_QUOTE
from knowledge.model import Citation
from knowledge.snapshot import Snapshot


def cite_provision(
    snapshot: Snapshot, text_id: str, place: str, sources: Iterable[str] = ()
) -> Citation:
    """Cite a place of a legal text, with its words when the text is stored."""
    text = catalogue().texts[text_id]
    document = snapshot.document_numbered(text.number)
    if document is None:
        return _without_words(text.id, text.title, text.number, place, sources)
    for part in enclosing_provisions(place):
        if span := snapshot.text_of(document.id).provision_span(part):
            return replace(cite_span(snapshot, document.id, *span), place=place)
    first = snapshot.text_of(document.id).passages[0]
    return replace(cite_span(snapshot, document.id, first.start, first.end), place=place)


def _without_words(
    document_id: str, title: str, number: str | None, place: str, sources: Iterable[str]
) -> Citation:
    url = catalogue().source_url(sources)
    return Citation(document_id, title, number, place, "", 0, 0, "", url)


def cite_movement(movement: Movement) -> Citation:
    """Cite where a national movement was read about."""
    document_id = f"phong-trao-{movement.id}"
    return Citation(document_id, movement.name, None, "", "", 0, 0, "", movement.url)


def distinct(citations: Iterable[Citation]) -> list[Citation]:
    """Return each citation once, in order."""
    by_place = {(one.document_id, one.place, one.start): one for one in citations}
    return list(by_place.values())


def provision_quote(citations: Iterable[Citation]) -> str:
    """Return the words of the one short provision an answer rests on.

    Empty when there are none or several.
    """
    quoted = [citation for citation in citations if citation.quote]
    if len(quoted) != 1 or len(quoted[0].quote) > MAX_PROVISION_QUOTE:
        return ""
    words = quoted[0].quote.replace("**", "").lstrip("# ").strip()
    return message("law_quote", place=quoted[0].place, quote=words) if words else ""


def replacement_notice(text: LegalText, day: date) -> str:
    """Return by what a text was replaced and since when; empty while it holds."""
    if text.span.end is None or day < text.span.end:
        return ""
    since = format_date(text.span.end)
    if text.replaced_by is None:
        return message("law_ended", text=text.name, since=since)
    newer = catalogue().texts[text.replaced_by]
    return message("law_replaced", text=text.name, other=newer.name, since=since)


def text_ids_of(numbers: Iterable[str | None]) -> list[str]:
    """Return the ids of the catalogue's legal texts with these numbers."""
    wanted = set(numbers)
    return [text.id for text in catalogue().texts.values() if text.number in wanted]


def amendment_notice(text_ids: Iterable[str], day: date) -> str:
    """Return that one of these texts was amended by one whose words are not held.

    A text is also touched by what amends the law it implements. Empty when none was amended.
    """
    texts = catalogue().texts
    for text_id in text_ids:
        text = texts[text_id]
        for root in [text, *([texts[text.implements]] if text.implements else [])]:
            newer = texts[root.amended_by] if root.amended_by else None
            if newer and not newer.held and newer.span.start and newer.span.holds(day):
                since = format_date(newer.span.start)
                return message("law_amended", newer=newer.name, since=since, root=root.title)
    return ""
