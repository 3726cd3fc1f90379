"""What is installed from a wheel is whole: it answers a question in an empty environment."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import tomllib
from packaging.requirements import Requirement

from bot.ports import free_port
from bot.settings import ROOT, Settings

PACKAGES = ("bot", "database", "indexer", "knowledge", "rasa_project")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
CHECKS = [Requirement(text) for text in PROJECT["dependency-groups"]["checks"]]
DIALOGUE = [Requirement(text) for text in PROJECT["dependency-groups"]["dialogue"]]
TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"


def pins(*names: str) -> dict[str, str]:
    """Return package → version of the lock files."""
    lines = [line for name in names for line in (ROOT / name).read_text("utf-8").splitlines()]
    pairs = (line.split("==") for line in lines if "==" in line)
    return {normalize(name): version for name, version in pairs}


def tracked_files(*paths: str) -> list[str]:
    command = ["git", "ls-files", *paths]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return listing.stdout.splitlines()


def normalize(name: str) -> str:
    """Return a package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("requirements", "locks"),
    [
        (DIRECT, ["requirements.txt"]),
        (CHECKS, ["requirements.txt", "requirements-dev.txt"]),
        (DIALOGUE, ["rasa_project/requirements.txt"]),
    ],
    ids=["assistant", "checks", "dialogue"],
)
def test_the_locks_are_what_pyproject_asks_for(
    requirements: list[Requirement], locks: list[str]
) -> None:
    locked = pins(*locks)
    wrong = [
        str(requirement)
        for requirement in requirements
        if locked.get(normalize(requirement.name), "") not in requirement.specifier
    ]
    assert wrong == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what git tracks: nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked_files("pyproject.toml", "README.md", *PACKAGES):
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "source" / name)
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", folder, folder / "source"]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == set(tracked_files(*PACKAGES))


@pytest.fixture(scope="module")
def thidua(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `thidua` in an environment that has the wheel and its requirements alone."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    command = [environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile"]
    command += ["--constraint", ROOT / "requirements.txt", wheel]
    subprocess.run(command, check=True)
    return environment / "bin" / "thidua"


def test_an_installed_assistant_answers_from_a_document(
    thidua: Path, tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "luc-nam.txt").write_text(TEXT, encoding="utf-8")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path / "home"),
        "THIDUA_DIALOGUE_PYTHON": str(settings.dialogue_python),
        "THIDUA_PORT": str(free_port()),
    }

    def run(*words: str) -> str:
        result = subprocess.run(
            [thidua, *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    # A trained model is named after all that it is trained on: it is used where the wheel holds just that.
    models = tmp_path / "home" / ".local" / "share" / "thidua" / "models"
    if settings.models.exists():
        shutil.copytree(settings.models, models)
    trained = {path.name for path in models.glob("*.tar.gz")}
    store = ["--store", str(tmp_path / "own.db")]
    run("index", "add", "luc-nam.txt", *store)
    assert run("index", "list", *store).startswith("luc-nam\t")
    answer = json.loads(run("ask", "--json", "ty le che phu rung cua cho don nam 2022"))
    assert answer["status"] == "answered"
    assert "80,5%" in answer["text"]
    assert answer["citations"][0]["number"] == "15/KH-UBND"
    assert (models.parent / "knowledge.db").exists()
    assert not trained or {path.name for path in models.glob("*.tar.gz")} == trained
