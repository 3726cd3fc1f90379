"""The rules of the law that people have compared with their source, as rows of a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import delete, insert, select

from knowledge.office import RuleVerification
from knowledge.storage.schema import rule_verifications
from knowledge.storage.store import Store, in_changes
from knowledge.storage.writing import take_revision


class VerificationTable:
    """The verifications of one store, also those taken back; threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, changes: range | None = None) -> list[RuleVerification]:
        """Return the verifications that some changes brought, or all, by the id of their rule."""
        chosen = select(rule_verifications).where(
            in_changes(rule_verifications.c.revision, changes)
        )
        rows = [dict(row._mapping) for row in self._store.reader.rows(chosen)]
        found = [RuleVerification(**row | {"day": date.fromisoformat(row["day"])}) for row in rows]
        return sorted(found, key=lambda one: one.rule)

    def put(self, verification: RuleVerification) -> RuleVerification:
        """Keep what holds of a rule from now on; return it with the number of the change."""
        with self._store.database.writing() as connection:
            kept = replace(verification, revision=take_revision(connection))
            connection.execute(
                delete(rule_verifications).where(rule_verifications.c.rule == kept.rule)
            )
            values = {**vars(kept), "day": kept.day.isoformat()}
            connection.execute(insert(rule_verifications).values(values))
        return kept
