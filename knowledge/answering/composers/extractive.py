"""The sentences that answer a question in a document's own words, when no fact does."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.citations import cite_span, document_label
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import (
    MAX_LIST_ITEMS,
    MAX_QUOTE,
    MAX_SENTENCES,
    NEAR_BEST_SENTENCE,
)
from knowledge.answering.phrasing import bullet_list, message
from knowledge.answering.sentence_ranking import RankedSentence
from knowledge.answering.sentences import Sentence
from knowledge.language import gazetteer, one_line
from knowledge.storage import Snapshot
from knowledge.understanding import Scope


def quote(context: Context, scope: Scope, ranked: Sequence[RankedSentence]) -> Draft:
    """Return a draft of the best sentence and those of its document that are nearly as likely."""
    best = ranked[0]
    document = best.sentence.hit.document
    near = [
        one.sentence
        for one in ranked
        if one.sentence.hit.document.id == document.id
        and one.probability >= NEAR_BEST_SENTENCE * best.probability
    ][:MAX_SENTENCES]
    spans = _spans(context.snapshot, near)
    texts = [document.text[start:end] for start, end in spans]
    items = bullet_list(line for text in texts for line in _lines(text))
    head = message("quotes", what=document_label(document))
    place = scope.place or (gazetteer().place_named(document.place) if document.place else None)
    year = scope.year or (document.years[-1] if document.years else None)
    return Draft(
        f"{head}\n{items}",
        citations=tuple(cite_span(context.snapshot, document.id, *span) for span in spans),
        scope=Scope(place, year),
        place=scope.place,
    )


def _spans(snapshot: Snapshot, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Return the spans to quote in the order of the text, without one inside another."""
    spans = sorted((s.start, _end_with_list(snapshot, s)) for s in sentences)
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _end_with_list(snapshot: Snapshot, sentence: Sentence) -> int:
    """Return the end of a sentence; of one that opens a list, the end of the list."""
    if not sentence.text.rstrip().endswith(":"):
        return sentence.end
    passages = snapshot.ordered_passages[sentence.hit.document.id]
    after = [passage for passage in passages if passage.start >= sentence.end]
    end = sentence.end
    for passage in after[:MAX_LIST_ITEMS]:
        listed = passage.kind in ("item", "row") and passage.end - sentence.start <= MAX_QUOTE
        if not listed or passage.heading != sentence.hit.passage.heading:
            break
        end = passage.end
    return end


def _lines(text: str) -> list[str]:
    """Return the lines of a quotation as items: a table row as "name: value", a list by items."""
    return [_plain(line) for line in text.split("\n") if line.strip()]


def _plain(line: str) -> str:
    if line.startswith("|"):
        return ": ".join(cell.strip() for cell in line.strip("|").split("|"))
    return one_line(line).lstrip("#* ").removeprefix("- ")
