"""Imports inside the indexer go one way: readers and rules ← structure ← extraction ← the rest."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.settings import ROOT

INDEXER = ROOT / "indexer"
#: Room → what of the indexer its modules may import, besides the room itself.
MAY_IMPORT = {
    "rules": (),
    "readers": ("indexer.errors",),
    "structure": ("indexer.rules",),
    "extraction": ("indexer.rules", "indexer.structure"),
}
MODULES = [(room, path) for room in MAY_IMPORT for path in sorted((INDEXER / room).glob("*.py"))]


def imports_of(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name for name in names if name.split(".")[0] == "indexer"}


@pytest.mark.parametrize(("room", "path"), MODULES, ids=lambda value: getattr(value, "stem", value))
def test_a_room_imports_only_rooms_below_it(room: str, path: Path) -> None:
    allowed = (f"indexer.{room}", *MAY_IMPORT[room])
    assert [name for name in imports_of(path) if not name.startswith(allowed)] == []
