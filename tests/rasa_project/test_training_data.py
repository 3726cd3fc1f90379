"""Rasa's own checks, run by Rasa itself."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.intents import is_good, measure, nlu_file, questions_by_others, readings
from bot.commands.evaluation import read_cases
from bot.dialogue.rasa_environment import rasa_environment
from bot.dialogue.training import PROJECT, model_file, train
from bot.settings import ROOT, Settings
from knowledge.law.question import aspects
from knowledge.understanding import topic_catalogue
from rasa_project.actions.form import turn_of
from tests.conftest import CASES

#: Questions that no intent may be trained on, beside those of intents.
QUESTIONS = [CASES / "questions.yaml", CASES / "law_questions.yaml"]
#: Examples that an intent needs at least; the share of turns of a form that may be read wrongly.
MIN_EXAMPLES, MAX_WRONG_TURNS = 8, 0.1


def rasa(settings: Settings, *words: object) -> subprocess.CompletedProcess[str]:
    command = [str(settings.dialogue_python), "-m", "rasa", *map(str, words)]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=rasa_environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_training_data_is_sound(settings: Settings) -> None:
    done = rasa(
        settings, "data", "validate", "--domain", PROJECT / "domain", "--data", PROJECT / "data",
        "--config", PROJECT / "config.yml", "--fail-on-warnings",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_stories_are_told_right(settings: Settings, tmp_path: Path) -> None:
    done = rasa(
        settings, "test", "core", "--stories", ROOT / "tests" / "rasa_project", "--model", train(settings),
        "--out", tmp_path, "--fail-on-prediction-errors", "--no-plot",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_held_out_questions_are_told_apart(settings: Settings) -> None:
    figures = measure(settings)
    assert figures["questions"] > 100
    assert figures["questions_by_others"] > 200
    assert is_good(figures), figures


def test_turns_of_a_form_are_told_apart(settings: Settings, tmp_path: Path) -> None:
    turns = yaml.safe_load((CASES / "form_turns.yaml").read_text(encoding="utf-8"))
    file = tmp_path / "turns.yml"
    file.write_text(nlu_file(turns), encoding="utf-8")
    rows = readings(settings, train(settings), file, tmp_path)
    wrong = [(row["text"], turn) for row in rows if (turn := turn_read(row)) != row["intent"]]
    assert len(wrong) <= MAX_WRONG_TURNS * len(rows), wrong
    swallowed = {row["text"] for row in rows if row["intent"] == "value"} & {t for t, _ in wrong}
    assert not swallowed


def turn_read(row: dict[str, Any]) -> str:
    """Return what a form makes of a reading, in the words of form_turns.yaml."""
    read = row["intent_prediction"]
    turn = turn_of(read["name"], read["confidence"], row["text"])
    return turn.value if turn else "value"


def test_training_again_takes_the_model_that_is_there(settings: Settings) -> None:
    made = train(settings).stat().st_mtime_ns
    assert train(settings) == model_file(settings)
    assert model_file(settings).stat().st_mtime_ns == made


def trained() -> dict[str, list[str]]:
    """Intent → its examples, as they are typed."""
    files = sorted((PROJECT / "data" / "nlu").glob("*.yml"))
    rows = [row for file in files for row in yaml.safe_load(file.read_text("utf-8"))["nlu"]]
    return {row["intent"]: [e[2:] for e in row["examples"].splitlines()] for row in rows}


def test_examples_are_typed_with_marks_and_without() -> None:
    examples = [example for of_intent in trained().values() for example in of_intent]
    bare = [example for example in examples if example.isascii()]
    assert len(examples) > 2000
    assert 0.3 < len(bare) / len(examples) < 0.7


def test_every_topic_and_aspect_is_an_intent_with_examples() -> None:
    examples = trained()
    asked = [f"ask_{topic}" for topic in topic_catalogue().names]
    asked += [f"law_{aspect}" for aspect in aspects()]
    few = {intent: len(examples.get(intent, [])) for intent in asked}
    assert not {intent: n for intent, n in few.items() if n < MIN_EXAMPLES}


def test_nothing_held_out_is_trained_on() -> None:
    held = [text for texts in questions_by_others().values() for text in texts]
    rows = yaml.safe_load((CASES / "intents.yml").read_text(encoding="utf-8"))["nlu"]
    held += [example[2:] for row in rows for example in row["examples"].splitlines()]
    turns = yaml.safe_load((CASES / "form_turns.yaml").read_text(encoding="utf-8"))
    held += [text for texts in turns.values() for text in texts]
    held += [turn for file in QUESTIONS for case in read_cases(file) for turn in case.turns]
    examples = {plain(example) for of_intent in trained().values() for example in of_intent}
    assert not examples & {plain(text) for text in held}


def plain(text: str) -> str:
    """Return a text as it is compared: one line, small letters, no mark at its end."""
    return " ".join(text.lower().split()).rstrip(" ?.!")


def test_no_evaluation_question_is_trained_on() -> None:
    questions = ROOT.parent / "shared" / "eval" / "questions.yaml"
    if not questions.exists():
        pytest.skip("../shared is not beside this checkout")
    examples = {plain(example) for of_intent in trained().values() for example in of_intent}
    for line in questions.read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("turns:"):
            assert plain(line.split('"')[1]) not in examples
