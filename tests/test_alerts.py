"""Dashboard and alerts in `deploy/`: each figure is one that an assistant tells, each alert is tried and explained."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import ROOT, read_settings
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.servers import ready_database

RULES = ROOT / "deploy" / "prometheus" / "thidua.rules.yml"
BOARD = json.loads((ROOT / "deploy" / "grafana" / "thidua.json").read_text(encoding="utf-8"))
TRIALS = sorted((ROOT / "tests" / "cases" / "alerts").glob("*.yaml"))
OPERATING = (ROOT / "docs" / "van-hanh.md").read_text(encoding="utf-8")
#: Prometheus' own: whether it could read the figures.
PROMETHEUS_OWN = {"up"}
FIGURE = re.compile(r"\b(?:thidua_\w+|up)\b(?=\s*[{\[)]|\s|$)")
#: What a kind of figure adds to its name.
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}

needs_promtool = pytest.mark.skipif(
    not shutil.which("promtool"), reason="promtool is not there (Debian's package prometheus)"
)


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def board_expressions() -> list[str]:
    return [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]


@pytest.fixture(scope="module")
def figures(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[str]]:
    """The names of all that an assistant tells that shares a database and has Zalo."""
    address = ready_database(postgresql)
    settings = read_settings(
        {
            "THIDUA_VAR": str(tmp_path_factory.mktemp("var")),
            "THIDUA_DATABASE": address,
            "THIDUA_ZALO_APP_ID": "1",
            "THIDUA_ZALO_APP_SECRET": "a",
            "THIDUA_ZALO_OA_SECRET": "b",
            "THIDUA_ZALO_REFRESH_TOKEN": "c",
        }
    )
    with closing(Store(address)) as store:
        app = create_app(settings, Library(store, SeededEncoder()), ScriptedDialogue({}))
        with TestClient(app, client=("127.0.0.1", 1)) as client:
            told = text_string_to_metric_families(client.get("/metrics").text)
            yield {family.name + end for family in told for end in SUFFIXES[family.type]}


def test_each_figure_of_the_dashboard_and_the_alerts_is_told(figures: set[str]) -> None:
    alerts = [rule["expr"] for rule in rules()]
    for expression in [*alerts, *board_expressions()]:
        named = set(FIGURE.findall(expression))
        assert named, expression
        assert named <= figures | PROMETHEUS_OWN, expression


def test_each_figure_that_alerts_are_tried_with_is_told(figures: set[str]) -> None:
    series = [
        one["series"]
        for path in TRIALS
        for trial in yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
        for one in trial["input_series"]
    ]
    named = {re.split(r"[{]", name)[0] for name in series}
    assert named <= figures | PROMETHEUS_OWN


def test_each_alert_is_tried_and_says_what_is_to_be_done() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names) > 10
    tried = "\n".join(path.read_text(encoding="utf-8") for path in TRIALS)
    explained = re.findall(r"^\| `(Thidua\w+)` \| [^|]+ \| [^|]+ \|$", OPERATING, re.MULTILINE)
    assert explained == names
    for rule in rules():
        assert f'alertname="{rule["alert"]}"' in tried
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        assert rule["annotations"]["runbook"] == "docs/van-hanh.md#cảnh-báo"
    assert "\n### Cảnh báo\n" in OPERATING


def promtool(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["promtool", *words], capture_output=True, text=True, check=False)


@needs_promtool
def test_prometheus_reads_the_alerts() -> None:
    told = promtool("check", "rules", RULES)
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"SUCCESS: {len(rules())} rules found" in told.stdout


@needs_promtool
@pytest.mark.parametrize("trial", TRIALS, ids=lambda path: path.stem)
def test_alerts_are_raised_by_what_they_are_for_and_by_nothing_else(trial: Path) -> None:
    told = promtool("test", "rules", trial)
    assert told.returncode == 0, told.stdout + told.stderr


@needs_promtool
def test_prometheus_reads_what_the_dashboard_asks(tmp_path: Path) -> None:
    records = [
        {"record": f"panel:{number}", "expr": expression.replace("$__rate_interval", "5m")}
        for number, expression in enumerate(board_expressions())
    ]
    asked = tmp_path / "asked.yml"
    asked.write_text(yaml.safe_dump({"groups": [{"name": "board", "rules": records}]}), "utf-8")
    told = promtool("check", "rules", asked)
    assert told.returncode == 0, told.stdout + told.stderr


def test_the_panels_stand_beside_each_other() -> None:
    panels = BOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 10
    for panel in panels:
        place = panel["gridPos"]
        assert panel["title"]
        assert 0 <= place["x"] < place["x"] + place["w"] <= 24
        assert panel["datasource"]["uid"] == "${source}"
    for one, other in combinations((panel["gridPos"] for panel in panels), 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or above
