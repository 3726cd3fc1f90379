"""What a text is that was read from a picture: whether it is held, whether it is in force, its points.

What was read may be misread: it is told as read, and only what is held is cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from knowledge.answering.citations import (
    cite_span,
    document_label,
    document_reference,
    source_lines,
)
from knowledge.answering.parameters import MAX_READ_LETTERS, MAX_READ_POINTS
from knowledge.answering.phrasing import bullet_list, join_within_limit, message
from knowledge.language import fold, format_date, one_line
from knowledge.model import (
    Answer,
    Citation,
    Document,
    Fact,
    Metadata,
    Passage,
    StoredDocument,
    Subject,
)
from knowledge.snapshot import WITH_YEAR, Snapshot

#: Kinds of fact that are told of what was read, the most telling first.
POINTS = ("theme", "target", "movement", "content", "deadline", "honour")
#: The kind of a text that names none: it is guessed, and so is the body that goes with it.
GUESSED_KIND = "Tin, bài"
#: How a heading within a text begins: "V. TIÊU CHÍ", "3.1 Nội dung", "Điều 5".
SECTION = re.compile(
    r"(?:(?:phần|chương|mục|điều)\s+)?(?:[IVXL]+|\d+(?:\.\d+)*)\s*[.):]|điều\s+\d", re.I
)
#: The topic under which such a turn is counted.
TOPIC = "picture"


@dataclass(frozen=True)
class ReadText:
    """A text that was read from a picture, with its passages and facts; nothing of it is held."""

    document: Document
    passages: Sequence[Passage]
    facts: Sequence[Fact]

    @property
    def is_known(self) -> bool:
        """Whether its letterhead was read: a number, or a kind that is no guess with day or body."""
        document = self.document
        kind = document.kind if document.kind != GUESSED_KIND else None
        return bool(document.number or (kind and (document.issued or document.authority)))


def tell_read_text(read: ReadText, snapshot: Snapshot, day: date) -> tuple[Answer, str]:
    """Return what a picture shows, and the question that goes on with it where the text is held.

    The points of a text that is held are those of the text itself, to be asked for; else the
    question is empty and the points are told as they were read.
    """
    if not read.is_known:
        return _tell_unknown(read, day), ""
    held = find_held(snapshot, read.document)
    citations = (_cite_head(snapshot, held),) if held else ()
    told = _of_held(held, day) if held else _of_unheld(read)
    text = "\n".join([*_naming(held or read.document), *told, message("read_caution")])
    about = Subject(place=held.place if held else None, topic=TOPIC)
    text = join_within_limit(text, source_lines(snapshot, citations))
    question = message("summary_ask", what=document_reference(held)) if held else ""
    return Answer("answered", text, day, citations, about=about), question


def _tell_unknown(read: ReadText, day: date) -> Answer:
    """Say that it is not known which text this is, and what of a text was read of it all the same."""
    said, points = message("read_no_text_known"), _told_points(_points(read))
    text = "\n".join([said, *points, *([message("read_unsure")] if points else [])])
    return Answer("chat", text, day, about=Subject(topic=TOPIC))


def find_held(snapshot: Snapshot, read: Metadata) -> StoredDocument | None:
    """Return the one text held that a text read from a picture is; None for none and for several.

    Its number alone does not tell: 15/KH-UBND is every office's, every year.
    """
    numbered = snapshot.documents_numbered(read.number) if read.number else []
    current = [document for document in numbered if document.id not in snapshot.superseded]
    found = [document for document in current if _is_same(document, read)]
    return found[0] if len(found) == 1 else None


def _is_same(held: StoredDocument, read: Metadata) -> bool:
    if held.place and read.place and held.place != read.place:
        return False
    if held.issued and read.issued:
        return held.issued == read.issued
    return bool(WITH_YEAR.search(held.number or ""))


def _naming(document: Metadata) -> Iterator[str]:
    """Yield what the text is, with what of it could not be read, and what it is about."""
    unread = [
        message(template)
        for template, value in (
            ("read_no_number", document.number),
            ("read_no_day", document.issued),
            ("read_no_body", document.authority),
        )
        if not value
    ]
    yield message("read_text", what="; ".join([_label(document), *unread]))
    title = one_line(document.title)[:MAX_READ_LETTERS]
    # The heading of a section is not what the text is about.
    if title and not SECTION.match(title):
        yield message("read_about", title=title)


def _label(document: Metadata) -> str:
    if document.number:
        return document_label(document)
    issued = f"ngày {format_date(document.issued)}" if document.issued else ""
    authority = f"của {document.authority}" if document.authority else ""
    return " ".join(part for part in (document.kind or "", issued, authority) if part)


def _of_held(held: StoredDocument, day: date) -> list[str]:
    return [message("read_held"), _validity(held, day)]


def _validity(held: StoredDocument, day: date) -> str:
    told, since, end = format_date(day), held.effective_from, held.effective_to
    if end and end <= day:
        return message("read_ended", since=format_date(end))
    if since and since > day:
        return message("read_not_yet", day=told, since=format_date(since))
    if since:
        return message("read_in_force_since", day=told, since=format_date(since))
    return message("read_in_force", day=told)


def _of_unheld(read: ReadText) -> list[str]:
    return [message("read_not_held"), *_told_points(_points(read))]


def _told_points(points: Iterator[str]) -> list[str]:
    some = list(islice(points, MAX_READ_POINTS))
    return [message("read_points"), bullet_list(some)] if some else []


def _points(read: ReadText) -> Iterator[str]:
    """Yield the facts that are sure enough to be told, else the headings.

    Of a page without letterhead that is no text of an office there are none.
    """
    yield from list(_facts(read)) or _headings(read)


def _facts(read: ReadText) -> Iterator[str]:
    told = [fact for fact in read.facts if fact.kind in POINTS and not fact.is_proposal]
    for fact in sorted(told, key=lambda fact: POINTS.index(fact.kind)):
        name, value = _short(fact.name), _short(fact.value)
        yield message(f"read_{fact.kind}", name=name, value=value)


def _headings(read: ReadText) -> Iterator[str]:
    """Yield the headings that the title does not hold; without letterhead those of sections alone."""
    title = fold(read.document.title)
    for passage in read.passages:
        name = _short(passage.text.strip("#*_ "))
        is_told = fold(name) not in title if read.is_known else SECTION.match(name)
        if passage.kind == "heading" and is_told:
            yield message("read_part", name=name)


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= MAX_READ_LETTERS else f"{line[:MAX_READ_LETTERS].rstrip()}…"


def _cite_head(snapshot: Snapshot, held: StoredDocument) -> Citation:
    """Cite where a text held states its number, else where it begins."""
    passages = snapshot.text_of(held.id).passages
    number = held.number or ""
    head = next((passage for passage in passages if number in passage.text), passages[0])
    return cite_span(snapshot, held.id, head.start, head.end)
