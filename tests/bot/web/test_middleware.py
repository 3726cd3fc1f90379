"""What stands before every route: which sites' pages may ask."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import Settings
from knowledge.library import Library


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://so.gov.vn", "https://so.gov.vn"), ("https://evil.vn", None)],
)
def test_only_named_sites_may_ask_from_a_browser(
    own: Settings, library: Library, origin: str, allowed: str | None
) -> None:
    settings = own.replace(origins=("https://so.gov.vn", "https://b.vn"))
    with TestClient(create_app(settings, library, ScriptedDialogue({}))) as client:
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        response = client.options("/api/messages", headers=headers)
        assert response.headers.get("access-control-allow-origin") == allowed
