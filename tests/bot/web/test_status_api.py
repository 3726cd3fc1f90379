"""`/health`, `/ready` and `/metrics`: what an operator is told, and who is."""

from __future__ import annotations

import math
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot.app import create_app
from bot.delivery.inbox import Inbox
from bot.dialogue.dialogue import ScriptedDialogue
from bot.operations.backup import backup
from bot.settings import Settings
from bot.storage.opening import open_conversations
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store, copy_store
from tests.bot.web.conftest import ADMIN_TOKEN, CHANNELS_OFF, AwayDialogue, MakeClient
from tests.servers import PostgresqlServer, ready_database


def states(report: dict[str, Any]) -> dict[str, str]:
    """Return the state of each part that /ready tells of."""
    assert all(part["seconds"] >= 0 for part in report["parts"].values())
    return {name: part["state"] for name, part in report["parts"].items()}


def test_ready_tells_of_every_part(client: TestClient) -> None:
    response = client.get("/ready")
    assert response.status_code == 200
    assert states(response.json()) == {
        "dialogue": "ok",
        "knowledge": "ok",
        "disk": "ok",
        "messages": "ok",
        **CHANNELS_OFF,
    }


def test_without_dialogue_and_documents_it_lives_and_is_not_ready(make_client: MakeClient) -> None:
    with make_client(AwayDialogue()) as client:
        assert client.get("/health").status_code == 200
        response = client.get("/ready")
        assert response.status_code == 503
        assert states(response.json()) == {
            "dialogue": "failing",
            "knowledge": "failing",
            "disk": "ok",
            "messages": "ok",
            **CHANNELS_OFF,
        }


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    """Read /metrics with Prometheus' own reader: name and labels → value."""
    response = client.get("/metrics", headers={"Authorization": f"Bearer {ADMIN_TOKEN}"})
    assert response.headers["content-type"].startswith("text/plain")
    assert "riêng tư" not in response.text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_turns_are_counted_by_channel_and_status_and_nothing_typed_is_told(
    client: TestClient, make_client: MakeClient
) -> None:
    for text in ("chủ đề", "riêng tư", "riêng tư"):
        client.post("/api/messages", json={"conversation": "riêng-tư", "text": text})
    found = figures(client)
    assert found["thidua_turns_total", "web", "answered"] == 1
    assert found["thidua_turns_total", "web", "not_found"] == 2
    assert found["thidua_turn_seconds_count", "web"] == 3
    assert found["thidua_messages_waiting",] == 0
    with make_client(AwayDialogue()) as away:
        away.post("/api/messages", json={"conversation": "c", "text": "chủ đề"})
        assert figures(away)["thidua_turns_total", "web", "unavailable"] == 1


def test_the_figures_tell_which_part_fails_and_leave_out_what_is_off(
    client: TestClient, make_client: MakeClient
) -> None:
    with make_client(AwayDialogue()) as away:
        for one, states in ((client, (1, 1, 1, 1)), (away, (0, 1, 1, 1))):
            one.get("/ready")
            told = {labels[0]: value for (name, *labels), value in figures(one).items() if name == "thidua_part_ok"}  # fmt: skip
            assert told == dict(
                zip(("dialogue", "knowledge", "disk", "messages"), states, strict=True)
            )


def test_the_figures_tell_how_long_a_message_waits_and_when_a_copy_was_made(
    client: TestClient, own: Settings, tmp_path: Path
) -> None:
    before = figures(client)
    assert before["thidua_oldest_message_seconds",] == 0
    assert before["thidua_last_backup_timestamp_seconds",] == 0
    assert before["thidua_handovers_waiting",] == 0
    with closing(open_conversations(own)) as database:
        Inbox(database, lambda: time.time() - 900).accept("telegram", "1", "c", "chủ đề", {})
    backup(own, tmp_path / "copy", copy_store)
    after = figures(client)
    assert after["thidua_oldest_message_seconds",] >= 900
    assert after["thidua_last_backup_timestamp_seconds",] == pytest.approx(
        (tmp_path / "copy").stat().st_mtime, abs=60
    )


@pytest.mark.parametrize(
    ("token", "given", "status"),
    [
        ("", "", 403),
        ("", "Bearer x", 403),
        ("operator", "", 403),
        ("operator", "Bearer wrong", 403),
        ("operator", "Bearer operator", 200),
    ],
)
def test_figures_are_for_the_operator(
    own: Settings, library: Library, token: str, given: str, status: int
) -> None:
    app = create_app(own.replace(admin_token=SecretStr(token)), library, ScriptedDialogue({}))
    with TestClient(app, client=("203.0.113.9", 1)) as client:
        response = client.get("/metrics", headers={"Authorization": given})
        assert response.status_code == status


def test_the_rest_is_told_while_the_shared_database_is_away(own: Settings, tmp_path: Path) -> None:
    server = PostgresqlServer(tmp_path / "postgresql")
    address = ready_database(server.address)
    shared = own.replace(database=SecretStr(address))
    with closing(Store(address)) as store:
        app = create_app(shared, Library(store, SeededEncoder()), ScriptedDialogue({}))
        with TestClient(app) as client:
            assert figures(client)["thidua_documents",] == 0
            server.stop()
            found = figures(client)
            unknown = (
                "thidua_documents", "thidua_knowledge_version", "thidua_messages_waiting",
                "thidua_oldest_message_seconds", "thidua_handovers_waiting",
            )  # fmt: skip
            assert all(math.isnan(found[name,]) for name in unknown)
            assert found["thidua_assistants", "ready"] == 0
            assert found["thidua_disk_free_bytes",] > 0
            report = client.get("/ready")
            assert report.status_code == 503
            # Anyone may read it.
            assert str(tmp_path) not in report.text
    server.close()
