"""The assistant with a dialogue that only echoes, as a process that can be killed.

python -m tests.peers.echo_assistant PORT SECONDS_A_TURN. Its channels are set by the environment.
"""

from __future__ import annotations

import asyncio
import sys

import uvicorn

from bot.app import create_app
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import UserMessage
from bot.settings import read_settings
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store


class EchoDialogue:
    """Answers with what it was asked, after a while."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def ask(self, message: UserMessage) -> list[Answer]:
        await asyncio.sleep(self._seconds)
        return [plain_answer("answered", message.text, None)]

    async def ready(self) -> bool:
        return True

    async def forget(self, conversation: str) -> None:
        """Nothing is kept."""


if __name__ == "__main__":
    library = Library(Store(":memory:"), SeededEncoder())
    app = create_app(read_settings(), library, EchoDialogue(float(sys.argv[2])))
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", ws="none")
