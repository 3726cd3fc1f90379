"""A gateway with its parts, over an echo and a channel in memory: nothing sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.channels.memory import MemoryChannel
from bot.delivery.gateway import Gateway, InboundMessage
from bot.delivery.inbox import Inbox
from bot.delivery.message_parts import MessagePart
from bot.delivery.responder import IsSilent, Responder, never_silent
from bot.delivery.sender import Sender
from bot.dialogue.answers import Answer, Button, plain_answer
from bot.dialogue.dialogue import UserMessage
from bot.errors import DeliveryFailed, DialogueUnavailable
from bot.operations.metrics import Metrics
from bot.storage.leases import Leases
from bot.storage.opening import open_file
from tests.answers import make_answer


class Echo:
    """A dialogue that says what it was asked; each conversation may be held up by an event."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.pictures: list[bytes] = []
        self.away = 0
        #: How often it can be asked, but not read what it tells of.
        self.ignorant = 0
        self.broken = 0
        self.forgotten = ""
        self.hold: dict[str, asyncio.Event] = {}
        #: Set once a conversation is held up.
        self.is_holding = asyncio.Event()

    async def ask(self, message: UserMessage) -> list[Answer]:
        if self.away:
            self.away -= 1
            raise DialogueUnavailable("gone")
        if self.ignorant:
            self.ignorant -= 1
            return [plain_answer("unavailable", "trục trặc", None)]
        if self.broken:
            self.broken -= 1
            raise KeyError("nobody thought of this")
        if event := self.hold.get(message.conversation):
            self.is_holding.set()
            await event.wait()
        self.asked.append(message.text)
        if message.picture is not None:
            self.pictures.append(message.picture)
        if message.picture:
            return [make_answer(f"Đáp: {message.text}, và {len(message.picture)} byte")]
        button = Button(title="Ai phát động?", payload="Ai phát động thi đua của Lục Nam?")
        return [make_answer(f"Đáp: {message.text}", buttons=(button,))]

    async def ready(self) -> bool:
        return True

    async def forget(self, conversation: str) -> None:
        self.forgotten = conversation


class ButtonChannel(MemoryChannel):
    """A channel that shows choices as buttons and has no sign of typing."""

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        await self.send_text(address, part.text)

    async def typing(self, address: Mapping[str, Any]) -> None:
        raise DeliveryFailed("no such sign")


class Stage:
    """A gateway with its parts; nothing sleeps, and the pauses are kept."""

    def __init__(
        self,
        inbox: Inbox,
        leases: Leases | None = None,
        patience: float = 0.0,
        max_waiting: int = 100,
        is_silent: IsSilent = never_silent,
    ) -> None:
        self.inbox, self.dialogue, self.channel = inbox, Echo(), ButtonChannel()
        self.pauses: list[float] = []
        self.on_pause: Callable[[], object] = lambda: None
        metrics = Metrics()
        responder = Responder(
            inbox,
            self.dialogue,
            metrics,
            public_url="https://a.vn",
            patience=patience,
            sleep=self.sleep,
            is_silent=is_silent,
        )
        self.sender = Sender(inbox, metrics, self.sleep)
        self.gateway = Gateway(
            inbox,
            responder,
            self.sender,
            metrics,
            leases=leases,
            max_waiting=max_waiting,
            sleep=self.sleep,
        )
        self.gateway.register(self.channel)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.on_pause()
        await asyncio.sleep(0)

    async def accept(self, key: str, text: str, conversation: str = "c") -> bool:
        message = InboundMessage(key, conversation, text, {"person": conversation})
        return await self.gateway.accept(self.channel.name, message)


def play(
    scene: Callable[[Stage], Awaitable[None]], inbox: Inbox | None = None, **options: Any
) -> Stage:
    stage = Stage(inbox or Inbox(open_file()), **options)
    asyncio.run(scene(stage))  # type: ignore[arg-type]
    return stage
