"""Rasa's action endpoint: for Rasa alone, whatever is sent."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.dialogue.rasa_environment import action_token
from bot.settings import Settings
from bot.web.actions_api import TOKEN_HEADER


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 200),
        (b'{"next_action": "no_such"}', 404),
        (b'{"next_action": "action_answer"}', 400),
    ],
)
def test_a_wrong_action_call_is_refused(
    own: Settings, client: TestClient, call: bytes, status: int
) -> None:
    headers = {TOKEN_HEADER: action_token(own)}
    assert client.post("/actions", content=call, headers=headers).status_code == status
    for wrong in ("", "0" * 32, "é"):
        wrong_headers = {TOKEN_HEADER: wrong.encode()}
        assert client.post("/actions", content=call, headers=wrong_headers).status_code == 403
