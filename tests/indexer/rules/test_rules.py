"""Rules files: each has a reader, and none names a place of the starter documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import ROOT
from indexer.rules import RULES_FOLDER
from knowledge.data import load_yaml
from knowledge.language import fold

FILES = sorted(RULES_FOLDER.glob("*.yaml"))
STARTER_PLACES = ("bac giang", "binh duong", "cho don", "ninh binh")
QUESTION_WORDS = (
    "topics.yaml",
    "modes.yaml",
    "answer_types.yaml",
    "fillers.yaml",
    "synonyms.yaml",
    "everyday.yaml",
    "phrases.yaml",
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_rules_file_names_the_modules_that_read_it(path: Path) -> None:
    comment = path.read_text(encoding="utf-8").split("\n\n")[0]
    readers = re.findall(r"([\w/]+\.py)", comment)
    folder = Path(readers[0]).parent
    texts = [
        (ROOT / (reader if "/" in reader else folder / reader)).read_text(encoding="utf-8")
        for reader in readers
    ]
    assert texts
    assert all(f'"{path.stem}"' in text for text in texts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_rule_names_a_place_of_the_starter_documents(path: Path) -> None:
    text = fold(path.read_text(encoding="utf-8"))
    assert not [name for name in (*STARTER_PLACES, "trung du") if name in text]


@pytest.mark.parametrize("name", QUESTION_WORDS)
def test_no_word_of_questions_names_a_starter_document(name: str) -> None:
    text = fold(str(load_yaml(name)))
    assert not [place for place in STARTER_PLACES if place in text]
