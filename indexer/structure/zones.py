"""Which zone of its page a line stands in: furniture, letterhead, title, body, list, signature…

Logistic regression over cheap features of a line and its neighbours, hashed into a fixed number of
columns, in two passes: the second one also sees what the first took the lines around for.
`python -m training zones` fits the weights on the annotated pages of `tests/gold/train`.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np

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
#: Columns that features are hashed into.
COLUMNS = 1 << 13
#: Words of a line that are looked at, and letters.
MAX_WORDS, MAX_LETTERS = 40, 60
#: Lines around a line whose words count, and whose zones count in the second pass.
NEIGHBOURS, ZONED_NEIGHBOURS = (-2, -1, 1, 2), (-3, -2, -1, 1, 2, 3)
#: What a feature of a neighbour counts beside one of the line itself.
NEIGHBOUR_WEIGHT = 0.5
#: Lines from top and bottom that are told apart.
EDGE_LINES = 8
MARKER = re.compile(
    r"\s*(?:(?P<number>\d{1,2})[.)]|(?P<roman>[IVX]{1,5})[.)]|(?P<letter>[a-zđ])[.)]|[-+*•–])\s"
)
DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
WORD = re.compile(r"\w+|[^\w\s]")

#: Name of a feature → its value.
Features = dict[str, float]


def zone_probabilities(lines: Sequence[str]) -> np.ndarray:
    """Return a row for each line with the probability of each of ZONES."""
    if not lines:
        return np.empty((0, len(ZONES)))
    first, second = _weights()
    rows = line_features(lines)
    seen = probabilities(first, rows)
    return probabilities(second, with_zones(rows, seen))


def line_features(lines: Sequence[str]) -> list[Features]:
    """Return the features of each line, with those of its neighbours and its place in the page."""
    own = [_own_features(line) for line in lines]
    last = len(lines) - 1
    rows = []
    for index, features in enumerate(own):
        row = dict(features)
        for offset in NEIGHBOURS:
            row |= _neighbour(own, index + offset, offset)
        row[f"top {min(index, EDGE_LINES)}"] = 1.0
        row[f"bottom {min(last - index, EDGE_LINES)}"] = 1.0
        row[f"fifth {5 * index // len(lines)}"] = 1.0
        rows.append(row)
    return rows


def _neighbour(own: Sequence[Features], index: int, offset: int) -> Features:
    if not 0 <= index < len(own):
        return {f"{offset} edge": 1.0}
    left_out = ("pair", "letters") if abs(offset) == 1 else ("pair", "letters", "word")
    return {
        f"{offset} {name}": NEIGHBOUR_WEIGHT * value
        for name, value in own[index].items()
        if not name.startswith(left_out)
    }


def _own_features(line: str) -> Features:
    words = WORD.findall(re.sub(r"\d", "0", fold(line)))[:MAX_WORDS]
    features: Features = {f"word {word}": 1.0 for word in words}
    features |= {f"pair {a} {b}": 1.0 for a, b in zip(words, words[1:], strict=False)}
    if words:
        features |= {f"first {words[0]}": 1.0, f"first {' '.join(words[:2])}": 1.0}
        features[f"last {words[-1]}"] = 1.0
    letters = f"^{re.sub(r'[0-9]', '0', fold(line))[:MAX_LETTERS]}$"
    features |= {f"letters {letters[i : i + 4]}": 0.5 for i in range(len(letters) - 3)}
    return features | dict(_form(line))


def _form(line: str) -> Iterator[tuple[str, float]]:
    """Yield the features of a line's form: length, capitals, digits, marker, how it ends."""
    typed, letters = line.split(), [letter for letter in line if letter.isalpha()]
    upper = sum(map(str.isupper, letters)) / max(1, len(letters))
    yield f"length {min(6, int(math.log2(len(line) + 1)))}", 1.0
    yield "upper", 2.0 * upper
    yield "all upper", float(upper > 0.9)
    yield "capitals", sum(word[:1].isupper() for word in typed) / max(1, len(typed))
    yield "digits", 3.0 * sum(map(str.isdigit, line)) / max(1, len(line))
    end = line.rstrip()[-1:]
    yield f"end {end if end in '.;:,?!…)”|' else 'x'}", 1.0
    marker = MARKER.match(line)
    yield f"marker {(marker.lastgroup or 'dash') if marker else 'none'}", 1.0
    for mark in "|»›>\t/":
        yield f"holds {mark}", float(mark in line)
    yield "day", float(bool(DAY.search(line)))
    yield "short", float(len(typed) <= 4)


def with_zones(rows: Sequence[Features], seen: np.ndarray) -> list[Features]:
    """Return the features with what the first pass took the lines around, above and below for."""
    totals = seen.sum(axis=0)
    above = np.zeros(len(ZONES))
    found = []
    for index, row in enumerate(rows):
        below = totals - above - seen[index]
        extra: Features = {}
        for offset in ZONED_NEIGHBOURS:
            if 0 <= index + offset < len(rows):
                near = zip(ZONES, seen[index + offset], strict=True)
                extra |= {f"zone {offset} {zone}": 2.0 * float(share) for zone, share in near}
        for side, sums in (("above", above), ("below", below)):
            extra |= {
                f"{side} {zone}": float(min(1.0, total / 2))
                for zone, total in zip(ZONES, sums, strict=True)
            }
        found.append(row | extra)
        above = above + seen[index]
    return found


def hashed(row: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return the columns of a row's features, and their values."""
    columns = [zlib.crc32(name.encode()) % COLUMNS for name in row]
    return np.array(columns, dtype=np.int64), np.array(list(row.values()), dtype=np.float64)


def probabilities(weights: np.ndarray, rows: Sequence[Features]) -> np.ndarray:
    """Return the softmax of each row; `weights` has a column for each feature, and the intercept."""
    logits = np.empty((len(rows), len(ZONES)))
    for index, row in enumerate(rows):
        columns, values = hashed(row)
        logits[index] = weights[:, columns] @ values + weights[:, COLUMNS]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: np.ndarray = shares / shares.sum(axis=1, keepdims=True)
    return result


@cache
def _weights() -> tuple[np.ndarray, np.ndarray]:
    with np.load(FILE) as arrays:
        return arrays["first"].astype(np.float64), arrays["second"].astype(np.float64)
