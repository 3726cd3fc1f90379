"""The dialogue seam: a message goes in, Answers (as JSON objects) come out.

`RasaDialogue` speaks to Rasa's REST channel; `ScriptedDialogue` ships for tests and needs nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import httpx

from bot.errors import DialogueUnavailable
from bot.messages import Incoming

AnswerJson = dict[str, Any]
SECONDS = 20.0


class Dialogue(Protocol):
    """Holds conversations."""

    async def ask(self, message: Incoming) -> list[AnswerJson]:
        """Give the answers to one message."""
        ...

    async def ready(self) -> bool:
        """Tell whether a message could be answered now."""
        ...

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation."""
        ...


class RasaDialogue:
    """Rasa at an address."""

    def __init__(self, address: str, trackers: Path | None = None, contact: str = "") -> None:
        self._trackers, self._contact = trackers, contact
        self._client = httpx.AsyncClient(base_url=address, timeout=SECONDS, trust_env=False)

    async def ask(self, message: Incoming) -> list[AnswerJson]:
        """Send a message to Rasa's REST channel; text that a person typed is never read as an intent payload."""
        day = message.as_of.isoformat() if message.as_of else None
        body = {
            "sender": message.conversation,
            "message": message.text.lstrip("/ "),
            "metadata": {"as_of": day, "text": message.text, "contact": self._contact},
        }
        try:
            response = await self._client.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            replies = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueUnavailable(str(error)) from error
        answers = [reply["custom"] for reply in replies if "custom" in reply]
        if not answers:
            raise DialogueUnavailable("Rasa gave no answer")
        return answers

    async def ready(self) -> bool:
        """Tell whether Rasa answers; its port opens only once the model is loaded."""
        try:
            return (await self._client.get("/webhooks/rest/", timeout=2.0)).status_code == 200
        except httpx.HTTPError:
            return False

    async def forget(self, conversation: str) -> None:
        """Erase a conversation's events from Rasa's tracker store, which Rasa reads anew at every message."""
        await asyncio.to_thread(self._erase, conversation)

    def _erase(self, conversation: str) -> None:
        if self._trackers is None or not self._trackers.exists():
            return
        with contextlib.closing(sqlite3.connect(self._trackers, timeout=10)) as db, db:
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
                db.execute("DELETE FROM events WHERE sender_id = ?", (conversation,))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class ScriptedDialogue:
    """Answers from a table; what is not in it is "not found"."""

    def __init__(self, script: Mapping[str, AnswerJson]) -> None:
        self._script = script

    async def ask(self, message: Incoming) -> list[AnswerJson]:
        """Give the answer written for this text."""
        return [self._script.get(message.text) or plain("not_found", "Tôi chưa tìm thấy.", message.as_of)]

    async def ready(self) -> bool:
        """Always ready."""
        return True

    async def forget(self, conversation: str) -> None:
        """Keeps nothing."""


def plain(status: str, text: str, day: date | None) -> AnswerJson:
    """Make an Answer that is only a sentence."""
    as_of = (day or date.today()).isoformat()
    return {"status": status, "text": text, "citations": [], "facts": [], "buttons": [], "as_of": as_of}
