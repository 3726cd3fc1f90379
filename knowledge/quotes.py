"""The sentences that answer a question in a document's own words, when no fact does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.citations import NUMBER, dates_in
from knowledge.evidence import NEIGHBOURS, THRESHOLD
from knowledge.model import Hit
from knowledge.questions import Question
from knowledge.scope import Scope
from knowledge.snapshot import Snapshot
from knowledge.text import clauses, fold, sentences
from knowledge.vocabulary import YEAR, YEAR_RANGE, years_in

Find = Callable[[Question, str | None, int | None, int], list[Hit]]
#: "8. " before a part is no figure.
LABEL = re.compile(r"^\s*\d{1,2}\s*[.)]\s")
HITS = 20
MOST = 3
#: A sentence this far behind the best is not shown beside it.
NEAR_BEST = 0.93
LONG_SENTENCE = 420
#: With every word of the question in passage and heading, the sentence itself may hold fewer of them.
WITH_CONTEXT, CONTEXT_FULL = 0.5, 0.85


@dataclass(frozen=True)
class Quote:
    """A sentence with its offsets in the document and how well it answers."""

    hit: Hit
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.hit.document.text[self.start : self.end]


def quotes(snapshot: Snapshot, find: Find, question: Question, scope: Scope, day: date) -> list[Quote]:
    """Give the sentences with enough evidence, best first; none when the knowledge does not hold the answer.

    A legal text that does not hold on the day is not quoted.
    """
    wanted = question.content
    if not wanted:
        return []
    hits = find(question, scope.place.name if scope.place else None, scope.year, HITS)
    hits = [hit for hit in hits if hit.document.in_force(day)]
    found = [quote for rank, hit in enumerate(hits) for quote in _of_hit(snapshot, question, scope, hit, rank)]
    found.sort(key=lambda quote: -quote.score)
    return [quote for quote in found if quote.score >= NEAR_BEST * found[0].score][:MOST]


def _of_hit(snapshot: Snapshot, question: Question, scope: Scope, hit: Hit, rank: int) -> list[Quote]:
    passage = hit.passage
    weigh = snapshot.evidence
    whole = weigh.coverage(question.content, f"{passage.heading} {passage.text}", question.marked)
    found = []
    for start, end in _spans(passage.text, passage.kind == "row"):
        text = passage.text[start:end]
        if not _of_year(text, hit, scope.year) or (question.ask and not _shows(question, text)):
            continue
        own = weigh.coverage(question.content, text, question.marked)
        if own >= weigh.threshold(question.content) or (
            own >= WITH_CONTEXT and whole >= CONTEXT_FULL and not weigh.unseen(question.content)
        ):
            near = weigh.nearness(question.pairs, text)
            if near < NEIGHBOURS or not _speaks_of(snapshot, question, text):
                continue
            score = own + 0.2 * whole + 0.3 * near - 0.004 * rank
            found.append(Quote(hit, passage.start + start, passage.start + end, score))
    return found


def _speaks_of(snapshot: Snapshot, question: Question, text: str) -> bool:
    """A person's name alone is no evidence: "Ông A sinh năm nào?" is not answered by what else A did."""
    asked = fold(" ".join(question.content))
    named = {word for name, parts in snapshot.names.items() if name in asked for word in parts}
    rest = [word for word in question.content if fold(word) not in named]
    if not named or not rest:
        return True
    return snapshot.evidence.coverage(rest, text, question.marked) >= THRESHOLD


def _spans(text: str, row: bool) -> list[tuple[int, int]]:
    """Give the sentences of a passage; a very long one by its parts."""
    if row:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if end - start <= LONG_SENTENCE:
            spans.append((start, end))
        else:
            spans += [(start + first, start + last) for first, last in clauses(text[start:end])]
    return spans


def _of_year(text: str, hit: Hit, year: int | None) -> bool:
    """A sentence that names other years only does not speak of the year asked."""
    if year is None:
        return True
    named = years_in(text)
    return year in named or (year in hit.document.years and (not named or year in years_in(hit.passage.text)))


def _shows(question: Question, text: str) -> bool:
    """Tell whether a sentence gives the kind of thing asked for; a year, a day or a document's number is no figure."""
    if question.ask is None:
        return True
    if question.ask.ask in ("number", "rank", "percent", "money"):
        for day in reversed(dates_in(text, year=2000)):
            text = text[: day.start] + text[day.end :]
        for pattern in (YEAR_RANGE, YEAR, NUMBER, LABEL):
            text = pattern.sub("", text)
    return bool(question.ask.shows.search(text))


def spread(found: Sequence[Quote]) -> set[str]:
    """Give the ids of the documents the quotes come from."""
    return {quote.hit.document.id for quote in found}
