"""The shape of the project: rooms, sizes, names, ways in. Who imports whom: test_imports.py."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

PACKAGES = ("bot", "database", "indexer", "knowledge", "rasa_project", "training", "benchmarks")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
ROOMS = sorted({path.parent for path in MODULES})
KNOWLEDGE_ROOMS = (
    "language",
    "storage",
    "snapshot",
    "search",
    "understanding",
    "answering",
    "law",
    "reading",
    "curated",
    "data",
)
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "core", "manager", "misc"}
MAX_MODULE_LINES, MAX_FUNCTION_LINES, MAX_ROOM_MODULES = 300, 40, 12
MAX_P90_FUNCTION_LINES, MAX_LINE, MAX_LONG_LINES_SHARE = 20, 100, 0.02


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def function_lengths(path: Path) -> dict[str, int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    return {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_and_functions_are_small(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= MAX_MODULE_LINES
    lengths = function_lengths(path)
    assert not {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION_LINES}


def test_nine_functions_in_ten_are_short() -> None:
    lengths = [lines for path in MODULES for lines in function_lengths(path).values()]
    assert statistics.quantiles(lengths, n=10)[-1] <= MAX_P90_FUNCTION_LINES


def test_few_lines_are_long() -> None:
    lines = [line for path in MODULES for line in path.read_text(encoding="utf-8").splitlines()]
    assert sum(len(line) > MAX_LINE for line in lines) <= MAX_LONG_LINES_SHARE * len(lines)


@pytest.mark.parametrize("room", ROOMS, ids=relative)
def test_a_room_holds_at_most_twelve_modules_and_says_what_it_is(room: Path) -> None:
    modules = [path for path in room.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MAX_ROOM_MODULES
    assert ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))


def test_no_drawer_is_named() -> None:
    names = {path.stem for path in MODULES} | {room.name for room in ROOMS}
    assert not names & FORBIDDEN_NAMES


def test_knowledge_is_used_through_the_names_that_its_rooms_export() -> None:
    """Its own rooms, too; training alone looks inside search, whose model it makes."""
    inside = re.compile(rf"^\s*from knowledge\.({'|'.join(KNOWLEDGE_ROOMS)})\.\S+ import", re.M)
    found = [
        f"{relative(path)}: {match[0].strip()}"
        for path in MODULES
        for match in inside.finditer(path.read_text(encoding="utf-8"))
        if not relative(path).startswith((f"knowledge/{match[1]}/", "training/", "benchmarks/"))
    ]
    assert found == []


def test_no_tracked_file_has_a_name_that_a_program_made_of_something_else() -> None:
    """A web address that is opened as a database becomes a file of that name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a checkout of git's")
    names = listed.stdout.rstrip("\0").split("\0")
    assert "pyproject.toml" in names
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]+", name)] == []


@pytest.mark.parametrize("room", KNOWLEDGE_ROOMS)
def test_a_room_s_exported_names_exist(room: str) -> None:
    module = __import__(f"knowledge.{room}", fromlist=["__all__"])
    assert module.__all__
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "rasa_project/requirements.txt"]
)
def test_pins_carry_no_address(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert pins
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", pin) for pin in pins)
    assert "://" not in "\n".join(lines)
