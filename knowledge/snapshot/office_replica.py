"""What the office itself says, held in memory and brought up to date change by change.

The sources of an answer are looked up when it or a document that it quotes has changed, not when a
question is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial

import numpy as np

from knowledge.office import CuratedAnswer, RuleVerification, Silence
from knowledge.storage import (
    CuratedTable,
    Store,
    StoredCurated,
    TextOf,
    VerificationTable,
    text_in,
    with_sources_found,
)


@dataclass(frozen=True, eq=False)
class HeldAnswer:
    """An answer with its sources as they stand now; `broken`: why one of them does not stand."""

    answer: CuratedAnswer
    encoder: str
    vectors: np.ndarray
    broken: Silence | None = None

    def silence_on(self, day: date) -> Silence | None:
        """Return why it is not told on a day; None where it is."""
        return self.answer.silence_on(day) or self.broken


@dataclass(frozen=True, eq=False)
class OfficeSnapshot:
    """What the office says at one moment: its approved answers, and the rules that it has verified."""

    answers: tuple[HeldAnswer, ...] = ()
    verified: Mapping[str, RuleVerification] = field(default_factory=dict)

    @cached_property
    def wordings(self) -> list[tuple[HeldAnswer, str]]:
        """Every wording with its answer, in the order of the answers."""
        return [(held, wording) for held in self.answers for wording in held.answer.wordings]


class OfficeReplica:
    """What a store holds of the office's own, up to a change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._answers, self._verifications = CuratedTable(store), VerificationTable(store)
        self._held: dict[str, HeldAnswer] = {}
        self.snapshot = OfficeSnapshot()

    def sync(self, changes: range, documents: Collection[str]) -> None:
        """Take over what some changes brought; `documents` are the ids of those that they touched."""
        newer, verifications = self._answers.all(changes), self._verifications.all(changes)
        touched = {key for key, held in self._held.items() if _cites(held.answer, documents)}
        if not (newer or verifications or touched):
            return
        # As they are stored: words that were found elsewhere may stand again where they stood.
        again = [one for one in self._answers.all() if one.answer.id in touched] if touched else []
        text_of = lru_cache(maxsize=None)(partial(text_in, self._store))
        for stored in {one.answer.id: one for one in [*again, *newer]}.values():
            self._take_over(stored, text_of)
        verified = {**self.snapshot.verified, **{one.rule: one for one in verifications}}
        self.snapshot = OfficeSnapshot(
            tuple(held for _, held in sorted(self._held.items())),
            {rule: one for rule, one in verified.items() if one.is_valid},
        )

    def _take_over(self, stored: StoredCurated, text_of: TextOf) -> None:
        """Hold an answer that may be told; a draft and what was withdrawn never is."""
        if stored.answer.state != "approved":
            self._held.pop(stored.answer.id, None)
            return
        answer, broken = with_sources_found(stored.answer, text_of)
        self._held[answer.id] = HeldAnswer(answer, stored.encoder, stored.vectors, broken)


def _cites(answer: CuratedAnswer, documents: Collection[str]) -> bool:
    return any(source.document_id in documents for source in answer.sources)
