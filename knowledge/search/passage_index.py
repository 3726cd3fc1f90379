"""The seam between a search and the engine that finds candidates: embedded, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from knowledge.language import normalized_tokens
from knowledge.search.candidate_words import CandidateWords
from knowledge.search.parameters import MAX_QUERY_WORDS
from knowledge.search.ranking import Candidate
from knowledge.storage import PassageFilter


@dataclass(frozen=True)
class Query:
    """What is searched: the text as it was meant, its vector, and whether it was typed with marks."""

    text: str
    vector: np.ndarray
    marked: bool

    @cached_property
    def words(self) -> list[str]:
        """Its first words in the form for comparing."""
        return normalized_tokens(self.text)[:MAX_QUERY_WORDS]


@dataclass(frozen=True)
class Found:
    """Candidates with both scores, and their words in the same order."""

    candidates: list[Candidate]
    words: CandidateWords


class PassageIndex(Protocol):
    """What finds passages by words and by meaning."""

    def sync(self, revision: int) -> None:
        """Take over what has changed in the store up to a revision, that of the lexicon."""
        ...

    def find(self, query: Query, within: PassageFilter, is_known: Callable[[int], bool]) -> Found:
        """Find what may answer, by words and by meaning; score every candidate by both.

        The index may hold passages that the snapshot being searched does not know.
        """
        ...
