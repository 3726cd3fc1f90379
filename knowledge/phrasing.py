"""How answers read: "của tỉnh Bắc Giang năm 2022", sources, the note on former places. Templates in data/phrases.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from knowledge.citations import write_date
from knowledge.model import Citation, Document, Fact
from knowledge.scope import Scope
from knowledge.snapshot import Snapshot
from knowledge.text import fold, one_line
from knowledge.vocabulary import Place, load_yaml, vocabulary

LONGEST_TEXT = 2000
LONGEST_QUOTE = 700
MERGED = date(2025, 7, 1)


@cache
def phrases() -> Any:
    """Give the templates."""
    return load_yaml("phrases.yaml")


def say(template: str, /, **parts: object) -> str:
    """Fill in a template."""
    return str(phrases()[template]).format(**parts)


def of(place: Place | None, year: int | None) -> str:
    """Say what something is of: "của tỉnh Bắc Giang năm 2022", "năm 2022"; empty for neither."""
    parts = ([f"của {place.full_name}"] if place else []) + ([f"năm {year}"] if year else [])
    return " ".join(parts)


def upper_first(text: str) -> str:
    """Write the first letter large."""
    return text[:1].upper() + text[1:]


def cite(snapshot: Snapshot, document_id: str, start: int, end: int) -> Citation:
    """Cite the words at these offsets, as far as one quotation reaches."""
    document = snapshot.documents[document_id]
    end = min(end, start + LONGEST_QUOTE)
    passage = snapshot.passage_at(document_id, start)
    place = (passage.label or passage.heading.split(" › ")[-1]) if passage else ""
    anchor = f"#p{passage.number}" if passage else ""
    return Citation(
        document_id, document.title, document.number, place, document.text[start:end], start, end,
        f"/documents/{document_id}{anchor}", document.source_url,
    )  # fmt: skip


def cite_facts(snapshot: Snapshot, facts: Sequence[Fact]) -> tuple[list[Citation], list[int]]:
    """Cite facts, those of one passage, list or table together; give also which citation each fact has."""
    spans: list[tuple[str, int, int]] = []
    homes: list[tuple[str, str]] = []
    which: list[int] = []
    for fact in facts:
        home = (fact.document_id, _home(snapshot, fact))
        for number, (document_id, start, end) in enumerate(spans):
            joined = (min(start, fact.start), max(end, fact.end))
            if homes[number] == home and joined[1] - joined[0] <= LONGEST_QUOTE:
                spans[number] = (document_id, *joined)
                which.append(number)
                break
        else:
            which.append(len(spans))
            spans.append((fact.document_id, fact.start, fact.end))
            homes.append(home)
    return [cite(snapshot, *span) for span in spans], which


def _home(snapshot: Snapshot, fact: Fact) -> str:
    """Name what facts are cited together by: their paragraph, or the list or table they are lines of."""
    passage = snapshot.passage_at(fact.document_id, fact.start)
    if passage and passage.kind in ("item", "row") and not passage.label:
        return f"{passage.kind} {passage.heading}"
    return str(passage.number if passage else -1)


def name_of(document: Document) -> str:
    """Name a document with number, date and authority: "Kế hoạch 15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn"."""
    if document.number:
        issued = f" ngày {write_date(document.issued)}" if document.issued else ""
        authority = f" của {document.authority}" if document.authority else ""
        return f"{document.kind or 'Văn bản'} {document.number}{issued}{authority}"
    told = [document.publisher, write_date(document.published) if document.published else None]
    behind = ", ".join(part for part in told if part)
    return f"“{document.source_title or document.title}”" + (f" ({behind})" if behind else "")


def sources(snapshot: Snapshot, citations: Iterable[Citation]) -> str:
    """Say what an answer rests on, one line a document."""
    places: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for citation in citations:
        places.setdefault(citation.document_id, []).append(citation.place)
        held = snapshot.documents.get(citation.document_id)
        names[citation.document_id] = name_of(held) if held else _name_cited(citation)
    lines = []
    for document_id, named in places.items():
        where = ", ".join(dict.fromkeys(part for part in named if part))
        where = f" – {where}" if where and len(where) <= 120 else ""
        lines.append(f"{names[document_id]}{where}")
    if not lines:
        return ""
    return "Nguồn: " + lines[0] if len(lines) == 1 else "Nguồn:\n" + "\n".join(f"- {line}" for line in lines)


def _name_cited(citation: Citation) -> str:
    """Name a text that is cited but not held: "Luật 06/2022/QH15", or an article by its title."""
    kind = next((kind for kind in vocabulary().kinds if citation.title.startswith(kind)), "")
    return f"{kind} {citation.number}".strip() if kind and citation.number else f"“{citation.title}”"


def former_note(place: Place | None, as_of: date) -> str:
    """Say what a former province or district belongs to now; empty where nothing changed."""
    if place is None or not place.now or as_of < MERGED:
        return ""
    if place.province is None and fold(place.now).endswith(fold(place.name)):
        return ""
    now = place.now[0].lower() + place.now[1:]
    return say("former", place=upper_first(place.full_name), now=now)


def shorten(text: str, behind: str) -> str:
    """Join an answer and what it rests on within the longest text; the answer's last lines give way, in whole lines."""
    text, behind = text.strip(), behind.strip()
    room = LONGEST_TEXT - len(behind) - 2
    if len(text) > room:
        more = say("more")
        kept: list[str] = []
        for line in text.split("\n"):
            if sum(map(len, kept)) + len(kept) + len(line) + len(more) + 1 > room:
                break
            kept.append(line)
        text = "\n".join([*(kept or [text[: room - len(more) - 2] + "…"]), more])
    return f"{text}\n\n{behind}" if behind else text


def bullets(items: Iterable[str]) -> str:
    """Write a list, one item a line."""
    return "\n".join(f"- {one_line(item)}" for item in items)


def scope_name(scope: Scope) -> str:
    """Name a scope for a button: "Bắc Giang 2022"."""
    parts = [scope.place.name if scope.place else "", str(scope.year) if scope.year else ""]
    return " ".join(part for part in parts if part)
