"""The channels are built from the settings: those whose secrets are set are on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import httpx
from telegram import Bot

from bot.channels.channel import Channel
from bot.channels.parameters import HTTP_TIMEOUT
from bot.channels.picture_fetching import PictureFetcher
from bot.channels.registry import ChannelRegistry, Delivery
from bot.channels.telegram import TelegramChannel
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_events import EventSignature
from bot.channels.zalo_tokens import TokenRecord, TokenStore
from bot.delivery.gateway import Gateway, nobody
from bot.delivery.inbox import Inbox
from bot.delivery.responder import Responder
from bot.delivery.retries import Sleep
from bot.delivery.sender import Sender
from bot.dialogue.dialogue import Dialogue
from bot.handover.queue import Queue
from bot.operations.machine_secret import conversation_name, conversation_secret
from bot.operations.metrics import Metrics
from bot.settings import Settings
from bot.storage.leases import Leases
from database import Database


class ChannelSettings(Protocol):
    """A channel's settings; it is on when no variable is missing."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The variables that must still be set."""
        ...


@dataclass(frozen=True)
class Resources:
    """What the channels are built from."""

    settings: Settings
    database: Database
    leases: Leases
    inbox: Inbox
    sleep: Sleep

    @cached_property
    def handovers(self) -> Queue:
        """The conversations that go on with staff."""
        return Queue(self.database)

    @cached_property
    def _secret(self) -> bytes:
        return conversation_secret(self.settings.var, self.database)

    def name_conversation(self, person: str) -> str:
        """Return a conversation's name: without this machine's secret it tells no one's id."""
        return conversation_name(self._secret, person)

    def http_client(self) -> httpx.AsyncClient:
        """Return a client that its channel closes."""
        return httpx.AsyncClient(timeout=HTTP_TIMEOUT, trust_env=False)


def build_telegram(resources: Resources) -> Channel:
    """Return the Telegram bot."""
    settings = resources.settings.telegram
    files = f"{settings.api}/file/bot"
    return TelegramChannel(
        Bot(settings.token.get_secret_value(), f"{settings.api}/bot", files),
        settings.secret.get_secret_value(),
        resources.inbox,
        resources.name_conversation,
        PictureFetcher(resources.http_client(), settings.api),
        polling=settings.polling,
        sleep=resources.sleep,
    )


def build_zalo(resources: Resources) -> Channel:
    """Return the Zalo Official Account."""
    settings, client = resources.settings.zalo, resources.http_client()
    tokens = TokenStore(
        TokenRecord(resources.database),
        resources.leases,
        settings.app_id,
        settings.app_secret.get_secret_value(),
        client,
        oauth=settings.oauth,
    )
    tokens.bootstrap(settings.refresh_token.get_secret_value())
    return ZaloChannel(
        EventSignature(settings.app_id, settings.oa_secret.get_secret_value()),
        tokens,
        client,
        resources.handovers,
        resources.name_conversation,
        api=settings.api,
        handover=60.0 * settings.handover_minutes,
    )


def build_zalo_bot(resources: Resources) -> Channel:
    """Return the bot of the Zalo Bot Platform."""
    settings = resources.settings.zalo_bot
    return ZaloBotChannel(
        settings.token.get_secret_value(),
        settings.secret.get_secret_value(),
        resources.http_client(),
        resources.name_conversation,
        api=settings.api,
        polling=settings.polling,
        sleep=resources.sleep,
    )


@dataclass(frozen=True)
class ChannelKind:
    """Where a channel's settings are, and how it is built from them."""

    settings: Callable[[Settings], ChannelSettings]
    build: Callable[[Resources], Channel]


CHANNELS: Mapping[str, ChannelKind] = {
    "telegram": ChannelKind(lambda settings: settings.telegram, build_telegram),
    "zalo": ChannelKind(lambda settings: settings.zalo, build_zalo),
    "zalo-bot": ChannelKind(lambda settings: settings.zalo_bot, build_zalo_bot),
}


def open_channels(
    settings: Settings,
    database: Database,
    leases: Leases,
    dialogue: Dialogue,
    metrics: Metrics,
    *,
    sleep: Sleep = asyncio.sleep,
) -> ChannelRegistry:
    """Return the registry of the channels that the settings turn on."""
    missing = {name: kind.settings(settings).missing for name, kind in CHANNELS.items()}
    off = {name: f"chưa có {', '.join(names)}" for name, names in missing.items() if names}
    inbox = Inbox(database)
    delivery = open_delivery(
        settings, inbox, leases, dialogue, metrics, sleep=sleep, handovers=Queue(database)
    )
    resources = Resources(settings, database, leases, inbox, sleep)
    channels = {name: kind.build(resources) for name, kind in CHANNELS.items() if name not in off}
    for channel in channels.values():
        channel.register_gauges(metrics)
    return ChannelRegistry(delivery, channels, off, secrets=settings.secrets, sleep=sleep)


def open_delivery(
    settings: Settings,
    inbox: Inbox,
    leases: Leases,
    dialogue: Dialogue,
    metrics: Metrics,
    *,
    sleep: Sleep,
    handovers: Queue | None = None,
) -> Delivery:
    """Return the gateway over an inbox, with its responder and its sender."""

    async def is_silent(conversation: str) -> bool:
        if handovers is None:
            return False
        return await asyncio.to_thread(handovers.is_silent, conversation)

    responder = Responder(
        inbox,
        dialogue,
        metrics,
        public_url=settings.public_url,
        messages_per_minute=settings.messages_per_minute,
        sleep=sleep,
        is_silent=is_silent,
    )
    sender = Sender(inbox, metrics, sleep)
    may_read = handovers.may_read if handovers else nobody
    gateway = Gateway(
        inbox, responder, sender, metrics, leases=leases, sleep=sleep, may_read=may_read
    )
    return Delivery(inbox, sender, gateway)
