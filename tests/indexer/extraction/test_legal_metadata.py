"""What a legal text states of itself; its rules match their examples."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.document_reader import read_file
from indexer.rules import compile_pattern, load_rules
from tests.indexer.samples import LEGAL_TEXT

RULES: Any = load_rules("legal_metadata")


@pytest.mark.parametrize("name", RULES)
def test_rules_match_their_examples(name: str) -> None:
    pattern = compile_pattern(RULES[name]["pattern"])
    assert all(pattern.search(example) for example in RULES[name]["examples"])


def test_a_legal_text_states_its_metadata(tmp_path: Path) -> None:
    path = tmp_path / "nd-77-2031.md"
    path.write_text(LEGAL_TEXT, encoding="utf-8")
    document = read_file(path).document
    assert (document.kind, document.number) == ("Nghị định", "77/2031/NĐ-CP")
    assert document.title == "Nghị định quy định về việc thử nghiệm trợ lý"
    assert (document.authority, document.place, document.years) == ("Chính phủ", None, ())
    assert (document.issued, document.effective_from) == (date(2031, 4, 5), date(2031, 7, 15))
    assert document.effective_to == date(2033, 3, 20)
    days = (2031, 7, 14), (2031, 7, 15), (2033, 3, 19), (2033, 3, 20)
    assert [document.in_force(date(*day)) for day in days] == [False, True, True, False]
