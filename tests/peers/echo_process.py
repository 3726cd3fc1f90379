"""The echo assistant in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.ports import free_port
from tests.assistant_process import AssistantProcess, telegram_settings
from tests.waiting import until


class EchoProcess(AssistantProcess):
    """tests/peers/echo_assistant.py on a port of its own, with its files in a folder."""

    def __init__(
        self,
        telegram_api: str,
        folder: Path,
        turn_seconds: float = 0.02,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, port = folder, free_port()
        command = ["-m", "tests.peers.echo_assistant", str(port), str(turn_seconds)]
        own = {"THIDUA_VAR": str(folder), **telegram_settings(telegram_api)}
        super().__init__(command, port, {**own, **(environment or {})})

    def start(self) -> None:
        """Start the process and wait until it takes messages."""
        super().start()
        until(self.takes_messages)
