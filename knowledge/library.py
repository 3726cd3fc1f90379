"""Library: the only door to what is known. Add and remove documents, search, answer questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from database import Reader
from knowledge import upkeep
from knowledge.answering import (
    Answerer,
    Context,
    Evidence,
    Sentence,
    completed_text,
    draft_model,
    join_within_limit,
    message,
    render,
    stands_alone,
)
from knowledge.curated import CuratedAnswers, CuratedFinder, Likeness
from knowledge.errors import StaleSnapshot
from knowledge.law import Form, LawAnswerer, RuleRegister, Values, catalogue_wordings
from knowledge.model import Answer, Document, Fact, Hit, Passage, Subject
from knowledge.search import (
    CACHED_QUERIES,
    Closeness,
    Encoder,
    IndexedSnapshot,
    LiveIndex,
    Matcher,
    Query,
    ScoredCandidates,
    find_candidates,
    query_vector,
    rank,
)
from knowledge.snapshot import Snapshot
from knowledge.storage import Fault, PassageFilter, Store
from knowledge.understanding import Question, parse_question
from knowledge.versions import Versions

#: How often an answer is begun anew because documents were changed meanwhile.
MAX_STALE_SNAPSHOTS = 3


class Library:
    """Documents and their passages, facts and vectors; every search sees the store as it is now.

    `folder` keeps the index file of a large collection; None keeps all in memory. `matcher` stands
    for the one that ships.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        folder: Path | None = None,
        matcher: Matcher | None = None,
    ) -> None:
        self._store, self._encoder = store, encoder
        self._live = LiveIndex(store, encoder, catalogue_wordings, folder)
        self._vector = lru_cache(maxsize=CACHED_QUERIES)(partial(query_vector, encoder))
        self._closeness = Closeness(encoder, matcher=matcher)
        self._evidence = lru_cache(maxsize=1)(Evidence)
        self._finder = CuratedFinder(encoder, self._vector)
        self.curated = CuratedAnswers(store, encoder, self.parse)
        self.law_rules = RuleRegister(store)

    @property
    def version(self) -> tuple[str, int]:
        """A value that changes whenever what is held changes."""
        return self._store.version

    @property
    def known_revision(self) -> int:
        """The number of the last change that was answered from; 0 before the first question."""
        return self._live.known_revision

    @property
    def encoder(self) -> str:
        """The name of the encoder."""
        return self._encoder.name

    def id_of_checksum(self, checksum: str) -> str | None:
        """Return the id of the document that was read from just this content, None for none."""
        return self._store.id_of_checksum(checksum)

    def add(self, document: Document, passages: Iterable[Passage], facts: Iterable[Fact]) -> bool:
        """Embed a document and store all of it at once; return True when one was replaced."""
        passages = list(passages)
        vectors = upkeep.encode_searched(self._encoder, document, passages)
        return self._store.put(document, passages, facts, vectors, self._encoder.name)

    @property
    def versions(self) -> Versions:
        """What was published of each document, and by whom."""
        return Versions(self._store, self._encoder)

    def remove(self, document_id: str) -> None:
        """Remove a document with its versions; raise UnknownDocument for an unknown id."""
        self._store.remove(document_id)

    def documents(self) -> list[Document]:
        """Return every document, by id."""
        return self._store.documents()

    def document_ids(self) -> list[str]:
        """Return the id of every document."""
        return self._store.document_ids()

    def document(self, document_id: str) -> Document:
        """Return one document; raise UnknownDocument for an unknown id."""
        return self._store.document(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """Return the passages of a document in order."""
        return list(self._store.passages(document_id).values())

    def facts(self, document_id: str) -> list[Fact]:
        """Return the facts of a document in order, proposals among them."""
        return self._store.facts(document_id)

    def rebuild(self) -> int:
        """Embed every passage anew with the present encoder; return their number."""
        return upkeep.rebuild(self._store, self._encoder)

    def count_missing_vectors(self) -> int:
        """Return how many passages the present encoder has not embedded: it is new, or was cut off."""
        return upkeep.count_missing_vectors(self._store, self._encoder)

    @property
    def reader(self) -> Reader:
        """Where it reads: a primary, and a replica if there is one."""
        return self._store.reader

    def check(self) -> list[Fault]:
        """Prove the store: offsets, evidence, vectors, orphans, FAISS against the store."""
        return upkeep.check(self._store, self._encoder)

    def repair(self, faults: Iterable[Fault]) -> list[str]:
        """Mend what the store holds enough for; return the ids of documents to be read again."""
        return upkeep.repair(self._store, self._encoder, faults)

    def snapshot(self) -> Snapshot:
        """Return what is held now."""
        return self.indexed_snapshot().snapshot

    def indexed_snapshot(self) -> IndexedSnapshot:
        """Return what is held now with the index that finds it."""
        return self._live.current()

    def parse(self, typed: str) -> Question:
        """Return a typed question, understood."""
        return _parse(self.indexed_snapshot(), typed)

    def search(
        self,
        text: str,
        place: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        limit: int = 10,
        day: date | None = None,
    ) -> list[Hit]:
        """Return the passages nearest to a text, best first, of this place, year, kind and day."""
        with self._store.reader.one_question():
            known = self.indexed_snapshot()
            within = PassageFilter(place, year, kind, day=day)
            return self._search(known, _parse(known, text), within, limit)

    def _search(
        self, known: IndexedSnapshot, question: Question, within: PassageFilter, limit: int
    ) -> list[Hit]:
        if not question.text.strip():
            return []
        query, snapshot = self._query(question), known.snapshot
        ranked = rank(query, known.index, known.statistics, snapshot, within)[:limit]
        passages = snapshot.passages([key for key, _ in ranked])
        return [
            Hit(snapshot.documents[passages[key].document_id], passages[key], score)
            for key, score in ranked
            if key in passages
        ]

    def _query(self, question: Question) -> Query:
        return Query(question.text, self._vector(question.text), question.marked)

    def scored_candidates(self, typed: str) -> ScoredCandidates:
        """Return all that a search ranks for a question: what the ranking learns from."""
        known = self.indexed_snapshot()
        query = self._query(_parse(known, typed))
        snapshot = known.snapshot
        return find_candidates(query, known.index, known.statistics, snapshot, PassageFilter())

    def answer(
        self, typed: str, subject: Subject, as_of: date, hint: str | None = None
    ) -> tuple[Answer, Subject]:
        """Answer a question in a conversation about `subject`.

        Return the answer and what the conversation is about now. `hint` names the topic or the
        aspect of the law (`law_money`) that the dialogue made out; it counts only where the
        question's own words name none.
        """
        for _ in range(MAX_STALE_SNAPSHOTS):
            version = self.version
            try:
                with self._store.reader.one_question():
                    answer, after = self._answer(typed, subject, as_of, hint)
            except StaleSnapshot:
                continue
            # What was looked for may just have been replaced: the next snapshot knows it.
            if answer.status == "answered" or version == self.version:
                return answer, after
        return self._answer(typed, subject, as_of, hint)

    def _answer(
        self, typed: str, subject: Subject, as_of: date, hint: str | None
    ) -> tuple[Answer, Subject]:
        answerer = self._answerer(typed, subject, as_of, hint)
        each = [self._answerer(part, Subject(), as_of) for part in answerer.questions_of_each]
        answer, after = answerer.answer(each)
        # What was asked stays with the conversation: an answer is kept in other places.
        return replace(answer, about=replace(after, document=None, asked=None)), after

    def scored_sentences(
        self, typed: str, subject: Subject, as_of: date
    ) -> tuple[list[Sentence], np.ndarray]:
        """Return the sentences considered for a question, and the features they are ranked by."""
        return self._answerer(typed, subject, as_of).scored_sentences()

    def scored_drafts(
        self, typed: str, subject: Subject, as_of: date
    ) -> tuple[list[Answer], np.ndarray]:
        """Return the answers considered for a question, and the features they are chosen by."""
        return self._answerer(typed, subject, as_of).scored_drafts()

    def scored_wordings(self, typed: str, subject: Subject, as_of: date) -> list[Likeness]:
        """Return the questions that the office's own answers are for and that name the same."""
        known = self.indexed_snapshot()
        context = self._context(known, typed, as_of, subject)
        return list(self._finder.likely(known, context, subject))

    def considered(self, typed: str, subject: Subject, as_of: date) -> list[tuple[Answer, float]]:
        """Return the answers considered for a question, each with its probability of being right."""
        answerer = self._answerer(typed, subject, as_of)
        answers, features = answerer.scored_drafts()
        found = draft_model().probabilities(features).tolist()
        return [*answerer.own_answer(), *zip(answers, found, strict=True)]

    def _answerer(
        self, typed: str, subject: Subject, as_of: date, hint: str | None = None
    ) -> Answerer:
        known = self.indexed_snapshot()
        context = replace(self._context(known, typed, as_of, subject), hint=hint)
        return Answerer(context, subject, LawAnswerer, partial(self._finder.find, known))

    def _context(
        self, known: IndexedSnapshot, typed: str, as_of: date, subject: Subject
    ) -> Context:
        question = _parse(known, typed)
        whole = completed_text(question, subject)
        return Context(
            snapshot=known.snapshot.on(as_of),
            evidence=self._evidence(known.statistics),
            search=partial(self._search, known),
            question=question,
            as_of=as_of,
            closeness=self._closeness.of,
            asked=question if whole == question.typed else _parse(known, whole),
        )

    def answer_alone(self, typed: str, as_of: date) -> Answer | None:
        """Answer a question outside its conversation and say so; None where that cannot be done."""
        if not stands_alone(self.parse(typed)):
            return None
        answer, _ = self.answer(typed, Subject(), as_of)
        if answer.status != "answered":
            return None
        text = join_within_limit(answer.text, message("alone"))
        return replace(answer, text=text, buttons=())

    def complete_form(self, form: Form, values: Values, as_of: date) -> Answer:
        """Return what comes out of a guided conversation whose fields are filled."""
        context = self.context(as_of)
        return render(form.compose(context, values), context)

    def context(self, as_of: date) -> Context:
        """Return what is composed from on a day where nothing is asked: a form's outcome, a page."""
        return self._context(self.indexed_snapshot(), "", as_of, Subject())


def _parse(known: IndexedSnapshot, typed: str) -> Question:
    return parse_question(typed, known.corrector, known.snapshot.gazetteer)
