"""How close sentences are to a question in meaning, by the vectors of their tokens.

Late interaction: every token of the question is compared with the nearest one of the sentence
(MaxSim; Khattab and Zaharia 2020, arXiv:2004.12832). It tells sentences apart that share a topic,
where one vector a sentence does not. `match` compares as was taught (`matching.py`), the others as the
encoder's vectors come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.search.encoders import Encoder
from knowledge.search.late_interaction.matching import Matcher, bundled_matcher, match, unit
from knowledge.search.parameters import CACHED_QUESTION_TOKENS, CACHED_SENTENCES, WORST_SHARE

#: The columns of `Closeness.of`.
CLOSENESS = ("cosine", "max_sim", "min_sim", "match")


@dataclass(frozen=True)
class _Question:
    """A question's tokens as unit vectors, their mean, and as the matcher weighs them."""

    units: np.ndarray
    mean: np.ndarray
    weighed: np.ndarray


@dataclass(frozen=True)
class _Sentence:
    """A sentence's tokens and, in half precision, as the matcher opens them."""

    tokens: np.ndarray
    opened: np.ndarray


class Closeness:
    """Compares questions with sentences; the vectors of the last `kept` sentences are kept.

    Without a matcher for the encoder's vectors `match` is `max_sim`.
    """

    def __init__(
        self, encoder: Encoder, kept: int = CACHED_SENTENCES, matcher: Matcher | None = None
    ) -> None:
        self._encoder, self._limit = encoder, kept
        self._given = matcher
        self._kept: dict[str, _Sentence] = {}
        self._question = lru_cache(maxsize=CACHED_QUESTION_TOKENS)(self._encode_question)

    def of(self, question: str, sentences: Sequence[str]) -> np.ndarray:
        """Return one row for each sentence (columns: CLOSENESS, each from -1 to 1)."""
        asked = self._question(question)
        rows = [_compare(asked, sentence) for sentence in self._encoded(sentences)]
        return np.array(rows, dtype=np.float64).reshape(len(sentences), len(CLOSENESS))

    def _encode_question(self, question: str) -> _Question:
        (tokens,) = self._encoder.encode_tokens([question], "query")
        matcher, units = self._matcher(tokens), unit(tokens)
        weighed = matcher.question(tokens) if matcher else units / len(units)
        return _Question(units, unit(tokens.mean(axis=0)), weighed)

    def _matcher(self, tokens: np.ndarray) -> Matcher | None:
        matcher = self._given or bundled_matcher()
        return matcher if matcher.hidden == tokens.shape[1] else None

    def _encoded(self, sentences: Sequence[str]) -> list[_Sentence]:
        # Another thread may replace what is kept at any moment: what is needed is taken once.
        kept = self._kept
        known = {s: found for s in set(sentences) if (found := kept.get(s)) is not None}
        missing = list(dict.fromkeys(s for s in sentences if s not in known))
        if missing:
            matrices = self._encoder.encode_tokens(missing, "document")
            new = {s: self._prepare(m) for s, m in zip(missing, matrices, strict=True)}
            known |= new
            self._kept = new if len(kept) + len(new) > self._limit else kept | new
        return [known[s] for s in sentences]

    def _prepare(self, tokens: np.ndarray) -> _Sentence:
        matcher = self._matcher(tokens)
        opened = matcher.sentence(tokens) if matcher else unit(tokens)
        return _Sentence(tokens.astype(np.float16), opened.astype(np.float16))


def _compare(question: _Question, sentence: _Sentence) -> tuple[float, ...]:
    """Return CLOSENESS of a question to a sentence."""
    tokens = sentence.tokens.astype(np.float32)
    best = np.sort((question.units @ unit(tokens).T).max(axis=1))
    worst = best[: max(1, round(len(best) * WORST_SHARE))]
    cosine = question.mean @ unit(tokens.mean(axis=0))
    taught = match(question.weighed, sentence.opened.astype(np.float32))
    return float(cosine), float(best.mean()), float(worst.mean()), taught
