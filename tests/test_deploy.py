"""The units and the containers are what the tools that will read them accept, and as closed as docs/threats.md says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import ROOT, setting_variables

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
OFFICE, CLUSTER = ROOT / "deploy" / "compose.yaml", ROOT / "deploy" / "cluster"
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
@pytest.mark.parametrize(
    "name", ["thidua.service", "thidua-dialogue.service", "thidua-mcp.service"]
)
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


@cache
def compose_tool() -> tuple[str, ...]:
    """Return the command that reads compose files; without one the test is skipped."""
    for tool in (("docker", "compose"), ("docker-compose",)):
        found = shutil.which(tool[0]) and subprocess.run(
            [*tool, "version"], capture_output=True, check=False
        )
        if found and not found.returncode:
            return tool
    pytest.skip("neither docker compose nor docker-compose is there")


def services(path: Path, **settings: str) -> dict[str, Any]:
    """Return the services of a compose file as they would be started with settings."""
    told = subprocess.run(
        [*compose_tool(), "-f", str(path), "config"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **settings},
    )
    assert told.returncode == 0, told.stderr
    return dict(yaml.safe_load(told.stdout)["services"])


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (OFFICE, "assistant dialogue"),
        (
            CLUSTER / "compose.yaml",
            "assistant-1 assistant-2 balancer dialogue-1 dialogue-2 migrate postgres-1 postgres-2 redis",
        ),
    ],
    ids=["office", "cluster"],
)
def test_every_container_may_do_nothing_it_need_not(path: Path, names: str) -> None:
    found = services(path)
    assert sorted(found) == names.split()
    for name, service in found.items():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"]), name
        assert "no-new-privileges:true" in service["security_opt"]
        assert "ports" not in service or name in ("assistant", "balancer")
        if name != "migrate":
            assert service["healthcheck"]["test"][0] == "CMD"
            assert service["restart"] == "unless-stopped"


def test_every_setting_of_an_office_reaches_the_container() -> None:
    """What is the image's own (ports, folders, Rasa) or only for tests is not passed on."""
    own = re.compile(r"HOST|PORT|VAR|STORE|TRACKERS|ENCODER|DIALOGUE|_API$|_OAUTH$")
    given = {name: f"7{len(name)}" for name in setting_variables() if not own.search(name)}
    found = services(OFFICE, **given)
    passed = found["assistant"]["environment"]
    assert {name: passed.get(name) for name in given} == given
    # Rasa keeps its records where the assistant keeps the rest, and is told no secret of the channels.
    shared = {name: given[name] for name in ("THIDUA_DATABASE", "THIDUA_REDIS")}
    assert found["dialogue"]["environment"] == shared


def test_every_setting_of_a_cluster_reaches_both_assistants() -> None:
    found = services(CLUSTER / "compose.yaml", THIDUA_CONTACT="a", THIDUA_ZALO_APP_SECRET="b")
    for number in "12":
        assistant = found[f"assistant-{number}"]["environment"]
        assert (assistant["THIDUA_CONTACT"], assistant["THIDUA_ZALO_APP_SECRET"]) == ("a", "b")
        dialogue = found[f"dialogue-{number}"]
        assert dialogue["network_mode"] == f"service:assistant-{number}"
        for environment in (assistant, dialogue["environment"]):
            assert environment["THIDUA_DATABASE_FILE"] == "/run/secrets/database"
            assert environment["THIDUA_REDIS"] == "redis://redis:6379/0"
        # Each has a secret, models and indexes of its own.
        assert found[f"assistant-{number}"]["volumes"] == [f"data-{number}:/data:rw"]
        assert dialogue["volumes"] == [f"data-{number}:/data:rw"]
    # Whoever else is on that network is not believed.
    balancer = found["balancer"]["networks"]["people"]["ipv4_address"]
    assert found["assistant-1"]["environment"]["FORWARDED_ALLOW_IPS"] == balancer


def test_the_balancer_is_given_all_that_its_configuration_names() -> None:
    named = re.findall(r"\$\{(\w+)\}", (CLUSTER / "haproxy.cfg").read_text(encoding="utf-8"))
    assert set(named) == set(services(CLUSTER / "compose.yaml")["balancer"]["environment"])


def test_the_cluster_s_stores_are_reached_from_within_only() -> None:
    found = services(CLUSTER / "compose.yaml")
    for name in ("postgres-1", "postgres-2", "redis"):
        assert list(found[name]["networks"]) == ["stores"]
    networks = yaml.safe_load((CLUSTER / "compose.yaml").read_text(encoding="utf-8"))["networks"]
    assert networks["stores"] == {"internal": True}


@pytest.mark.parametrize("name", [".env", "deploy/.env", "deploy/cluster/.env"])
def test_secrets_do_not_get_into_the_image(name: str) -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert name in ignored or "**/.env" in ignored
    assert "deploy/cluster/secrets" in ignored


@pytest.mark.parametrize("name", ["deploy/cluster/.env", "deploy/cluster/secrets/database"])
def test_secrets_do_not_get_into_a_commit(name: str) -> None:
    subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT, check=True)


def test_rasa_is_reached_by_the_assistant_only() -> None:
    found = services(OFFICE)
    assert found["dialogue"]["network_mode"] == "service:assistant"
    assert all(port.startswith("127.0.0.1:") for port in found["assistant"]["ports"])


def test_the_image_is_made_as_hadolint_wishes() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    told = subprocess.run(
        [str(hadolint), str(ROOT / "deploy" / "Dockerfile")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, "")
