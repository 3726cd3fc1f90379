"""The sentences that answer a question in a document's own words, with the paragraph around them.

Half of what people ask wants two neighbouring sentences; on `tests/evaluation/tune` the paragraphs of
the likeliest sentences hold the answer in .74, those sentences alone in .66.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from textwrap import shorten

from knowledge.answering.citations import cite_span, document_label
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import (
    MAX_LIST_ITEMS,
    MAX_OPENING,
    MAX_PARAGRAPH,
    MAX_QUOTE,
    MAX_QUOTED,
    MAX_SENTENCES,
    NEAR_BEST_SENTENCE,
)
from knowledge.answering.phrasing import bullet_list, message, told_row
from knowledge.answering.sentences import RankedSentence, Sentence
from knowledge.language import fold, one_line, table_cells
from knowledge.model import HEADING_SEPARATOR, Passage, StoredDocument
from knowledge.snapshot import Snapshot
from knowledge.storage import is_lead
from knowledge.understanding import Scope

#: "Điều 20. …": the heading of an article.
ARTICLE = re.compile(r"Điều \d+")


def quote(context: Context, scope: Scope, ranked: Sequence[RankedSentence], head: str) -> Draft:
    """Return a draft of the best sentence and those of its document that are nearly as likely.

    `head` names the message that introduces them.
    """
    best = ranked[0]
    document = best.sentence.hit.document
    near = [
        one.sentence
        for one in ranked
        if one.sentence.hit.document.id == document.id
        and one.probability >= NEAR_BEST_SENTENCE * best.probability
    ][:MAX_SENTENCES]
    spans = _spans(context.snapshot, near)
    lines = _lines_with_openings(context.snapshot, document, spans)
    place = scope.place or context.snapshot.gazetteer.place_named(document.place)
    year = scope.year or (document.years[-1] if document.years else None)
    return Draft(
        f"{message(head, what=document_label(document))}\n{lines}",
        citations=tuple(cite_span(context.snapshot, document.id, *span) for span in spans),
        scope=Scope(place, year),
        place=scope.place,
    )


def _lines_with_openings(
    snapshot: Snapshot, document: StoredDocument, spans: Sequence[tuple[int, int]]
) -> str:
    """Return what is quoted, each list item below what opens its list."""
    lines: list[str] = []
    shown = ""
    for span in spans:
        opening = _opening(snapshot, document, span)
        if opening not in ("", shown) and not any(opening in line for line in lines):
            lines.append(opening)
        shown = opening
        lines.append(bullet_list(_told(snapshot, document, span)))
    return "\n".join(lines)


def _opening(snapshot: Snapshot, document: StoredDocument, span: tuple[int, int]) -> str:
    """Return what a quotation stands under and is not understood without.

    The article and its clause ("Điều 20. Huân chương Lao động hạng Nhì"), the lines that open its
    list, and a short beginning of its own passage up to a colon.
    """
    passage = snapshot.passage_at(document.id, span[0])
    if passage is None:
        return ""
    headings = passage.headings
    article = next((at for at, line in enumerate(headings) if ARTICLE.match(line)), len(headings))
    leads = (lead.text for lead in snapshot.leads_of(passage) if lead.kind != "row")
    head, colon, _ = passage.text[: span[0] - passage.start].partition(":")
    begins = [head + colon] if colon and len(head) < MAX_OPENING else []
    above = [*headings[article:], *leads, *begins]
    lines = [shorten(_plain(line), MAX_OPENING, placeholder="…") for line in above if line.strip()]
    return HEADING_SEPARATOR.join(dict.fromkeys(lines))


def _spans(snapshot: Snapshot, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Return the spans to quote in the order of the text, without one inside another."""
    spans = [_with_paragraph(snapshot, sentence) for sentence in sentences]
    told = list(accumulate(end - start for start, end in spans))
    spans = sorted(span for span, sum_ in zip(spans, told, strict=True) if sum_ <= MAX_QUOTED)
    kept: list[tuple[int, int]] = []
    for start, end in spans or [(sentences[0].start, sentences[0].end)]:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _with_paragraph(snapshot: Snapshot, sentence: Sentence) -> tuple[int, int]:
    """Return the span of a sentence's paragraph, where it is short, with the list that it opens."""
    passage = sentence.hit.passage
    if is_lead(sentence.text):
        return passage.start, _end_of_list(snapshot, passage)
    if passage.end - passage.start <= MAX_PARAGRAPH:
        return passage.start, passage.end
    return sentence.start, sentence.end


def _end_of_list(snapshot: Snapshot, lead: Passage) -> int:
    """Return the end of the list that a line opens, as much as may be quoted of it."""
    passages = snapshot.text_of(lead.document_id).passages
    after = [passage for passage in passages if passage.start >= lead.end]
    end = lead.end
    for passage in after[:MAX_LIST_ITEMS]:
        is_led = lead in snapshot.leads_of(passage) or _plain(lead.text) in passage.headings
        if not is_led or passage.end - lead.start > MAX_QUOTE:
            break
        end = passage.end
    return end


def _told(snapshot: Snapshot, document: StoredDocument, span: tuple[int, int]) -> list[str]:
    """Return the lines of a quotation as items; a row of a table with the names of its columns."""
    start, end = span
    passage = snapshot.passage_at(document.id, start)
    if passage and passage.kind == "row" and end <= passage.end:
        if heads := [lead for lead in snapshot.leads_of(passage) if lead.kind == "row"]:
            return [_row(passage.text, heads[-1].text)]
    return _lines(snapshot.document(document.id).text[start:end])


def _row(row: str, head: str) -> str:
    """Return a row with the names of its columns; its number is left out."""
    cells, names = table_cells(row), table_cells(head)
    if len(cells) != len(names) or len(cells) < 3:
        return _plain(row)
    if fold(names[0]) in ("tt", "stt"):
        cells, names = cells[1:], names[1:]
    return told_row(cells, names)


def _lines(text: str) -> list[str]:
    """Return the lines of a quotation as items: a table row as "name: value", a list by items."""
    return [_plain(line) for line in text.split("\n") if line.strip()]


def _plain(line: str) -> str:
    if line.startswith("|"):
        return ": ".join(table_cells(line))
    return one_line(line).lstrip("#* ").removeprefix("- ")
