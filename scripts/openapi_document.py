"""What the HTTP API offers, as an OpenAPI document."""

from __future__ import annotations

from typing import Any

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import read_settings
from knowledge import Library, Store
from knowledge.search import SeededEncoder


def openapi_document() -> dict[str, Any]:
    """Return what `/api/openapi.json` returns."""
    library = Library(Store(":memory:"), SeededEncoder())
    return create_app(read_settings({}), library, ScriptedDialogue({})).openapi()
