"""What is written is checked: commands, settings, files, links and questions are those that exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT, setting_variables
from knowledge import Library
from knowledge.model import Subject
from tests.conftest import CASES, DAY

DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.vi.md")
PAGES = (*READMES, ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
PACKAGES = "bot|knowledge|indexer|rasa_project|training|benchmarks|tests|scripts|docs|deploy"
MAX_README_LINES = 120
#: What docs/can-bo.md shows: question and words of its answer, turn after turn.
OFFICIALS = yaml.safe_load((CASES / "officials.yaml").read_text(encoding="utf-8"))
#: A question in a page's table, with what is asked after it: `first` → `then`, `first` rồi `then`.
EXAMPLE = re.compile(r"`([^`]+)`(?: (?:→|rồi) `([^`]+)`)?(?: (?:→|rồi) `([^`]+)`)?")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def build_site(folder: Path, configuration: Path) -> subprocess.CompletedProcess[str]:
    mkdocs = Path(sys.executable).parent / "mkdocs"
    return run(mkdocs, "build", "--strict", "--config-file", configuration, "--site-dir", folder)


def test_the_site_is_built_without_a_dead_link(tmp_path: Path) -> None:
    result = build_site(tmp_path / "site", ROOT / "mkdocs.yml")
    assert result.returncode == 0, result.stderr
    text = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    # Read in an office without a network: nothing on a page is fetched from elsewhere.
    assert re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?https?:", text) == []


@pytest.mark.parametrize("link", ["van-hanh.md#khong-co", "khong-co.md", "../README.md"])
def test_a_dead_link_fails(tmp_path: Path, link: str) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    with (tmp_path / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n[x]({link})\n")
    result = build_site(tmp_path / "site", tmp_path / "mkdocs.yml")
    assert result.returncode == 1
    assert link.split("#")[-1] in result.stderr


def test_the_reference_is_that_of_the_code() -> None:
    result = run(sys.executable, "-m", "scripts.make_reference", "--check")
    assert result.returncode == 0, "run: python -m scripts.make_reference"


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in setting_variables().items() if not field.description] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_files_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(rf"`((?:{PACKAGES})/[\w./-]*\w/?)`", text)) - {
        "deploy/.env",
        "deploy/cluster/.env",
    }
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    tests = re.findall(r"`(test_\w+\.py)`", text)
    assert [name for name in tests if not list((ROOT / "tests").rglob(name))] == []
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [name for name in linked if not (page.parent / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_make_targets_and_settings_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    settings = {name.removesuffix("_FILE") for name in re.findall(r"THIDUA_[A-Z_]+[A-Z]", text)}
    assert settings <= setting_variables().keys()


def test_the_readmes_are_short_and_say_the_same() -> None:
    texts = [path.read_text(encoding="utf-8") for path in READMES]
    assert all(len(text.splitlines()) <= MAX_README_LINES for text in texts)
    assert "(README.vi.md)" in texts[0]
    assert "(README.md)" in texts[1]
    for pattern in (r"^## ", r"^\| ", r"^- ", r"^!\[", r"^```"):
        counts = [len(re.findall(pattern, text, re.MULTILINE)) for text in texts]
        assert counts[0] == counts[1] > 0, pattern
    links = [set(re.findall(r"\]\((docs/[^)]+)\)", text)) for text in texts]
    assert links[0] == links[1]


def examples(page: Path) -> list[tuple[str, ...]]:
    """Return the questions in the tables of a page, each with those that follow it."""
    rows = re.findall(r"^\| [^|]+ \| (.*`.*) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    found = (match.groups() for row in rows for match in EXAMPLE.finditer(row))
    return [tuple(turn for turn in turns if turn) for turns in found]


@pytest.mark.parametrize("turns", OFFICIALS, ids=lambda turns: turns[-1][0])
def test_the_questions_shown_to_officials_are_answered(
    starter: Library, turns: list[list[str]]
) -> None:
    subject = Subject()
    for question, words in turns:
        answer, subject = starter.answer(question, subject, DAY)
        assert answer.status == "answered", (question, answer.text)
        assert words in answer.text


def test_every_question_shown_to_officials_is_tried() -> None:
    tried = [tuple(question for question, _ in turns) for turns in OFFICIALS]
    assert examples(DOCS / "can-bo.md") == tried


def test_ci_runs_the_readme_s_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec make test"
    assert len(lines) <= 4
