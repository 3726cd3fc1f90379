"""The units and the containers are what the tools that will read them accept, and as closed as docs/threats.md says."""

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

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
COMPOSE = ROOT / "deploy" / "compose.yaml"
SERVICES = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
#: As `systemd-analyze security` counts: 0 is closed, 10 is open.
MOST_EXPOSED = 2.5

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not there"
)


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The units, with this checkout in the place of /opt/thidua: systemd looks whether the programs are there."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(
            unit.read_text(encoding="utf-8").replace("/opt/thidua", str(ROOT)), encoding="utf-8"
        )
    return [str(tmp_path / unit.name) for unit in UNITS]


@needs_systemd
def test_systemd_accepts_the_units(units: list[str]) -> None:
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in told.stderr.splitlines() if "thidua" in line]
    assert (told.returncode, ours) == (0, [])


@needs_systemd
@pytest.mark.parametrize("name", ["thidua.service", "thidua-dialogue.service"])
def test_the_services_are_closed(units: list[str], name: str) -> None:
    (path,) = (unit for unit in units if unit.endswith(f"/{name}"))
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", path],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)
    assert found
    assert float(found[1]) <= MOST_EXPOSED


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name
)
def test_a_unit_runs_a_command_that_there_is(unit: Path) -> None:
    found = re.search(r"-m bot\.cli (\w+)", unit.read_text(encoding="utf-8"))
    assert found
    subprocess.run(
        [sys.executable, "-m", "bot.cli", found[1], "--help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )


def test_compose_accepts_the_file() -> None:
    tools = (["docker", "compose"], ["docker-compose"])
    there = [
        tool
        for tool in tools
        if shutil.which(tool[0])
        and not subprocess.run([*tool, "version"], capture_output=True, check=False).returncode
    ]
    if not there:
        pytest.skip("neither docker compose nor docker-compose is there")
    told = subprocess.run(
        [*there[0], "-f", str(COMPOSE), "config"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ},
    )
    assert told.returncode == 0, told.stderr
    assert set(yaml.safe_load(told.stdout)["services"]) == {"assistant", "dialogue"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_nothing_it_need_not(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["user"] == "10001:10001"
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["restart"] == "unless-stopped"


def test_every_setting_of_an_office_reaches_the_container() -> None:
    """What is the image's own (ports, folders, Rasa) or only for tests is not passed on."""
    own = re.compile(r"HOST|PORT|VAR|STORE|TRACKERS|ENCODER|DIALOGUE|_API$|_OAUTH$")
    passed = SERVICES["assistant"]["environment"]
    assert [
        name for name in setting_variables() if not own.search(name) and name not in passed
    ] == []
    assert all(f"${{{name}" in str(value) for name, value in passed.items() if not own.search(name))


@pytest.mark.parametrize("name", [".env", "deploy/.env"])
def test_secrets_do_not_get_into_the_image(name: str) -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert name in ignored or "**/.env" in ignored


def test_rasa_is_reached_by_the_assistant_only() -> None:
    assert SERVICES["dialogue"]["network_mode"] == "service:assistant"
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["assistant"]["ports"])


def test_the_image_is_made_as_hadolint_wishes() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    told = subprocess.run(
        [str(hadolint), str(ROOT / "deploy" / "Dockerfile")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, "")
