"""Rasa's own checks, run by Rasa itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks.intents import MIN_ACCURACY, measure
from bot.dialogue.rasa_environment import rasa_environment
from bot.dialogue.training import PROJECT, model_file, train
from bot.settings import ROOT, Settings


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
    assert figures["accuracy"] >= MIN_ACCURACY, figures["wrong"]


def test_training_again_takes_the_model_that_is_there(settings: Settings) -> None:
    made = train(settings).stat().st_mtime_ns
    assert train(settings) == model_file(settings)
    assert model_file(settings).stat().st_mtime_ns == made


@pytest.mark.parametrize("folder", ["data/nlu"])
def test_half_of_the_examples_are_without_marks(folder: str) -> None:
    lines = [
        line.strip()[2:]
        for path in (PROJECT / folder).glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("      - ")
    ]
    bare = [line for line in lines if line.isascii()]
    assert len(lines) > 500
    assert 0.45 < len(bare) / len(lines) < 0.7


def test_no_evaluation_question_is_trained_on() -> None:
    questions = ROOT.parent / "shared" / "eval" / "questions.yaml"
    if not questions.exists():
        pytest.skip("../shared is not beside this checkout")
    trained = (PROJECT / "data" / "nlu" / "nlu.yml").read_text(encoding="utf-8").lower()
    for line in questions.read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("turns:"):
            typed = line.split('"')[1].lower()
            assert typed not in trained
