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
    beside,
    by_column,
    hash_features,
    hash_names,
    joined,
    letter_features,
    probabilities,
    shares_around,
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
    own = [_own_features(line) for line in lines]
    # Each line's features are hashed once, for itself and for those around it.
    seen = [_beside(features) for features in own]
    edges = {offset: hash_features({f"{offset} edge": 1.0}, COLUMNS) for offset in NEIGHBOURS}
    rows = []
    for index, features in enumerate(own):
        around = (
            seen[index + offset][offset] if 0 <= index + offset < len(own) else edges[offset]
            for offset in NEIGHBOURS
        )
        row = features | _place_in_page(index, len(lines))
        rows.append(joined(hash_features(row, COLUMNS), *around))
    return rows


def _place_in_page(index: int, count: int) -> Features:
    return {
        f"top {min(index, EDGE_LINES)}": 1.0,
        f"bottom {min(count - 1 - index, EDGE_LINES)}": 1.0,
        f"fifth {5 * index // count}": 1.0,
    }


def _beside(own: Features) -> dict[int, Hashed]:
    """Return what counts of a line for those one or two lines away: at two, not its words."""
    near = {
        name: NEIGHBOUR_WEIGHT * value
        for name, value in own.items()
        if not name.startswith(("pair", "letters"))
    }
    far = {name: value for name, value in near.items() if not name.startswith("word")}
    return beside(near, (-1, 1), COLUMNS) | beside(far, (-2, 2), COLUMNS)


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
    until = seen.cumsum(axis=0)
    above, below = until - seen, seen.sum(axis=0) - until
    sums = np.minimum(1.0, np.hstack([above, below]) / FULL_ZONE_LINES)
    values = np.hstack([ZONE_WEIGHT * shares_around(seen, ZONED_NEIGHBOURS), sums])
    columns = _zone_columns()
    return [joined(row, (columns, around)) for row, around in zip(rows, values, strict=True)]


@cache
def _zone_columns() -> np.ndarray:
    """Return the columns of what the first pass took the lines around, above and below for."""
    where = [*(f"zone {offset}" for offset in ZONED_NEIGHBOURS), "above", "below"]
    return hash_names((f"{side} {zone}" for side in where for zone in ZONES), COLUMNS)


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    with np.load(FILE) as arrays:
        return by_column(arrays["first"]), by_column(arrays["second"])
