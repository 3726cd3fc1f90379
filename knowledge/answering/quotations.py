"""The sentences that may answer a question, within each of the places and years asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from knowledge.answering.composers.extractive import quote
from knowledge.answering.composers.wording import tell_other_year
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import MAX_GROUPS, MIN_SENTENCE, NEAR_BEST_SCOPE
from knowledge.answering.sentences import (
    RankedSentence,
    Sentence,
    rank_sentences,
    scored_sentences,
)
from knowledge.model import Subject
from knowledge.understanding import Scope


def _best(ranked: Sequence[RankedSentence]) -> float:
    """Return the probability of the likeliest sentence; 0 where there is none."""
    return ranked[0].probability if ranked else 0.0


class Quotations:
    """Ranks the sentences found for a question in a conversation about `subject`, and quotes them.

    `names_year` tells whether a year was typed; "năm nay" of a story names none.
    """

    def __init__(
        self, context: Context, scopes: Sequence[Scope], subject: Subject, *, names_year: bool
    ) -> None:
        self._context, self._scopes, self._subject = context, scopes, subject
        self._names_year = names_year

    @cached_property
    def ranked(self) -> Sequence[RankedSentence]:
        """The sentences of all scopes, the likeliest first."""
        if len(self._rankings) == 1:
            return self._rankings[0][1]
        ranked = [one for _, of_scope in self._rankings for one in of_scope]
        return sorted(ranked, key=lambda one: -one.probability)

    @property
    def document(self) -> str | None:
        """The id of the text that the likeliest sentence stands in."""
        return self.ranked[0].sentence.hit.document.id if self.ranked else None

    @cached_property
    def draft(self) -> Draft:
        """The draft of the likeliest sentences; where several places or years are asked, of each."""
        return self._composed("quotes")

    @property
    def nearest(self) -> Draft:
        """The same, as what comes nearest."""
        return self._composed("nearest_quotes")

    def _composed(self, head: str) -> Draft:
        best = _best(self.ranked)
        likely = [
            (scope, ranked)
            for scope, ranked in self._rankings
            if ranked and _best(ranked) >= NEAR_BEST_SCOPE * best
        ]
        drafts = [self._quoted_within(scope, ranked, head) for scope, ranked in likely]
        citations = tuple(dict.fromkeys(c for draft in drafts for c in draft.citations))
        text = "\n".join(dict.fromkeys(draft.text for draft in drafts))
        return replace(drafts[0], text=text, citations=citations)

    def scored(self) -> tuple[list[Sentence], np.ndarray]:
        """Return the sentences considered in the first scope, and a row of features for each."""
        return scored_sentences(self._context, self._scopes[0], self._subject.document)

    @cached_property
    def _rankings(self) -> list[tuple[Scope, Sequence[RankedSentence]]]:
        """The sentences of each scope, the likeliest first; the scope with the likeliest first."""
        found = [self._ranked_within(scope) for scope in self._scopes[:MAX_GROUPS]]
        return sorted(found, key=lambda pair: -_best(pair[1]))

    def _ranked_within(self, scope: Scope) -> tuple[Scope, Sequence[RankedSentence]]:
        """Return the scope that holds the likeliest sentence, and its sentences.

        What was only carried from the conversation may be opened again, and "năm nay" of a story.
        """
        focus = self._context.question.focus
        scopes = [scope]
        if scope.year_carried or (focus and not self._names_year):
            scopes.append(scope.without_year)
        if scope.place_carried and focus:
            scopes.append(scope.without_place)
        if self._may_ask_of_law(scope) and (national := self._context.snapshot.national_documents):
            scopes.append(Scope(documents=national))
        found: list[tuple[Scope, Sequence[RankedSentence]]] = []
        for opened in dict.fromkeys(scopes):
            ranked = rank_sentences(self._context, opened, self._subject.document)
            if _best(ranked) >= MIN_SENTENCE:
                return opened, ranked
            found.append((opened, ranked))
        return max(found, key=lambda pair: _best(pair[1]))

    def _may_ask_of_law(self, scope: Scope) -> bool:
        """Whether the place only tells where somebody lives: nothing is held of it, no topic named."""
        question = self._context.question
        follows_up = self._context.asked.typed != question.typed
        is_of_campaign = bool(question.topics or question.years or follows_up)
        is_unheld = bool(scope.place) and not self._context.names_held_place
        return is_unheld and not is_of_campaign and bool(question.focus)

    def _quoted_within(self, scope: Scope, ranked: Sequence[RankedSentence], head: str) -> Draft:
        draft = quote(self._context, scope, ranked, head)
        asked = next(
            other for other in self._scopes if other.place == scope.place or not scope.place
        )
        is_opened = asked.year and not scope.year
        return tell_other_year(draft, asked) if is_opened else draft
