"""The rules by which texts are read, as YAML with examples.

Goes in: the name of a rules file of this folder; each names the modules that read it. Comes out:
its parsed content, its patterns compiled once. Imports: nothing of ours; every room may import it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import regex
import yaml

RULES_FOLDER = Path(__file__).parent


@cache
def load_rules(name: str) -> Any:
    """Return the content of the rules file `name`, which is given without its suffix."""
    return yaml.safe_load((RULES_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def compile_pattern(pattern: str, rules: str | None = None) -> regex.Pattern[str]:
    """Return a pattern compiled once, with each `{piece}` from `pieces` of the file `rules`."""
    pieces: dict[str, str] = load_rules(rules).get("pieces", {}) if rules else {}
    for name, piece in pieces.items():
        pattern = pattern.replace("{" + name + "}", piece)
    return regex.compile(pattern)
