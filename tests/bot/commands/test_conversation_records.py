"""A person sees all that is kept of them, on every channel, and after they wanted it gone there is nothing."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.app import create_app
from bot.channels.factory import Resources
from bot.commands.conversation_records import app_conversation, export_conversation
from bot.delivery.inbox import Inbox
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import read_settings
from bot.storage.leases import OwnLeases
from bot.storage.opening import open_conversations, open_file
from knowledge.library import Library


def test_what_is_kept_of_a_conversation_is_shown_and_then_gone(
    library: Library, tmp_path: Path
) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path)})
    with TestClient(create_app(settings, library, ScriptedDialogue({}))) as client:
        for text in ("Chủ đề của Cà Mau?", "gọi tôi số 0912 345 678"):
            client.post("/api/messages", json={"conversation": "c", "text": text})
        vote = {
            "conversation": "c",
            "vote": "down",
            "reason": "thiếu",
            "question": "a",
            "answer": "b",
            "status": "not_found",
        }
        client.post("/api/feedback", json=vote)
        with closing(open_conversations(settings)) as database:
            inbox = Inbox(database)
            inbox.accept("zalo", "k", "c", "chờ", {"user": "1"})
        export = export_conversation(settings, "c")
        assert [row["question"] for row in export["journal"]] == [
            "Chủ đề của Cà Mau?",
            "gọi tôi số •••",
        ]
        assert [row["reason"] for row in export["feedback"]] == ["thiếu"]
        assert [row["text"] for row in export["messages"]] == ["chờ"]
        client.post("/api/messages", json={"conversation": "c", "text": "xóa dữ liệu của tôi"})
        after = export_conversation(settings, "c")
        assert (after["journal"], after["feedback"], after["dialogue"]) == ([], [], [])
    assert export_conversation(settings, "ai khác") == {
        "conversation": "ai khác",
        "dialogue": [],
        "journal": [],
        "feedback": [],
        "messages": [],
        "handovers": [],
    }


@pytest.mark.parametrize(("app", "person", "talk"), [("telegram", "7", "telegram:7:7"), ("telegram", "-5:7", "telegram:-5:7"), ("zalo", "7", "zalo:7"), ("zalo-bot", "a", "zalo-bot:a:a")])  # fmt: skip
def test_a_person_of_an_app_is_found_by_their_id_there(
    tmp_path: Path, app: str, person: str, talk: str
) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path)})
    name = app_conversation(settings, app, person)
    database = open_file()
    resources = Resources(settings, database, OwnLeases(), Inbox(database), asyncio.sleep)
    assert name == resources.name_conversation(talk)
