"""What a statement about the law rests on: the provision's own words where its text is held, else the place alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from knowledge.citations import parts_of, write_date
from knowledge.law.catalogue import LegalText, Movement, catalogue
from knowledge.model import Citation
from knowledge.phrasing import cite, say
from knowledge.snapshot import Snapshot


def cite_place(snapshot: Snapshot, text_id: str, place: str, sources: Iterable[str] = ()) -> Citation:
    """Cite a place of a legal text, with its words when the text is held."""
    text = catalogue().texts[text_id]
    document = snapshot.held(text.number)
    for part in parts_of(place) if document else []:
        if document and (span := snapshot.provision(document.id, part)):
            return replace(cite(snapshot, document.id, *span), place=place)
    if document:
        first = snapshot.ordered[document.id][0]
        return replace(cite(snapshot, document.id, first.start, first.end), place=place)
    return Citation(text.id, text.title, text.number, place, "", 0, 0, "", catalogue().url(sources))


def cite_movement(movement: Movement) -> Citation:
    """Cite where a national movement was read about."""
    return Citation(f"phong-trao-{movement.id}", movement.name, None, "", "", 0, 0, "", movement.url)


def unique(citations: Iterable[Citation]) -> list[Citation]:
    """Give each citation once, in order."""
    found = {(citation.document_id, citation.place, citation.start): citation for citation in citations}
    return list(found.values())


def quoted(citations: Iterable[Citation], longest: int = 320) -> str:
    """Give the words of the one provision that a short answer rests on; nothing when there are none or several."""
    held = [citation for citation in citations if citation.quote]
    if len(held) != 1 or len(held[0].quote) > longest:
        return ""
    words = held[0].quote.replace("**", "").lstrip("# ").strip()
    return say("law_quote", place=held[0].place, quote=words) if words else ""


def replaced_notice(text: LegalText, day: date) -> str:
    """Say that a text named in a question no longer holds, by what it was replaced and since when."""
    if text.span.end is None or day < text.span.end:
        return ""
    other = catalogue().texts[text.replaced_by] if text.replaced_by else None
    since = write_date(text.span.end)
    return say("law_replaced", text=text.name, other=other.name, since=since) if other else say(
        "law_ended", text=text.name, since=since
    )  # fmt: skip


def known_texts(numbers: Iterable[str | None]) -> list[str]:
    """Give the ids of the legal texts of the catalogue that carry these numbers."""
    wanted = set(numbers)
    return [text.id for text in catalogue().texts.values() if text.number in wanted]


def amended_notice(text_ids: Iterable[str], day: date) -> str:
    """Say that a text an answer rests on was amended by one whose words are not held; empty where none was."""
    held = catalogue()
    for text_id in text_ids:
        text = held.texts[text_id]
        roots = [text, *([held.texts[text.implements]] if text.implements else [])]
        for root in roots:
            newer = held.texts[root.amended_by] if root.amended_by else None
            if newer and not newer.held and newer.span.holds(day) and newer.span.start:
                return say("law_amended", newer=newer.name, since=write_date(newer.span.start), root=root.title)
    return ""
