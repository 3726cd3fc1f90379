"""What is written is checked: commands, settings, files and routes in the README are those that exist."""

from __future__ import annotations

import re

import click
import pytest

from bot.cli import commands
from bot.commands.index import index
from bot.settings import ROOT, setting_variables

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_is_in_the_readme_and_has_help(name: str) -> None:
    assert f"thidua {name}" in README
    assert commands.commands[name].help


@pytest.mark.parametrize("name", sorted(index.commands))
def test_every_index_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"thidua index [^|]*`?{name}\b", README)
    assert isinstance(index.commands[name], click.Command)


@pytest.mark.parametrize("name", sorted(setting_variables()))
def test_every_setting_is_in_the_readme_and_described(name: str) -> None:
    assert f"`{name}`" in README
    assert setting_variables()[name].description


@pytest.mark.parametrize("target", ["run", "ask", "test"])
def test_the_readme_s_make_targets_exist(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_files_the_readme_points_to_exist() -> None:
    named = re.findall(
        r"`((?:knowledge|indexer|rasa_project|tests|scripts|docs)/[\w./-]+\w)`", README
    )
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_ci_runs_the_readme_s_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec make test"
    assert len(lines) <= 4
