"""What Rasa is started with."""

from __future__ import annotations

import pytest

from bot.dialogue.training import action_token, dialogue_environment
from bot.settings import Settings


def test_rasa_is_told_no_secret_of_the_channels(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_TELEGRAM_TOKEN", "123456:token")
    given = dialogue_environment(settings)
    assert [name for name in given if name.startswith("THIDUA_")] == []
    assert given["ACTION_TOKEN"] == action_token(settings)
    assert given["ACTION_TOKEN"] != ""
