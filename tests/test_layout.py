"""The shape of the project: who imports whom, sizes, names, no addresses."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bot.settings import ROOT

PACKAGES = ("bot", "indexer", "knowledge", "rasa_project", "training")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "core", "manager", "misc"}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
#: package → those of ours it may import; these of bot put things together (docs/decisions.md).
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "indexer": {"indexer", "knowledge"},
    "rasa_project": {"rasa_project", "knowledge"},
    "bot": {"bot"},
    "training": {"training", "knowledge"},
}
TOGETHER = ("bot/app.py", "bot/cli.py", "bot/commands/")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    ours = {name.split(".")[0] for name in imports_of(path)} & set(PACKAGES)
    if not path.relative_to(ROOT).as_posix().startswith(TOGETHER):
        assert ours <= MAY_IMPORT[name_of(path).split(".")[0]]


def test_there_is_no_import_cycle() -> None:
    names = {name_of(path) for path in MODULES}
    graph = {name_of(path): (imports_of(path) & names) - {name_of(path)} for path in MODULES}
    order = list(TopologicalSorter(graph).static_order())
    assert len(order) == len(names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_no_drawer_is_named() -> None:
    assert not [path for path in MODULES if path.stem in FORBIDDEN_NAMES]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "rasa_project/requirements.txt"])
def test_pins_carry_no_address(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert pins
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", pin) for pin in pins)
    assert "://" not in "\n".join(lines)
