"""What docs/chuong-trinh-khac.md shows of the Python library runs, and is typed for who imports it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.running_assistant import starter_store

PAGE = ROOT / "docs" / "chuong-trinh-khac.md"
SHOWN_STORE = "var/knowledge.db"


@pytest.fixture
def shown() -> str:
    """The code that the page shows first."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    assert SHOWN_STORE in found[1]
    return found[1]


def test_the_code_that_is_shown_finds_and_answers(shown: str, tmp_path: Path) -> None:
    store = starter_store(tmp_path / "own.db")
    program = tmp_path / "program.py"
    program.write_text(shown.replace(SHOWN_STORE, str(store)) + "\nprint(answer.text)\n", "utf-8")
    told = subprocess.run(
        [sys.executable, program],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    for words in (
        "15/KH-UBND 2022-01-26",
        "answered",
        "80,5%",
        "/documents/cho-don-2022#p27",
        "570 ha",
    ):
        assert words in told.stdout


def test_the_code_that_is_shown_is_typed(shown: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(f"{shown}\nreveal_type(hit)\nreveal_type(answer)\n", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
    kinds = re.findall(r'Revealed type is "([\w.]+)"', told.stdout)
    assert kinds == ["knowledge.model.Hit", "knowledge.model.Answer"]


def test_who_installs_the_packages_gets_their_types() -> None:
    # A package without it is taken for untyped (PEP 561).
    assert all((ROOT / package / "py.typed").exists() for package in ("knowledge", "database"))
