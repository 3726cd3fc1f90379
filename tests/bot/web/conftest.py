"""Clients of an app over a scripted dialogue and a real library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.app import create_app
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue, ScriptedDialogue, UserMessage
from bot.errors import DialogueUnavailable
from bot.settings import Settings, read_settings
from indexer.pipeline import index_source
from knowledge.library import Library

ANSWER = plain_answer("answered", "Chủ đề là “Đổi mới”.", None)
ADMIN_TOKEN = "operator-s-token"
CHANNELS_OFF = {"telegram": "off", "zalo": "off", "zalo-bot": "off"}

MakeClient = Callable[[Dialogue], TestClient]


class AwayDialogue:
    """A dialogue whose process does not answer."""

    async def ask(self, message: UserMessage) -> list[Answer]:
        raise DialogueUnavailable("gone")

    async def ready(self) -> bool:
        return False

    async def forget(self, conversation: str) -> None:
        raise AssertionError("nothing was asked to be forgotten")


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings with a folder of one's own."""
    return read_settings({"THIDUA_VAR": str(tmp_path / "var"), "THIDUA_ADMIN_TOKEN": ADMIN_TOKEN})


@pytest.fixture
def make_client(own: Settings, library: Library) -> MakeClient:
    """Makes a client of an app on the fixture's library, for a dialogue."""
    return lambda dialogue: TestClient(create_app(own, library, dialogue))


@pytest.fixture
def client(library: Library, make_client: MakeClient, tmp_path: Path) -> Iterator[TestClient]:
    """A client of an app with one document, whose dialogue knows one question."""
    path = tmp_path / "luc-nam.txt"
    text = "Kế hoạch thi đua <b>Lục Nam</b> năm 2024\n\n- Trồng rừng <script>alert(1)</script>\n"
    path.write_text(text, encoding="utf-8")
    assert index_source(library, path).state == "indexed"
    with make_client(ScriptedDialogue({"chủ đề": ANSWER})) as client:
        yield client
