"""Which zone of its page a line stands in: furniture, letterhead, title, body, list, signature…

Logistic regression over cheap features of a line and its neighbours, hashed into a fixed number of
columns, in two passes: the second one also sees what the first took the lines around for.
`python -m training zones` fits the weights on the annotated pages of `tests/gold/train`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from indexer.structure.hashed_features import (
    Features,
    Hashed,
    hash_features,
    joined,
    letter_features,
    probabilities,
)
from indexer.structure.parameters import (
    ALL_UPPER,
    COLUMNS,
    DIGITS_WEIGHT,
    EDGE_LINES,
    FULL_ZONE_LINES,
    LONG_LINE,
    MAX_WORDS,
    NEIGHBOUR_WEIGHT,
    SHORT_LINE,
    UPPER_WEIGHT,
    ZONE_WEIGHT,
)
from knowledge.language import fold

Zone = Literal[
    "furniture",
    "letterhead",
    "title",
    "body",
    "list",
    "table",
    "caption",
    "signature",
    "recipients",
    "annex",
]
ZONES: tuple[Zone, ...] = get_args(Zone)
FILE = Path(__file__).parent / "zones.npz"
#: Lines around a line whose words count, and whose zones count in the second pass.
NEIGHBOURS, ZONED_NEIGHBOURS = (-2, -1, 1, 2), (-3, -2, -1, 1, 2, 3)
MARKER = re.compile(
    r"\s*(?:(?P<number>\d{1,2})[.)]|(?P<roman>[IVX]{1,5})[.)]|(?P<letter>[a-zđ])[.)]|[-+*•–])\s"
)
DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
WORD = re.compile(r"\w+|[^\w\s]")


def zone_probabilities(lines: Sequence[str]) -> np.ndarray:
    """Return a row for each line with the probability of each of ZONES."""
    if not lines:
        return np.empty((0, len(ZONES)))
    first, second = _weights()
    rows = hashed_lines(lines)
    seen = probabilities(first, rows)
    return probabilities(second, with_zones(rows, seen))


def hashed_lines(lines: Sequence[str]) -> list[Hashed]:
    """Return the features of each line, with those of its neighbours and its place in the page."""
    return [hash_features(row, COLUMNS) for row in _line_features(lines)]


def _line_features(lines: Sequence[str]) -> Iterator[Features]:
    own = [_own_features(line) for line in lines]
    beside = {distance: [_beside(one, distance) for one in own] for distance in (1, 2)}
    last = len(lines) - 1
    for index, features in enumerate(own):
        row = dict(features)
        for offset in NEIGHBOURS:
            near = beside[abs(offset)]
            is_inside = 0 <= index + offset < len(own)
            seen = near[index + offset] if is_inside else {"edge": 1.0}
            row |= {f"{offset} {name}": value for name, value in seen.items()}
        row[f"top {min(index, EDGE_LINES)}"] = 1.0
        row[f"bottom {min(last - index, EDGE_LINES)}"] = 1.0
        row[f"fifth {5 * index // len(lines)}"] = 1.0
        yield row


def _beside(own: Features, distance: int) -> Features:
    """Return what counts of a line for those one or two lines away from it."""
    left_out = ("pair", "letters") if distance == 1 else ("pair", "letters", "word")
    return {
        name: NEIGHBOUR_WEIGHT * value
        for name, value in own.items()
        if not name.startswith(left_out)
    }


def _own_features(line: str) -> Features:
    words = WORD.findall(re.sub(r"\d", "0", fold(line)))[:MAX_WORDS]
    features: Features = {f"word {word}": 1.0 for word in words}
    features |= {f"pair {a} {b}": 1.0 for a, b in zip(words, words[1:], strict=False)}
    if words:
        features |= {f"first {words[0]}": 1.0, f"first {' '.join(words[:2])}": 1.0}
        features[f"last {words[-1]}"] = 1.0
    return features | letter_features(line) | dict(_form(line))


def _form(line: str) -> Iterator[tuple[str, float]]:
    """Yield the features of a line's form: length, capitals, digits, marker, how it ends."""
    typed, letters = line.split(), [letter for letter in line if letter.isalpha()]
    upper = sum(map(str.isupper, letters)) / max(1, len(letters))
    yield f"length {min(LONG_LINE, int(math.log2(len(line) + 1)))}", 1.0
    yield "upper", UPPER_WEIGHT * upper
    yield "all upper", float(upper > ALL_UPPER)
    yield "capitals", sum(word[:1].isupper() for word in typed) / max(1, len(typed))
    yield "digits", DIGITS_WEIGHT * sum(map(str.isdigit, line)) / max(1, len(line))
    end = line.rstrip()[-1:]
    yield f"end {end if end in '.;:,?!…)”|' else 'x'}", 1.0
    marker = MARKER.match(line)
    yield f"marker {(marker.lastgroup or 'dash') if marker else 'none'}", 1.0
    for mark in "|»›>\t/":
        yield f"holds {mark}", float(mark in line)
    yield "day", float(bool(DAY.search(line)))
    yield "short", float(len(typed) <= SHORT_LINE)


def with_zones(rows: Sequence[Hashed], seen: np.ndarray) -> list[Hashed]:
    """Return the features with what the first pass took the lines around, above and below for."""
    found = []
    for row, around in zip(rows, _zone_features(seen), strict=True):
        found.append(joined(row, hash_features(around, COLUMNS)))
    return found


def _zone_features(seen: np.ndarray) -> Iterator[Features]:
    """Yield what the first pass took the lines around, above and below each line for."""
    above, below = np.zeros(len(ZONES)), seen.sum(axis=0)
    for index, share in enumerate(seen):
        below = below - share
        features: Features = {}
        for offset in ZONED_NEIGHBOURS:
            if 0 <= index + offset < len(seen):
                near = ZONE_WEIGHT * seen[index + offset]
                features |= {f"zone {offset} {zone}": near[i] for i, zone in enumerate(ZONES)}
        for side, sums in (("above", above), ("below", below)):
            shares = np.minimum(1.0, sums / FULL_ZONE_LINES)
            features |= {f"{side} {zone}": shares[i] for i, zone in enumerate(ZONES)}
        yield features
        above = above + share


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    with np.load(FILE) as arrays:
        return arrays["first"].astype(np.float64), arrays["second"].astype(np.float64)
