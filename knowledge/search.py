"""Finding the passages nearest to a question: candidates by words and by meaning, then ranked by what is learned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from knowledge.model import Document, Hit, Passage
from knowledge.questions import Question
from knowledge.ranking import Candidate, learned, measures
from knowledge.snapshot import Snapshot
from knowledge.text import every_token
from knowledge.words import with_pairs

#: So many passages each search hands on: 100 hold the right article in 97 of 100 cases, more add none.
CANDIDATES = 100
#: A question of thousands of words is searched by its first ones: time must not depend on what is typed.
LONGEST_QUESTION = 60


@dataclass(frozen=True)
class Found:
    """Candidates for a question: passage ids, and a row of measures for each (columns: `ranking.MEASURES`)."""

    keys: list[int]
    rows: np.ndarray


def search(question: Question, vector: np.ndarray, snapshot: Snapshot, among: Collection[int] | None) -> list[Hit]:
    """Give the candidates, best first, each with its score."""
    found = candidates(question, vector, snapshot, among)
    scores = found.rows @ learned()
    order = sorted(range(len(found.keys)), key=lambda i: (-scores[i], found.keys[i]))
    return [_hit(snapshot, found.keys[i], float(scores[i])) for i in order]


def candidates(question: Question, vector: np.ndarray, snapshot: Snapshot, among: Collection[int] | None) -> Found:
    """Find what may answer, by words and by meaning, and measure each by both."""
    asked = every_token(question.text)[:LONGEST_QUESTION]
    wanted = with_pairs(asked)
    by_words = dict(snapshot.keywords.search(wanted, question.marked, CANDIDATES, among))
    by_vector = dict(snapshot.vectors.search(vector, CANDIDATES, among))
    keys = sorted(key for key in by_words.keys() | by_vector.keys() if key in snapshot.passages)
    only_vector = [key for key in keys if key not in by_words]
    by_words |= dict(snapshot.keywords.search(wanted, question.marked, len(keys), only_vector)) if only_vector else {}
    only_words = [key for key in keys if key not in by_vector]
    by_vector |= dict(snapshot.vectors.search(vector, len(keys), only_words)) if only_words else {}
    far = min(by_vector.values(), default=0.0)
    found = [Candidate(key, by_words.get(key, 0.0), by_vector.get(key, far)) for key in keys]
    return Found(keys, measures(asked, found, snapshot.cards, snapshot.evidence.weight, question.marked))


def above(document: Document, passage: Passage) -> tuple[str, str]:
    """Give what stands above a passage: all of it (title, number, headings, label), and the nearest heading alone."""
    parts = (document.title, document.number, passage.heading, passage.label)
    return " › ".join(part for part in parts if part), passage.heading.rpartition(" › ")[2]


def _hit(snapshot: Snapshot, key: int, score: float) -> Hit:
    passage = snapshot.passages[key]
    return Hit(snapshot.documents[passage.document_id], passage, score)
