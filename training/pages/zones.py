"""Teach which zone of its page a line stands in, from the annotated pages of `tests/gold/train`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from indexer.structure.parameters import COLUMNS
from indexer.structure.zones import ZONES, Hashed, hashed_lines, probabilities, with_zones
from training.corpus import ROOT
from training.parameters import (
    MAX_ZONE_STEPS,
    ZONE_FOLDS,
    ZONE_INTERCEPT,
    ZONE_INVERSE_PENALTY,
)

PAGES = ROOT / "tests" / "gold"


@dataclass(frozen=True)
class ZonedPage:
    """The lines of a page, and the number in ZONES of each line's zone."""

    lines: Sequence[str]
    zones: np.ndarray


def read_zoned_pages(group: str) -> list[ZonedPage]:
    """Return the annotated pages of a group (train, tune, unseen), in the order of their names."""
    return [_read(path) for path in sorted((PAGES / group).glob("*.yaml"))]


def _read(path: Path) -> ZonedPage:
    lines = yaml.safe_load(path.read_text(encoding="utf-8"))["lines"]
    texts = [" ".join(said for _, said in line["says"]) for line in lines]
    return ZonedPage(texts, np.array([ZONES.index(line["zone"]) for line in lines]))


def teach_zones(pages: Sequence[ZonedPage]) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of both passes, a row for each zone.

    What the second pass sees of the first is what that makes of pages it was not taught on.
    """
    rows = [hashed_lines(page.lines) for page in pages]
    seen: dict[int, np.ndarray] = {}
    for part in range(ZONE_FOLDS):
        others = [number for number in range(len(pages)) if number % ZONE_FOLDS != part]
        weights = _fit([rows[n] for n in others], [pages[n].zones for n in others])
        for number in range(part, len(pages), ZONE_FOLDS):
            seen[number] = probabilities(weights, rows[number])
    zones = [page.zones for page in pages]
    zoned = [with_zones(row, seen[number]) for number, row in enumerate(rows)]
    return _fit(rows, zones), _fit(zoned, zones)


def save_zones(path: Path, weights: tuple[np.ndarray, np.ndarray]) -> None:
    """Write the weights of both passes in half precision."""
    first, second = (one.astype(np.float16) for one in weights)
    np.savez_compressed(path, first=first, second=second)


def _fit(pages: Sequence[Sequence[Hashed]], zones: Sequence[np.ndarray]) -> np.ndarray:
    """Return a row of weights and the intercept for each zone; one never seen is never likely."""
    model = LogisticRegression(C=ZONE_INVERSE_PENALTY, max_iter=MAX_ZONE_STEPS)
    model.fit(_matrix([row for page in pages for row in page]), np.concatenate(zones))
    weights = np.zeros((len(ZONES), COLUMNS + 1))
    weights[:, COLUMNS] = ZONE_INTERCEPT
    weights[model.classes_, :COLUMNS] = model.coef_
    weights[model.classes_, COLUMNS] = model.intercept_
    return weights


def _matrix(rows: Sequence[Hashed]) -> csr_matrix:
    columns, values = zip(*rows, strict=True)
    ends = np.cumsum([0, *map(len, columns)])
    shape = (len(rows), COLUMNS)
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)
