"""The contracts of imports hold, and each of them fails when a forbidden import is put in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tomllib

from bot.settings import ROOT

CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IMPORT_LINTER = CONFIGURATION["tool"]["importlinter"]
#: Contract → a module and the import that breaks the contract when it stands there.
FORBIDDEN = {
    "knowledge-rooms": ("knowledge/language/dates.py", "knowledge.answering"),
    "database-modules": ("database/sqlite.py", "database.migration"),
    "database-alone": ("database/migration.py", "knowledge.errors"),
    "indexer-rooms": ("indexer/structure/blocks.py", "indexer.extraction.facts"),
    "bot-rooms": ("bot/operations/health.py", "bot.web.pages"),
    "knowledge-alone": ("knowledge/library.py", "bot.settings"),
    "bot-rooms-alone": ("bot/web/pages.py", "knowledge.library"),
    "knowledge-users": ("indexer/pipeline.py", "bot.settings"),
    "knowledge-users-apart": ("rasa_project/actions/answer.py", "indexer.pipeline"),
    "rasa-process": ("rasa_project/nlu/folding.py", "knowledge.search"),
    "no-cycles": ("bot/delivery/inbox.py", "bot.delivery.gateway"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages' modules with the configuration."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in IMPORT_LINTER["root_packages"]:
        ignored = shutil.ignore_patterns("data", "__pycache__", "*.yaml", "*.json")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    (folder / "knowledge" / "data").mkdir()
    shutil.copy(ROOT / "knowledge/data/__init__.py", folder / "knowledge" / "data")
    return folder


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout
    assert f"Contracts: {len(FORBIDDEN)} kept, 0 broken." in result.stdout


def test_every_contract_is_tried() -> None:
    assert {contract["id"] for contract in IMPORT_LINTER["contracts"]} == set(FORBIDDEN)


@pytest.mark.parametrize("contract", FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(copy: Path, contract: str) -> None:
    file, forbidden = FORBIDDEN[contract]
    module = copy / file
    text = module.read_text(encoding="utf-8")
    module.write_text(f"{text}\nimport {forbidden}\n", encoding="utf-8")
    result = lint_imports(copy)
    module.write_text(text, encoding="utf-8")
    name = next(each["name"] for each in IMPORT_LINTER["contracts"] if each["id"] == contract)
    assert result.returncode == 1
    assert f"{name} BROKEN" in result.stdout, result.stdout
