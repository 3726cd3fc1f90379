"""The questions of `tests/cases` as people type them, turn after turn."""

from __future__ import annotations

from bot.commands.evaluation import read_cases
from bot.settings import ROOT

CASES = ROOT / "tests" / "cases"
GENERAL, LAW = "questions.yaml", "law_questions.yaml"


def read_turns(*files: str) -> list[str]:
    """Return every turn of every question of these files, in order."""
    cases = [case for file in files for case in read_cases(CASES / file)]
    return [turn for case in cases for turn in case.turns]
