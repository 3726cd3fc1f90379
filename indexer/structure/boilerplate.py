"""Lines of web pages that are no text of a document: menus, counters, bylines, related links."""

from __future__ import annotations

from typing import Literal

from indexer.rules import compile_pattern, load_rules


def is_boilerplate(line: str, group: Literal["line", "tail"] = "line") -> bool:
    """Whether a whole line is boilerplate; in the group "tail", everything after it is, too."""
    return any(
        compile_pattern(rule["pattern"]).fullmatch(line.strip())
        for rule in load_rules("boilerplate")[group]
    )
