"""Cheap features of a sentence, its headings and its neighbours, for the model of statements."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import numpy as np

from indexer.extraction.parameters import (
    ANNOUNCED_WEIGHT,
    CACHED_TEXTS,
    MAX_HEADING_LETTERS,
    MAX_HEADING_WORDS,
    MAX_STATEMENT_LETTERS,
    MAX_STATEMENT_WORDS,
    NEIGHBOUR_WORDS,
    NEIGHBOUR_WORDS_WEIGHT,
    SEEN_WEIGHT,
    STATEMENT_COLUMNS,
)
from indexer.structure.blocks import without_marker
from indexer.structure.hashed_features import (
    Features,
    Hashed,
    beside,
    hash_features,
    hash_names,
    joined,
    letter_features,
    shares_around,
)
from indexer.structure.sentences import Sentence
from knowledge.language import fold, years_in
from knowledge.model import HEADING_SEPARATOR

WORD = re.compile(r"\w+|[%“”\"():;,]")
DIGIT = re.compile(r"\d")
#: Sentences around one whose first words count, and those of which the second pass sees what they say.
NEIGHBOURS, SEEN_NEIGHBOURS = (-1, 1), (-3, -2, -1, 1, 2, 3)


def sentence_features(sentences: Sequence[Sentence], year: int | None) -> list[Hashed]:
    """Return the features of each sentence of a text that is about `year`."""
    words = [_words(sentence.text) for sentence in sentences]
    lines = announcing_lines(sentences)
    seen = [_first_words(of_sentence) for of_sentence in words]
    rows = []
    for index, sentence in enumerate(sentences):
        row = _own(sentence, words[index], year) | dict(_position(sentence))
        announced = _words(lines[index])[:MAX_HEADING_WORDS]
        row |= {f"announced {word}": ANNOUNCED_WEIGHT for word in announced}
        near = [
            seen[index + offset][offset]
            for offset in NEIGHBOURS
            if 0 <= index + offset < len(sentences)
        ]
        rows.append(joined(hash_features(row, STATEMENT_COLUMNS), *near))
    return rows


def _first_words(words: Sequence[str]) -> dict[int, Hashed]:
    """Return what the first words of a sentence count for those before and behind it."""
    first = dict.fromkeys(words[:NEIGHBOUR_WORDS], NEIGHBOUR_WORDS_WEIGHT)
    return beside(first, NEIGHBOURS, STATEMENT_COLUMNS)


def announcing_lines(sentences: Sequence[Sentence]) -> list[str]:
    """Return for each sentence the nearest line above that heads it, "" where none does."""
    lines, line = [], ""
    for sentence in sentences:
        lines.append(line)
        if _announces(sentence):
            line = sentence.text
    return lines


def _announces(sentence: Sentence) -> bool:
    """Whether a sentence heads what stands below it, as headings without a number do too."""
    text = sentence.text.rstrip()
    if sentence.block.kind in ("row", "item"):
        return text.endswith(":")
    is_short = len(text) <= MAX_HEADING_LETTERS and text[-1:] not in ".;!?…"
    return sentence.block.kind == "heading" or text.endswith(":") or is_short


@lru_cache(maxsize=CACHED_TEXTS)
def _words(text: str) -> tuple[str, ...]:
    """Return the words without marks, digits levelled, the list marker left out.

    The headings of a section and the first row of a table are asked for with each of their lines.
    """
    plain = without_marker(text[:MAX_STATEMENT_LETTERS])
    return tuple(WORD.findall(DIGIT.sub("0", fold(plain)))[:MAX_STATEMENT_WORDS])


def _own(sentence: Sentence, words: Sequence[str], year: int | None) -> Features:
    features: Features = {f"word {word}": 1.0 for word in words}
    features |= {f"pair {a} {b}": 1.0 for a, b in zip(words, words[1:], strict=False)}
    for length in (1, 2, 3):
        features[f"first {' '.join(words[:length])}"] = 1.0
    if words:
        features[f"last {words[-1]}"] = 1.0
    text = sentence.text
    features |= letter_features(text)
    features[f"length {int(math.log2(len(text) + 1))}"] = 1.0
    features["digits"] = 3.0 * sum(map(str.isdigit, text)) / max(1, len(text))
    features[f"upper {text.isupper()}"] = 1.0
    return features | {f"year {_years_from(found, year)}": 1.0 for found in years_in(text)}


def _years_from(found: int, year: int | None) -> str:
    if year is None:
        return "unknown"
    return str(max(-2, min(2, found - year)))


def _position(sentence: Sentence) -> Iterator[tuple[str, float]]:
    """Yield the features of where a sentence stands: its block, its headings, what leads to it."""
    block = sentence.block
    yield f"block {block.kind}", 1.0
    yield f"zone {block.zone}", 1.0
    yield f"opens part {block.opens_part}", 1.0
    is_first = sentence.start == block.start
    yield f"first in block {is_first}", 1.0
    heading = _words(block.heading.rpartition(HEADING_SEPARATOR)[2])[:MAX_HEADING_WORDS]
    for word in heading:
        yield f"heading {word}", 1.0
    yield f"heading first {' '.join(heading[:2])}", 1.0
    for word in _words(block.heading)[:MAX_HEADING_WORDS]:
        yield f"headings {word}", 0.5
    lead = sentence.context[len(block.heading) :].strip().rpartition("\n")[2]
    for word in _words(lead)[:MAX_HEADING_WORDS]:
        yield f"lead {word}", 0.5
    if is_first and lead:
        yield "introduced", 1.0
    for word in _words(sentence.table_header)[:MAX_HEADING_WORDS]:
        yield f"column {word}", 0.5


def with_seen(rows: Sequence[Hashed], seen: np.ndarray) -> list[Hashed]:
    """Return the features with what the first pass took the sentences around for."""
    values = SEEN_WEIGHT * shares_around(seen, SEEN_NEIGHBOURS)
    columns = _seen_columns(seen.shape[1])
    return [joined(row, (columns, around)) for row, around in zip(rows, values, strict=True)]


@cache
def _seen_columns(kinds: int) -> np.ndarray:
    """Return the columns of what the first pass took the sentences around for."""
    names = (f"seen {offset} {kind}" for offset in SEEN_NEIGHBOURS for kind in range(kinds))
    return hash_names(names, STATEMENT_COLUMNS)
