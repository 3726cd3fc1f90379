"""How a measurement is told: a table on the terminal, JSON in var/benchmarks/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.settings import ROOT

FOLDER = ROOT / "var" / "benchmarks"


def tell(name: str, figures: Mapping[str, Any]) -> None:
    """Print the figures and keep them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for key, value in figures.items():
        if not isinstance(value, (list, dict)):
            print(f"{key:<28} {value}")


def percentile(values: list[float], share: float) -> float:
    """Give the value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
