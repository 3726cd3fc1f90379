"""The channels that the settings give secrets for, built and run together; one that fails stops no other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol

import httpx
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram import TelegramChannel
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_tokens import TokenStore
from bot.delivery.gateway import Channel, Gateway, InboundMessage
from bot.delivery.inbox import Inbox
from bot.dialogue.dialogue import Dialogue
from bot.errors import DeliveryFailed, InvalidSetting
from bot.operations.health import ComponentStatus
from bot.operations.logs import redact
from bot.operations.machine_secret import conversation_name, load_secret
from bot.operations.metrics import Metrics
from bot.settings import Settings

LOG = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class WebhookChannel(Channel, Protocol):
    """A channel whose app posts its messages to us."""

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Read a request; raise Unauthorised or BadMessage."""
        ...


@dataclass(frozen=True)
class ChannelState:
    """How a channel stands: on or off, and why."""

    name: str
    on: bool
    why: str


class ChannelRegistry:
    """The gateway with its channels."""

    def __init__(
        self, settings: Settings, dialogue: Dialogue, metrics: Metrics | None = None
    ) -> None:
        self._settings, metrics = settings, metrics or Metrics()
        # Without a channel nothing is to be kept.
        on = settings.telegram.token or settings.zalo.app_id or settings.zalo_bot.token
        self.inbox = Inbox(settings.var / "inbox.db" if on else ":memory:")
        self.gateway = Gateway(
            self.inbox,
            dialogue,
            settings.public_url,
            most_a_minute=settings.messages_per_minute,
            metrics=metrics,
        )
        self._client = httpx.AsyncClient(timeout=15.0, trust_env=False)
        self._tasks: list[asyncio.Task[None]] = []
        self.channels: dict[str, WebhookChannel] = {}
        self.states: list[ChannelState] = []
        self.keeper: TokenStore | None = None
        for name, build in (
            ("telegram", self._telegram),
            ("zalo", self._zalo),
            ("zalo-bot", self._zalo_bot),
        ):
            self._add(name, build)

    def _add(self, name: str, build: Callable[[], tuple[WebhookChannel | None, str]]) -> None:
        channel, why = build()
        self.states.append(ChannelState(name, channel is not None, why))
        if channel:
            self.channels[name] = channel
            self.gateway.add(channel)
        else:
            LOG.info("%s is off: %s", name, why)

    @cached_property
    def _secret(self) -> bytes:
        return load_secret(self._settings.var)

    def hashed(self, person: str) -> str:
        """Give the name of a conversation: no id of an app can be told from it without the secret of this machine."""
        return conversation_name(self._secret, person)

    def _telegram(self) -> tuple[WebhookChannel | None, str]:
        own = self._settings.telegram
        if own.missing:
            return None, f"chưa có {', '.join(own.missing)}"
        bot = Bot(own.token.get_secret_value(), base_url=f"{own.api}/bot")
        channel = TelegramChannel(bot, own.secret.get_secret_value(), self.inbox, self.hashed)
        return channel, "polling" if own.polling else "webhook"

    def _zalo(self) -> tuple[WebhookChannel | None, str]:
        own = self._settings.zalo
        if own.missing:
            return None, f"chưa có {', '.join(own.missing)}"
        keeper = TokenStore(
            self._settings.var / "zalo-tokens.json",
            own.app_id,
            own.app_secret.get_secret_value(),
            self._client,
            own.oauth,
        )
        keeper.begin_with(own.refresh_token.get_secret_value())
        self.keeper = keeper
        channel = ZaloChannel(
            own.app_id,
            own.oa_secret.get_secret_value(),
            keeper,
            self._client,
            self.inbox,
            self.hashed,
            time.time,
            own.api,
            own.handover_minutes,
        )
        return channel, f"webhook; {keeper.state}"

    def _zalo_bot(self) -> tuple[WebhookChannel | None, str]:
        own = self._settings.zalo_bot
        if own.missing:
            return None, f"chưa có {', '.join(own.missing)}"
        token, secret = own.token.get_secret_value(), own.secret.get_secret_value()
        channel = ZaloBotChannel(token, secret, self._client, self.hashed, own.api)
        return channel, "polling" if own.polling else "webhook"

    def part(self, name: str) -> ComponentStatus:
        """Tell how a channel stands: failing while its app does not take what it is sent, or Zalo no token."""
        state = next(state for state in self.states if state.name == name)
        if not state.on:
            return ComponentStatus("off", state.why)
        if name == "zalo" and self.keeper and self.keeper.ended:
            return ComponentStatus("failing", self.keeper.ended)
        why = self.gateway.trouble.get(name, "")
        return ComponentStatus("failing" if why else "ok", why or state.why)

    async def start(self) -> None:
        """Go on with what was left, and connect; an app that is away is tried again in the background."""
        telegram = self.channels.get("telegram")
        if isinstance(telegram, TelegramChannel):
            self._tasks.append(
                asyncio.create_task(self._again("telegram", partial(self._connect, telegram)))
            )
        else:
            await self.gateway.start()
        zalo_bot = self.channels.get("zalo-bot")
        if isinstance(zalo_bot, ZaloBotChannel) and self._settings.zalo_bot.polling:
            self._tasks.append(
                asyncio.create_task(self._again("zalo-bot", partial(zalo_bot.poll, self.gateway)))
            )

    async def _again(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Run a channel's task; whatever unexpected ends it, it is begun again."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await run()
            except Exception:
                LOG.exception("%s stopped; beginning again in %.0f s", name, pause)
                self.gateway.trouble[name] = "dừng vì lỗi bất ngờ, đang thử lại"
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _connect(self, telegram: TelegramChannel) -> None:
        """Learn the bot's name, then go on with what was left and poll where that is asked for."""
        resumed = False
        pause = FIRST_PAUSE
        while True:
            try:
                await telegram.start()
                break
            except TelegramError as error:
                LOG.error("telegram: %s; trying again in %.0f s", type(error).__name__, pause)
            if not resumed:
                # The other channels' messages need not wait for this one.
                await self.gateway.start()
                resumed = True
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        await self.gateway.start()
        if self._settings.telegram.polling:
            await telegram.poll(self.gateway)

    async def webhooks(self) -> dict[str, str]:
        """Ask the apps where they post to; what they say, or why they did not, by channel."""
        told = {}
        for name, channel in self.channels.items():
            if not isinstance(channel, (TelegramChannel, ZaloBotChannel)):
                told[name] = "đặt trong trang quản trị của Zalo"
                continue
            try:
                if isinstance(channel, TelegramChannel):
                    await channel.start()
                told[name] = await channel.webhook() or "chưa đặt"
            except (DeliveryFailed, TelegramError) as error:
                # python-telegram-bot's words for a wrong token hold the token.
                told[name] = f"không hỏi được: {redact(str(error), self._settings.secrets)}"
        return told

    async def set_webhook(self, name: str, url: str) -> None:
        """Have an app post to `url/channels/<name>`."""
        channel = self.channels.get(name)
        if not isinstance(channel, (TelegramChannel, ZaloBotChannel)):
            why = next(
                (state.why for state in self.states if state.name == name), "không có kênh này"
            )
            raise InvalidSetting(f"Không đặt được webhook cho {name}: {why}.")
        if isinstance(channel, TelegramChannel):
            await channel.start()
        await channel.set_webhook(f"{url.rstrip('/')}/channels/{name}")

    async def stop(self) -> None:
        """Stop; what is not answered stays on disk."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.gateway.stop()
        telegram = self.channels.get("telegram")
        if isinstance(telegram, TelegramChannel):
            await telegram.stop()
        await self._client.aclose()
        self.inbox.close()
