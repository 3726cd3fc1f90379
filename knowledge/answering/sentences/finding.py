"""The sentences of the passages that a search finds for a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answering.draft import Context
from knowledge.answering.parameters import (
    CACHED_PHRASES,
    FEW_PASSAGES,
    LINKED_PASSAGES,
    LONG_SENTENCE,
    MAX_ASKED_WORDS,
    MAX_LINKED_DOCUMENTS,
    MIN_NAME_RARITY,
    SEARCHED_PASSAGES,
)
from knowledge.language import (
    Place,
    clause_spans,
    fold,
    folded_tokens,
    sentence_spans,
    years_in,
)
from knowledge.model import Hit, StoredDocument
from knowledge.storage import PassageFilter
from knowledge.understanding import Scope

#: "Điều 35", "điều 4a", "dieu 35": an article of a legal text.
ARTICLE = re.compile(r"\b(?:điều|dieu)\s+(\d{1,3}[a-zđ]?)\b", re.IGNORECASE)


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
        offset = self.hit.passage.start
        return self.hit.passage.text[self.start - offset : self.end - offset]


def find_sentences(context: Context, scope: Scope, document: str | None) -> list[Sentence]:
    """Return the sentences of the passages that a search finds in the scope.

    A legal text that does not hold on the day is not quoted; a sentence of another year neither.
    `document` is the id of the text that the conversation was about.
    """
    hits = _hits(context, scope, document)
    in_force = [hit for hit in hits if hit.document.in_force(context.as_of)]
    return [
        Sentence(hit, hit.passage.start + start, hit.passage.start + end, rank)
        for rank, hit in enumerate(in_force)
        if _is_of_place(context, hit, scope, document)
        for start, end in _spans(hit.passage.text, hit.passage.kind == "row")
        if _is_of_year(context, hit.passage.text[start:end], hit, scope)
    ]


def _hits(context: Context, scope: Scope, document: str | None) -> list[Hit]:
    """Return the passages found in the scope, and those that the question points at otherwise.

    These are the articles it names, the law's texts where it names no place, the documents whose
    names stand in it and the text that the conversation was about.
    """
    question = context.asked
    if scope.documents:
        within = [PassageFilter(documents=scope.documents)]
    else:
        within = [PassageFilter(scope.place.name if scope.place else None, scope.year)]
        if scope.place is None and context.snapshot.national_documents:
            within.append(PassageFilter(is_national=True))
    if article := ARTICLE.search(question.text):
        within.insert(0, PassageFilter(documents=scope.documents, article=f"Điều {article[1]}"))
    hits = [hit for one in within for hit in context.search(question, one, SEARCHED_PASSAGES)]
    if not scope.documents:
        hits += _hits_beyond(context, hits, document)
    return list({hit.passage: hit for hit in hits}.values())


def _hits_beyond(context: Context, hits: Sequence[Hit], document: str | None) -> list[Hit]:
    """Return the passages of the documents that the question names, and of the one spoken of."""
    question, beyond = context.asked, hits
    if len(hits) < FEW_PASSAGES:
        beyond = [*hits, *context.search(question, PassageFilter(), SEARCHED_PASSAGES)]
    linked = _documents_named(context, beyond)
    if document in context.snapshot.documents and (not context.question.places or not hits):
        linked.insert(0, str(document))
    found: list[Hit] = []
    for key in linked:
        only = PassageFilter(documents=frozenset([key]))
        found += context.search(question, only, LINKED_PASSAGES)
    return found


def _documents_named(context: Context, hits: Sequence[Hit]) -> list[str]:
    """Return the ids of the documents of the passages found that a question names, the best first."""
    documents = {hit.document.id: hit.document for hit in hits}
    rarities = name_rarities(context, documents)
    named = [key for key in rarities if rarities[key] >= MIN_NAME_RARITY]
    return sorted(named, key=lambda key: -rarities[key])[:MAX_LINKED_DOCUMENTS]


def name_rarities(context: Context, documents: Mapping[str, StoredDocument]) -> dict[str, float]:
    """Return document id → the rarity of the words in a row by which a question names it, summed up.

    "cao đẳng hương giang" names the school whose letterhead says so, "phong trào thi đua" nothing.
    """
    asked = folded_tokens(context.asked.text)[:MAX_ASKED_WORDS]
    rarity = [context.evidence.rarity(word) for word in asked]
    return {key: _rarest_run(asked, rarity, identity_of(d)) for key, d in documents.items()}


def _rarest_run(asked: Sequence[str], rarity: Sequence[float], identity: str) -> float:
    pairs = _pairs(identity)
    best = run = 0.0
    for index in range(1, len(asked)):
        is_named = (asked[index - 1], asked[index]) in pairs
        run = (run or rarity[index - 1]) + rarity[index] if is_named else 0.0
        best = max(best, run)
    return best


@lru_cache(maxsize=CACHED_PHRASES)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = folded_tokens(text)
    return frozenset(zip(words, words[1:], strict=False))


def identity_of(document: StoredDocument) -> str:
    """Return the words by which a question may name a document."""
    return f"{document.title} {document.authority or ''} {document.opening}"


def _is_of_place(context: Context, hit: Hit, scope: Scope, document: str | None) -> bool:
    """Whether a passage may speak of the place asked about.

    It names the place, or its document is about it or named by it. Where nothing but place, year
    and topic is asked, the whole document must be about it: one on a group of provinces names each
    of them. `document` was spoken of together with a place that was only carried.
    """
    place, key = scope.place, hit.document.id
    if place is None or scope.documents or (scope.place_carried and key == document):
        return True
    is_about = place.name in context.snapshot.places[key]
    names_it = is_about or place.name in hit.passage.places
    if context.asked.lacks_focus:
        return is_about or (names_it and key == document)
    return names_it or _is_named_by(context, hit.document, place)


def _is_named_by(context: Context, document: StoredDocument, place: Place) -> bool:
    """Whether a place is part of a document's name, or holds the district that it is about."""
    if fold(place.name) in fold(identity_of(document)):
        return True
    about = map(context.snapshot.gazetteer.place_named, context.snapshot.places[document.id])
    return any(other is not None and other.province == place.name for other in about)


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


def _is_of_year(context: Context, text: str, hit: Hit, scope: Scope) -> bool:
    """Whether a sentence may speak of the year: one that names only other years does not.

    Of which year one is that names none, the nearest line above it says that names any ("Kết quả
    năm 2025"), else its document.
    """
    if scope.year is None or scope.documents:
        return True
    years = context.snapshot.years[hit.document.id]
    if named := years_in(text):
        in_passage = scope.year in years and scope.year in years_in(hit.passage.text)
        return scope.year in named or in_passage
    above = set(context.snapshot.years_above(hit.passage))
    # "Giai đoạn 2021-2025" is of the years between, "Luật năm 2022" of none of the document's.
    is_between = bool(above) and min(above) <= scope.year <= max(above)
    return scope.year in above or (scope.year in years and (is_between or not above & years))
