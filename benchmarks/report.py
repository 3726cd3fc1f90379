"""The figures of a measurement: printed, and kept as JSON in `var/benchmarks`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.settings import ROOT

FOLDER = ROOT / "var" / "benchmarks"
#: Figures by the name that the JSON has for them.
Figures = Mapping[str, Any]


def write_report(name: str, figures: Figures) -> None:
    """Print the single figures and write all of them to `NAME.json`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
    for key, value in figures.items():
        if not isinstance(value, (list, dict)):
            print(f"{key:<28} {value}")


def exceeded_limits(figures: Figures, limits: Mapping[str, float]) -> list[str]:
    """Return the names of the figures over their limits; what was not measured is within."""
    return [name for name, limit in limits.items() if figures.get(name, 0) > limit]
