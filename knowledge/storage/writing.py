"""One change of a store: a number for it, the rows of a document with all that is derived, counts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from knowledge.model import Document, Fact, Passage
from knowledge.storage.derived.counting import (
    CountedPassage,
    apply_change,
    number_words,
    recount,
    stored_passages,
)
from knowledge.storage.derived.derivation import DERIVATION, DerivedDocument, DerivedPassage, derive
from knowledge.storage.derived.passage_words import PassageWords
from knowledge.storage.derived.term_keys import search_terms
from knowledge.storage.parameters import SEARCHABLE_KINDS
from knowledge.storage.rows import (
    document_from,
    document_row,
    fact_row,
    passage_from,
    passage_row,
)
from knowledge.storage.schema import (
    documents,
    facts,
    passage_places,
    passage_terms,
    passage_years,
    passages,
    removals,
    state,
    vectors,
)


class Writer:
    """One change within an open transaction; `finish` ends it.

    Changes are made one after the other: the first thing that each does is to take its number, for
    which the next one waits.
    """

    def __init__(self, connection: Connection, counts: bool = True) -> None:
        """`counts` is False where many documents are put in, to be counted together after."""
        self._connection, self._counts = connection, counts
        self.revision = take_revision(connection)
        self._added: list[CountedPassage] = []
        self._removed: list[CountedPassage] = []

    def take_out(self, document_id: str) -> int | None:
        """Remove a document and all that belongs to it; None where there is none.

        Return its place in the order in which documents came, which a new version keeps.
        """
        run = self._connection.execute
        row = run(
            select(documents.c.added, documents.c.first_passage, documents.c.last_passage).where(
                documents.c.id == document_id
            )
        ).one_or_none()
        if row is None:
            return None
        if self._counts:
            chosen = select(passages.c.words, passages.c.kind)
            self._removed += stored_passages(
                self._connection, chosen.where(passages.c.document_id == document_id)
            )
        gone = {"revision": self.revision, "document_id": document_id}
        gone |= {"first_passage": row.first_passage, "last_passage": row.last_passage}
        run(insert(removals).values(gone))
        run(delete(documents).where(documents.c.id == document_id))
        added: int = row.added
        return added

    def put_in(
        self,
        document: Document,
        rows: Sequence[Passage],
        stated: Sequence[Fact],
        added: int | None = None,
    ) -> None:
        """Add a document that is not there, with its passages and facts.

        `added` is its place in the order in which documents came; None for the last.
        """
        run = self._connection.execute
        if added is None:
            newest = run(select(func.coalesce(func.max(documents.c.added), 0))).scalar_one()
            added = newest + 1
        numbered = replace(document, added=added)
        first = self._reserve(len(rows))
        derived = derive(numbered, rows)
        values = document_row(numbered) | self._derived_columns(numbered, derived, first, len(rows))
        run(insert(documents).values(values))
        self._put_passages(rows, derived, first)
        if stated:
            run(insert(facts), [fact_row(fact) for fact in stated])

    def put_vectors(self, encoder: str, document_id: str, rows: Mapping[int, np.ndarray]) -> None:
        """Keep vectors by the number of their passage in its document."""
        chosen = select(passages.c.number, passages.c.id)
        found = self._connection.execute(chosen.where(passages.c.document_id == document_id))
        values = [
            {"passage_id": key, "encoder": encoder, "vector": rows[number]}
            for number, key in found
            if number in rows
        ]
        if values:
            self._connection.execute(insert(vectors), values)

    def derive_again(self, document_id: str) -> None:
        """Derive anew what is kept with a document; its passages keep their ids."""
        run = self._connection.execute
        chosen = select(documents).where(documents.c.id == document_id)
        document = document_from(run(chosen).mappings().one())
        chosen = select(passages).where(passages.c.document_id == document_id)
        found = run(chosen.order_by(passages.c.number)).mappings().all()
        texts = [document.text[row["start"] : row["end"]] for row in found]
        rows = [
            passage_from({**row, "text": words}) for row, words in zip(found, texts, strict=True)
        ]
        derived, first = derive(document, rows), min((row["id"] for row in found), default=1)
        columns = self._derived_columns(document, derived, first, len(rows))
        run(update(documents).where(documents.c.id == document_id).values(columns))
        counted = self._counted(rows, derived.passages)
        change = update(passages).where(passages.c.id == bindparam("key"))
        change = change.values(text=bindparam("its_text"), words=bindparam("its_words"))
        values = [
            {"key": key, "its_text": passage.text, "its_words": one.words.as_bytes()}
            for key, (passage, one) in enumerate(zip(rows, counted, strict=True), first)
        ]
        if values:
            run(change, values)
            self._put_search_columns(rows, derived, counted, first)

    def finish(self) -> None:
        """Count what was added and removed."""
        if self._counts:
            more = apply_change(self._connection, self._added, self._removed, self.revision)
            self._connection.execute(
                update(state).values(
                    texts=state.c.texts + more.texts,
                    searched_words=state.c.searched_words + more.words,
                )
            )

    def recount(self) -> None:
        """Count every passage anew."""
        found = recount(self._connection, self.revision)
        totals = {"texts": found.texts, "searched_words": found.words}
        self._connection.execute(update(state).values(totals))

    def _reserve(self, count: int) -> int:
        """Return the first of so many new ids; ids are never given twice, and follow each other."""
        given = update(state).values(passages_given=state.c.passages_given + count)
        last = self._connection.execute(given.returning(state.c.passages_given)).scalar_one()
        return int(last) - count + 1

    def _derived_columns(
        self, document: Document, derived: DerivedDocument, first: int, count: int
    ) -> dict[str, Any]:
        return {
            "revision": self.revision,
            "first_passage": first,
            "last_passage": first + count - 1,
            "length": len(document.text),
            "opening": derived.opening,
            "about_places": json.dumps(sorted(derived.about_places), ensure_ascii=False),
            "about_years": json.dumps(sorted(derived.about_years)),
            "commune_kind": derived.commune_kind,
        }

    def _put_passages(self, rows: Sequence[Passage], derived: DerivedDocument, first: int) -> None:
        if not rows:
            return
        counted = self._counted(rows, derived.passages)
        values = [
            {"id": key, "words": one.words.as_bytes(), **passage_row(passage)}
            for key, (passage, one) in enumerate(zip(rows, counted, strict=True), first)
        ]
        self._connection.execute(insert(passages), values)
        self._put_search_columns(rows, derived, counted, first)

    def _put_search_columns(
        self,
        rows: Sequence[Passage],
        derived: DerivedDocument,
        counted: Sequence[CountedPassage],
        first: int,
    ) -> None:
        self._put_scopes(rows, derived.passages, first)
        if self._connection.dialect.name == "postgresql":
            self._put_terms(counted, first)
        self._added += counted

    def _counted(
        self, rows: Sequence[Passage], derived: Sequence[DerivedPassage]
    ) -> list[CountedPassage]:
        used = {
            word
            for one in derived
            for part in (one.context, one.heading, one.text)
            for word in part
        }
        numbers = number_words(self._connection, used)

        def numbered(words: Sequence[str], form: int = 0) -> np.ndarray:
            return np.array([numbers[word][form] for word in words], "<i4")

        return [
            CountedPassage(
                PassageWords(numbered(one.context), numbered(one.heading), numbered(one.text)),
                numbered([*one.context, *one.text], 1),
                passage.kind in SEARCHABLE_KINDS,
            )
            for passage, one in zip(rows, derived, strict=True)
        ]

    def _put_scopes(
        self, rows: Sequence[Passage], derived: Sequence[DerivedPassage], first: int
    ) -> None:
        """Keep the places and years by which passages are searched."""
        searched = [
            (key, one)
            for key, (passage, one) in enumerate(zip(rows, derived, strict=True), first)
            if passage.kind in SEARCHABLE_KINDS
        ]
        places = [{"place": p, "passage_id": key} for key, one in searched for p in one.places]
        years = [
            {"year": year, "passage_id": key, "is_above": year not in one.years}
            for key, one in searched
            for year in one.years | one.years_above
        ]
        for table, values in ((passage_places, places), (passage_years, years)):
            if values:
                self._connection.execute(insert(table), values)

    def _put_terms(self, counted: Sequence[CountedPassage], first: int) -> None:
        values = [
            {"passage_id": key, "terms": search_terms(one.folded)}
            for key, one in enumerate(counted, first)
            if one.is_searched
        ]
        if values:
            self._connection.execute(insert(passage_terms), values)


def take_revision(connection: Connection) -> int:
    """Return the number of the change that begins now; the next one waits until it is done."""
    taken = update(state).values(revision=state.c.revision + 1)
    number: int = connection.execute(taken.returning(state.c.revision)).scalar_one()
    return number


def is_derived(connection: Connection) -> bool:
    """Whether what is derived was derived by this program's rules."""
    return bool(connection.execute(select(state.c.derivation)).scalar_one() == DERIVATION)


def derive_all(connection: Connection) -> None:
    """Derive anew what other rules have derived. Passages keep their ids: vectors stay."""
    run = connection.execute
    writer = Writer(connection, counts=False)
    for table in (passage_places, passage_years):
        run(delete(table))
    if connection.dialect.name == "postgresql":
        run(delete(passage_terms))
    for document_id in run(select(documents.c.id)).scalars().all():
        writer.derive_again(document_id)
    writer.recount()
    run(update(state).values(derivation=DERIVATION))
