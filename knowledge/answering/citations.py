"""Where an answer's words stand: citations of facts and spans, names of documents, source lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.answering.parameters import MAX_QUOTE, MAX_SOURCE_PLACES
from knowledge.language import format_date, vocabulary
from knowledge.model import Citation, Fact, Metadata, Passage
from knowledge.snapshot import Snapshot


def cite_span(snapshot: Snapshot, document_id: str, start: int, end: int) -> Citation:
    """Cite the words at these offsets, MAX_QUOTE letters at most."""
    document = snapshot.document(document_id)
    end = min(end, start + MAX_QUOTE)
    passage = snapshot.passage_at(document_id, start)
    return Citation(
        document_id=document_id,
        title=document.title,
        number=document.number,
        place=passage_place(passage),
        quote=document.text[start:end],
        start=start,
        end=end,
        url=passage_address(document_id, passage),
        source_url=document.source_url,
    )


def passage_place(passage: Passage | None) -> str:
    """Return where a passage stands in its document: its provision, else the heading above it."""
    return (passage.label or passage.nearest_heading) if passage else ""


def passage_address(document_id: str, passage: Passage | None) -> str:
    """Return the address of a passage on its document's page; the page's own where there is none."""
    return f"/documents/{document_id}" + (f"#p{passage.number}" if passage else "")


def cite_facts(snapshot: Snapshot, facts: Sequence[Fact]) -> tuple[list[Citation], list[int]]:
    """Cite facts, those of one passage, list or table together.

    Return the citations and, for each fact, the index of its citation.
    """
    spans: list[tuple[str, int, int]] = []
    homes: list[tuple[str, str]] = []
    indexes: list[int] = []
    for fact in facts:
        home = fact.document_id, _home(snapshot, fact)
        for index, (document_id, start, end) in enumerate(spans):
            joined = min(start, fact.start), max(end, fact.end)
            if homes[index] == home and joined[1] - joined[0] <= MAX_QUOTE:
                spans[index] = (document_id, *joined)
                indexes.append(index)
                break
        else:
            indexes.append(len(spans))
            spans.append((fact.document_id, fact.start, fact.end))
            homes.append(home)
    return [cite_span(snapshot, *span) for span in spans], indexes


def _home(snapshot: Snapshot, fact: Fact) -> str:
    """Return what facts are cited together by: their paragraph, list or table."""
    passage = snapshot.passage_at(fact.document_id, fact.start)
    if passage and passage.kind in ("item", "row") and not passage.label:
        return f"{passage.kind} {passage.heading}"
    return str(passage.number if passage else -1)


def document_label(document: Metadata) -> str:
    """Return "Kế hoạch 15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn", or an article's title."""
    if document.number:
        issued = f" ngày {format_date(document.issued)}" if document.issued else ""
        authority = f" của {document.authority}" if document.authority else ""
        return f"{document.kind or 'Văn bản'} {document.number}{issued}{authority}"
    published = format_date(document.published) if document.published else None
    details = ", ".join(part for part in (document.publisher, published) if part)
    title = f"“{document.source_title or document.title}”"
    return f"{title} ({details})" if details else title


def document_reference(document: Metadata) -> str:
    """Return the words that name a document in a next question."""
    label = document_label(document)
    named = document.number and (not document.place or document.place in label)
    return label if named or not document.place else f"{label}, {document.place}"


def source_lines(snapshot: Snapshot, citations: Iterable[Citation]) -> str:
    """Return what an answer rests on, one line a document; empty without citations."""
    places: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for citation in citations:
        places.setdefault(citation.document_id, []).append(citation.place)
        stored = snapshot.documents.get(citation.document_id)
        label = document_label(stored) if stored else _cited_label(citation)
        labels[citation.document_id] = label
    lines = [labels[key] + _place_suffix(named) for key, named in places.items()]
    if not lines:
        return ""
    if len(lines) == 1:
        return f"Nguồn: {lines[0]}"
    return "Nguồn:\n" + "\n".join(f"- {line}" for line in lines)


def _place_suffix(places: Iterable[str]) -> str:
    named = ", ".join(dict.fromkeys(place for place in places if place))
    return f" – {named}" if named and len(named) <= MAX_SOURCE_PLACES else ""


def _cited_label(citation: Citation) -> str:
    """Return the name of a text that is not stored: "Luật 06/2022/QH15", or its title."""
    kinds = vocabulary().document_kinds
    kind = next((kind for kind in kinds if citation.title.startswith(kind)), "")
    if kind and citation.number:
        return f"{kind} {citation.number}".strip()
    return f"“{citation.title}”"
