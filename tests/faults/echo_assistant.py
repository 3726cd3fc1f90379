"""The echo assistant behind a stand-in for Telegram, so that things can be done to it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from tests.peers import telegram as tg
from tests.peers.echo_process import EchoProcess
from tests.waiting import until

#: Each update has its own: one that comes twice under an id is accepted once.
UPDATE_IDS = itertools.count(1)


class EchoAssistant(EchoProcess):
    """A process that answers what people say to it through Telegram's stand-in."""

    def __init__(
        self,
        telegram: tg.Telegram,
        telegram_api: str,
        folder: Path,
        *,
        turn_seconds: float = 0.02,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.telegram = telegram
        unlimited = {"THIDUA_MOST_A_MINUTE": "100000"}
        super().__init__(telegram_api, folder, turn_seconds, {**unlimited, **(environment or {})})

    def post_text(self, text: str, chat: int) -> int:
        """Post a person's message once; return the status."""
        return self.post(tg.update(next(UPDATE_IDS), text, chat, chat))

    def say(self, texts: Sequence[str]) -> None:
        """Have a person for each text say it; each is posted again until it is accepted."""
        for chat, text in enumerate(texts, 1):
            update = tg.update(next(UPDATE_IDS), text, chat, chat)
            until(lambda: self.post(update) == 200)  # noqa: B023

    def sent_texts(self) -> list[str]:
        """Return what Telegram was sent."""
        return [message["text"] for message in self.telegram.sent]

    def wait_for(self, texts: Sequence[str]) -> None:
        """Wait until every text is answered, and nothing more is on its way."""
        until(lambda: set(texts) <= set(self.sent_texts()))
        until(lambda: self.component("messages")["why"].startswith("0 tin"))

    def component(self, name: str) -> dict[str, str]:
        """Return how a component stands by /ready."""
        return dict(self.http.get("/ready").json()["parts"][name])

    def ask(self, text: str) -> httpx.Response:
        """Ask on the web page."""
        return self.http.post("/api/messages", json={"conversation": "web", "text": text})
