"""The sentences that answer a question in a document's own words, when no fact does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.citations import cite_span, document_label
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import (
    BIGRAM_WEIGHT,
    CONTEXT_WEIGHT,
    LONG_SENTENCE,
    MAX_SENTENCES,
    MIN_COVERAGE,
    NEAR_BEST_SENTENCE,
    RANK_PENALTY,
    SEARCHED_PASSAGES,
)
from knowledge.answering.phrasing import bullet_list, message
from knowledge.language import (
    DOCUMENT_NUMBER,
    YEAR,
    YEAR_RANGE,
    clause_spans,
    dates_in,
    fold,
    gazetteer,
    one_line,
    sentence_spans,
    years_in,
)
from knowledge.model import Hit
from knowledge.understanding import Question, Scope

#: "8. " before a part is no figure.
PART_NUMBER = re.compile(r"^\s*\d{1,2}\s*[.)]\s")
#: Types of answer that are figures.
FIGURES = ("number", "rank", "percent", "money")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its offsets in the document, and how well it answers."""

    hit: Hit
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.hit.document.text[self.start : self.end]


def answering_sentences(context: Context, scope: Scope) -> list[Sentence]:
    """Return the sentences with enough evidence, best first; [] when the answer is not held.

    A legal text that does not hold on the day is not quoted.
    """
    question = context.question
    if not question.content_words:
        return []
    place = scope.place.name if scope.place else None
    hits = context.search(question, place, scope.year, SEARCHED_PASSAGES)
    in_force = [hit for hit in hits if hit.document.in_force(context.as_of)]
    sentences = [
        sentence
        for rank, hit in enumerate(in_force)
        for sentence in _sentences_of(context, scope, hit, rank)
    ]
    sentences.sort(key=lambda sentence: -sentence.score)
    near = [s for s in sentences if s.score >= NEAR_BEST_SENTENCE * sentences[0].score]
    return near[:MAX_SENTENCES]


def _sentences_of(context: Context, scope: Scope, hit: Hit, rank: int) -> list[Sentence]:
    passage, question = hit.passage, context.question
    words = question.content_words
    whole = context.coverage(words, f"{passage.heading} {passage.text}")
    found = []
    for start, end in _spans(passage.text, passage.kind == "row"):
        text = passage.text[start:end]
        if not _is_of_year(text, hit, scope.year) or not _gives_type(question, text):
            continue
        own = context.coverage(words, text)
        bigrams = context.evidence.bigram_coverage(question.bigrams, text)
        answers = context.evidence.answers(words, own, bigrams, with_passage=whole)
        if answers and _is_about_more_than_name(context, text):
            score = own + CONTEXT_WEIGHT * whole + BIGRAM_WEIGHT * bigrams - RANK_PENALTY * rank
            found.append(Sentence(hit, passage.start + start, passage.start + end, score))
    return found


def _is_about_more_than_name(context: Context, text: str) -> bool:
    """Whether a sentence holds more of the question than a person's name.

    "Ông A sinh năm nào?" is not answered by what else A did.
    """
    words = context.question.content_words
    asked = fold(" ".join(words))
    people = context.snapshot.people.items()
    name_words = {word for name, parts in people if name in asked for word in parts}
    others = [word for word in words if fold(word) not in name_words]
    if not name_words or not others:
        return True
    return context.coverage(others, text) >= MIN_COVERAGE


def _spans(text: str, is_row: bool) -> list[tuple[int, int]]:
    """Return the sentences of a passage; a very long one by its clauses."""
    if is_row:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if end - start <= LONG_SENTENCE:
            spans.append((start, end))
        else:
            clauses = clause_spans(text[start:end])
            spans += [(start + first, start + last) for first, last in clauses]
    return spans


def _is_of_year(text: str, hit: Hit, year: int | None) -> bool:
    """Whether a sentence may speak of a year: one that names only other years does not."""
    if year is None:
        return True
    named = years_in(text)
    in_passage = not named or year in years_in(hit.passage.text)
    return year in named or (year in hit.document.years and in_passage)


def _gives_type(question: Question, text: str) -> bool:
    """Whether a sentence gives the type of answer asked for.

    A year, a day or a document's number is no figure.
    """
    answer_type = question.answer_type
    if answer_type is None:
        return True
    if answer_type.type in FIGURES:
        for day in reversed(dates_in(text, year=2000)):
            text = text[: day.start] + text[day.end :]
        for pattern in (YEAR_RANGE, YEAR, DOCUMENT_NUMBER, PART_NUMBER):
            text = pattern.sub("", text)
    return bool(answer_type.shows.search(text))


def document_ids(sentences: Sequence[Sentence]) -> set[str]:
    """Return the ids of the documents that the sentences come from."""
    return {sentence.hit.document.id for sentence in sentences}


def compose_quotes(context: Context, scope: Scope) -> Draft | None:
    """Return the answering sentences in the documents' own words; None when there are none."""
    sentences = answering_sentences(context, scope)
    if not sentences:
        return None
    first = sentences[0].hit.document
    if scope.place or len(document_ids(sentences)) == 1:
        sentences = [s for s in sentences if s.hit.document.id == first.id]
    sentences.sort(key=lambda s: (s.hit.document.id != first.id, s.hit.document.id, s.start))
    only_one = len(document_ids(sentences)) == 1
    head = message("quotes", what=document_label(first)) if only_one else "Các văn bản ghi:"
    items = bullet_list(_plain(sentence.text) for sentence in sentences)
    citations = tuple(
        cite_span(context.snapshot, s.hit.document.id, s.start, s.end) for s in sentences
    )
    place = scope.place or (gazetteer().place_named(first.place) if first.place else None)
    year = scope.year or (first.years[-1] if first.years else None)
    text = f"{head}\n{items}"
    return Draft(text, citations=citations, scope=Scope(place, year), place=scope.place)


def _plain(text: str) -> str:
    """Return a table row as "name: value"; other text on one line, without the dash of a list."""
    if text.startswith("|"):
        return ": ".join(cell.strip() for cell in text.strip("|").split("|"))
    return one_line(text).lstrip("#* ").removeprefix("- ")
