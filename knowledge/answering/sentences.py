"""The sentences that may answer a question, each with the features that the ranking reads."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from knowledge.answering.draft import Context
from knowledge.answering.parameters import (
    BIGRAM_WEIGHT,
    COMPARED_SENTENCES,
    CONTEXT_WEIGHT,
    LONG_SENTENCE,
    MAX_ASKED_WORDS,
    OPENING_LETTERS,
    RANK_PENALTY,
    SEARCHED_PASSAGES,
)
from knowledge.language import (
    DOCUMENT_NUMBER,
    YEAR,
    YEAR_RANGE,
    clause_spans,
    dates_in,
    fold,
    folded_tokens,
    normalized_tokens,
    sentence_spans,
    years_in,
)
from knowledge.model import Hit
from knowledge.search import CLOSENESS
from knowledge.understanding import Question, Scope

#: "8. " before a part is no figure.
PART_NUMBER = re.compile(r"^\s*\d{1,2}\s*[.)]\s")
#: What a question quotes, of some length: names of movements and parts of sentences.
QUOTATION = re.compile("[\"“‘']([^\"“”‘’']{6,})[\"”’']")
#: Types of answer that are figures.
FIGURES = ("number", "rank", "percent", "money")
#: The features of a sentence, in the order of the columns of `scored_sentences`.
FEATURES = (
    "coverage",  # share of the question's words (by rarity) in the sentence
    "passage_coverage",  # the same, in its passage with the headings
    "heading_coverage",  # the same, in the headings and the document's title
    "bigrams",  # share of the question's bigrams in the sentence
    "longest_run",  # the longest run of the question's words that stands in it, as a share
    "rank",  # 1 / (1 + the rank of its passage in the search)
    "gives_type",  # 1 when the type of answer asked for shows in it
    "lacks_type",  # 1 when one is asked for and does not show
    "names_year",  # 1 when it names the year asked for
    "length",  # its words (logarithm)
    "is_row",  # 1 for a row of a table
    "opens_list",  # 1 when it ends with a colon
    *CLOSENESS,
    "cosine_lag",  # behind the closest sentence
    "max_sim_lag",
    "coverage_lag",  # behind the best covered sentence
    "document_coverage",  # share of the question's words in its document's title and first lines
    "document_lag",  # behind the document that holds most of them
    "search_lag",  # behind the best passage of the search, by the search's own score
    "last_coverage",  # share of the words of the question's last sentence
    "last_max_sim",  # closeness to that last sentence: a story comes before what is asked
    "last_lag",  # behind the sentence closest to it
    "holds_quotation",  # 1 when it holds what the question puts between quotation marks
    "unseen",  # 1 when a word of the question stands in no text at all
)


@dataclass(frozen=True)
class Sentence:
    """A sentence with its offsets in the document, and the rank of its passage in the search."""

    hit: Hit
    start: int
    end: int
    rank: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.hit.document.text[self.start : self.end]


def _find_sentences(context: Context, scope: Scope) -> list[Sentence]:
    """Return the sentences of the passages that a search finds in the scope.

    A legal text that does not hold on the day is not quoted; a sentence of another year neither.
    """
    place = scope.place.name if scope.place else None
    hits = context.search(context.question, place, scope.year, SEARCHED_PASSAGES)
    in_force = [hit for hit in hits if hit.document.in_force(context.as_of)]
    return [
        Sentence(hit, hit.passage.start + start, hit.passage.start + end, rank)
        for rank, hit in enumerate(in_force)
        if _is_of_place(context, hit, scope)
        for start, end in _spans(hit.passage.text, hit.passage.kind == "row")
        if _is_of_year(context, hit.passage.text[start:end], hit, scope.year)
    ]


def _is_of_place(context: Context, hit: Hit, scope: Scope) -> bool:
    """Whether a passage may speak of the place.

    Where nothing but place, year and topic is asked, the whole document must be about it: one on a
    group of provinces names each of them.
    """
    if scope.place is None or not context.question.lacks_focus:
        return True
    return scope.place.name in context.snapshot.places[hit.document.id]


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


def _is_of_year(context: Context, text: str, hit: Hit, year: int | None) -> bool:
    """Whether a sentence may speak of a year: one that names only other years does not."""
    if year is None:
        return True
    named = years_in(text)
    in_passage = not named or year in years_in(hit.passage.text)
    return year in named or (year in context.snapshot.years[hit.document.id] and in_passage)


def gives_type(question: Question, text: str) -> bool | None:
    """Whether a text gives the type of answer asked for; None when the question asks for none.

    A year, a day or a document's number is no figure.
    """
    answer_type = question.answer_type
    if answer_type is None:
        return None
    if answer_type.type in FIGURES:
        for day in reversed(dates_in(text, year=2000)):
            text = text[: day.start] + text[day.end :]
        for pattern in (YEAR_RANGE, YEAR, DOCUMENT_NUMBER, PART_NUMBER):
            text = pattern.sub("", text)
    return bool(answer_type.shows.search(text))


def scored_sentences(context: Context, scope: Scope) -> tuple[list[Sentence], np.ndarray]:
    """Return the sentences of a scope worth comparing, a row of features for each (see FEATURES).

    Those that share most words with the question are compared by meaning too.
    """
    sentences = _find_sentences(context, scope)
    if not sentences:
        return [], np.empty((0, len(FEATURES)))
    rows = _word_features(context, scope, sentences)
    order = sorted(range(len(rows)), key=lambda i: -_promise(rows[i], sentences[i]))
    kept = order[:COMPARED_SENTENCES]
    chosen = [sentences[i] for i in kept]
    words = np.array([rows[i] for i in kept], dtype=np.float64)
    texts = [sentence.text for sentence in chosen]
    closeness = context.closeness(context.question.text, texts)
    columns = [
        closeness[:, 0] - closeness[:, 0].max(),
        closeness[:, 1] - closeness[:, 1].max(),
        words[:, 0] - words[:, 0].max(),
        *_document_features(context, chosen),
        *_last_sentence_features(context, texts),
        np.full(len(kept), float(context.evidence.has_unseen(words_asked(context.question)))),
    ]
    return chosen, np.column_stack([words, closeness, *columns])


def _document_features(context: Context, sentences: Sequence[Sentence]) -> list[np.ndarray]:
    words = words_asked(context.question)
    documents = {s.hit.document.id: s.hit.document for s in sentences}
    covered = {
        key: context.coverage(words, f"{d.title} {d.authority or ''} {d.text[:OPENING_LETTERS]}")
        for key, d in documents.items()
    }
    own = np.array([covered[sentence.hit.document.id] for sentence in sentences])
    scores = np.array([sentence.hit.score for sentence in sentences])
    return [own, own - own.max(), scores - scores.max()]


def _last_sentence_features(context: Context, texts: Sequence[str]) -> list[np.ndarray]:
    asked = context.question.text
    start, end = sentence_spans(asked)[-1] if asked.strip() else (0, 0)
    last, quotations = asked[start:end], QUOTATION.findall(asked)
    words = normalized_tokens(last)[:MAX_ASKED_WORDS]
    closeness = context.closeness(last, texts)[:, 1]
    held = [any(fold(q) in fold(text) for q in quotations) for text in texts]
    return [
        np.array([context.coverage(words, text) for text in texts]),
        closeness,
        closeness - closeness.max(),
        np.array(held, dtype=float),
    ]


def words_asked(question: Question) -> Sequence[str]:
    """Return the words an answer is looked for by; those of its topic where only a frame is left.

    "Khẩu hiệu năm 2022?" is nothing but topic and year.
    """
    if question.content_words:
        return question.content_words[:MAX_ASKED_WORDS]
    noun = question.topic.noun if question.topic else question.text
    return normalized_tokens(noun)[:MAX_ASKED_WORDS]


def _promise(row: Sequence[float], sentence: Sentence) -> float:
    """Return how much a sentence promises by its words alone."""
    coverage, whole, _, bigrams, *_ = row
    by_words = coverage + CONTEXT_WEIGHT * whole + BIGRAM_WEIGHT * bigrams
    return by_words - RANK_PENALTY * sentence.rank


def _word_features(
    context: Context, scope: Scope, sentences: Sequence[Sentence]
) -> list[list[float]]:
    question = context.question
    words = words_asked(question)
    # What belongs to the question or to a passage is looked up once for all its sentences.
    folded = folded_tokens(" ".join(words))
    runs = SequenceMatcher(None, b=folded, autojunk=False)
    of_passage = {s.rank: _passage_coverage(context, words, s) for s in sentences}
    rows = []
    for sentence in sentences:
        text = sentence.text
        given = gives_type(question, text)
        runs.set_seq1(folded_tokens(text))
        rows.append([
            context.coverage(words, text),
            *of_passage[sentence.rank],
            context.evidence.bigram_coverage(question.bigrams, text),
            runs.find_longest_match().size / max(1, len(folded)),
            1.0 / (1 + sentence.rank),
            float(given is True),
            float(given is False),
            float(scope.year is not None and scope.year in years_in(text)),
            math.log1p(len(text.split())),
            float(sentence.hit.passage.kind == "row"),
            float(text.rstrip().endswith(":")),
        ])  # fmt: skip
    return rows


def _passage_coverage(
    context: Context, words: Sequence[str], sentence: Sentence
) -> tuple[float, float]:
    """Return the coverage of a sentence's passage with what stands above it, and of that alone."""
    above = f"{sentence.hit.document.title} {sentence.hit.passage.heading}"
    whole = f"{above} {sentence.hit.passage.text}"
    return context.coverage(words, whole), context.coverage(words, above)
