"""The office's own answer to a question, found by the questions that it was written for.

All is in memory: without such answers nothing is done, with a thousand of them one product of a
matrix and a look at the nearest few.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from knowledge.answering import Candidate, Context, LawCandidate
from knowledge.curated.carrying_words import carry_the_same
from knowledge.curated.composing import compose_curated
from knowledge.curated.likeness import ReadQuestion, features_of, likeness_model
from knowledge.curated.parameters import (
    CACHED_WORDINGS,
    COMPARED_WORDINGS,
    MIN_COSINE,
    MIN_LIKENESS,
)
from knowledge.curated.signature import Signature, read_signature
from knowledge.curated.slips import put_right, slips_in
from knowledge.language import folded_tokens
from knowledge.model import Subject
from knowledge.office import CuratedAnswer
from knowledge.search import Encoder, IndexedSnapshot
from knowledge.snapshot import HeldAnswer, OfficeSnapshot
from knowledge.understanding import Question, parse_question


@dataclass(frozen=True, eq=False)
class Likeness:
    """A wording that names what a question names, and the probability that it asks the same.

    `asked` is what the question names, `features` are those that the probability is made of.
    """

    held: HeldAnswer
    wording: str
    asked: Signature
    features: np.ndarray
    probability: float


class CuratedFinder:
    """Finds the office's own answers; threads may share it.

    `vector` gives the vector of a question, which a search needs as well.
    """

    def __init__(self, encoder: Encoder, vector: Callable[[str], np.ndarray]) -> None:
        self._encoder, self._vector = encoder, vector
        self._matrix = lru_cache(maxsize=1)(self._vectors_of)
        self._words = lru_cache(maxsize=1)(_words_of)
        self._read: tuple[object, dict[tuple[str, date], ReadQuestion]] = (None, {})

    def find(self, known: IndexedSnapshot, context: Context, subject: Subject) -> Candidate | None:
        """Return the answer written for just this question, None where there is none."""
        best = max(
            self.likely(known, context, subject), key=lambda one: one.probability, default=None
        )
        if best is None or best.probability < MIN_LIKENESS:
            return None
        draft = compose_curated(context, best.held.answer)
        asked = best.asked
        law = LawCandidate(draft, tuple(sorted(asked.awards)), next(iter(asked.aspects), None))
        return Candidate(
            draft,
            is_first=True,
            is_settled=True,
            law=law if asked.awards else None,
            likeness=best.probability,
        )

    def likely(
        self, known: IndexedSnapshot, context: Context, subject: Subject
    ) -> Iterator[Likeness]:
        """Yield the nearest wordings that name what the question names."""
        office = known.snapshot.office
        if not office.answers:
            return
        asking: _Asking | None = None
        for held, wording in self._nearest(office, context):
            # Most questions are near none: then they need not be read.
            asking = asking or _Asking(known, context, subject, self._words(office))
            meant = self._meant(known, wording, context.as_of)
            asked = asking.beside(meant.question)
            names = asked.signature, meant.signature
            if (
                asked.signature.agrees(meant.signature)
                and holds_for(held.answer, *names, subject)
                and carry_the_same(asked, meant, context.evidence.rarity)
            ):
                row = features_of(context, asked, meant)
                (probability,) = likeness_model().probabilities(row[np.newaxis])
                yield Likeness(held, wording, asked.signature, row, float(probability))

    def _nearest(
        self, office: OfficeSnapshot, context: Context
    ) -> Iterator[tuple[HeldAnswer, str]]:
        """Yield the wordings nearest to the question, of answers that are told on the day."""
        cosines = self._matrix(office) @ self._vector(context.question.text)
        count = 0
        for index in np.argsort(-cosines):
            held, wording = office.wordings[index]
            if cosines[index] < MIN_COSINE or count == COMPARED_WORDINGS:
                return
            if held.silence_on(context.as_of) is None:
                count += 1
                yield held, wording

    def _vectors_of(self, office: OfficeSnapshot) -> np.ndarray:
        """Return a row for each wording; those of another encoder are encoded anew."""
        rows = [
            held.vectors
            if held.encoder == self._encoder.name
            else self._encoder.encode_queries(held.answer.wordings)
            for held in office.answers
        ]
        return np.concatenate(rows)

    def _meant(self, known: IndexedSnapshot, wording: str, as_of: date) -> ReadQuestion:
        """Return what a wording asks on a day, kept for the next question."""
        owner, read = self._read
        if owner is not known.corrector or len(read) >= CACHED_WORDINGS:
            # What places there are, and how words are spelled, may have changed with the documents.
            read = {}
            self._read = known.corrector, read
        if (meant := read.get((wording, as_of))) is None:
            question = parse_question(wording, known.corrector, known.snapshot.gazetteer)
            meant = read[wording, as_of] = _read(question, Subject(), as_of)
        return meant


class _Asking:
    """A question as it is read alone and beside a wording; `words` are those of all wordings."""

    def __init__(
        self, known: IndexedSnapshot, context: Context, subject: Subject, words: Collection[str]
    ) -> None:
        self._corrector, self._places = known.corrector, known.snapshot.gazetteer
        self._question, self._subject, self._as_of = context.question, subject, context.as_of
        self._alone = _read(context.question, subject, context.as_of)
        self._slips = slips_in(
            context.question,
            lambda word: word in words or known.corrector.is_known(word),
            self._places,
        )

    def beside(self, wording: Question) -> ReadQuestion:
        """Return the question with its slips put right by the words of a wording."""
        typed = put_right(self._question, self._slips, wording, self._places) if self._slips else ""
        if typed in ("", self._question.typed):
            return self._alone
        question = parse_question(typed, self._corrector, self._places)
        return _read(question, self._subject, self._as_of)


def _words_of(office: OfficeSnapshot) -> frozenset[str]:
    """Return the words of all wordings, without marks."""
    return frozenset(word for _, wording in office.wordings for word in folded_tokens(wording))


def _read(question: Question, subject: Subject, as_of: date) -> ReadQuestion:
    return ReadQuestion(question, read_signature(question, subject, as_of))


def holds_for(answer: CuratedAnswer, asked: Signature, named: Signature, subject: Subject) -> bool:
    """Whether an answer holds for the place that a question names or that is spoken of.

    A question on a campaign that names no place is about the one spoken of; any other is about it
    only where the answer is for that place alone.
    """
    own = frozenset(answer.places)
    spoken_of = frozenset((subject.place,)) if subject.place else frozenset()
    places = asked.places or (spoken_of if asked.topics or named.places or own else frozenset())
    if own and not places <= own:
        # However it is worded: what one office wrote is not told of another's place.
        return False
    return places == named.places if named.places else bool(places) == bool(own)
