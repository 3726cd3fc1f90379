"""Teach which zone of its page a line stands in, from the annotated pages of `tests/gold/train`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.structure.parameters import COLUMNS
from indexer.structure.zones import ZONES, hashed_lines, with_zones
from training.corpus import ROOT
from training.pages.annotated_lines import read_annotated_lines
from training.pages.two_passes import Weights, teach_two_passes
from training.parameters import ZONE_INVERSE_PENALTY

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
    lines, _ = read_annotated_lines(path)
    return ZonedPage([line.text for line in lines], np.array([line.zone for line in lines]))


def teach_zones(pages: Sequence[ZonedPage]) -> Weights:
    """Return the weights of both passes, a row for each zone."""
    rows = [hashed_lines(page.lines) for page in pages]
    zones = [page.zones for page in pages]
    return teach_two_passes(rows, zones, with_zones, len(ZONES), COLUMNS, ZONE_INVERSE_PENALTY)
