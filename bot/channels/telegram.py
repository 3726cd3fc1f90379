"""Telegram: updates in by webhook or polling, answers out through python-telegram-bot.

Bot API: https://core.telegram.org/bots/api. A webhook proves itself by the header X-Telegram-Bot-Api-Secret-Token.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import html
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatAction, ChatType, MessageLimit
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.delivery.gateway import Gateway, InboundMessage
from bot.delivery.inbox import Inbox
from bot.delivery.message_parts import Choice, MessagePart
from bot.errors import DeliveryFailed, InvalidMessage, Overloaded, Unauthorized
from bot.operations.machine_secret import is_equal

LOG = logging.getLogger(__name__)
SECRET_HEADER = "x-telegram-bot-api-secret-token"
#: A button's payload is 1 to 64 bytes; longer ones are kept under a key.
LONGEST_PAYLOAD, KEY = 64, "#k:"
LINK = re.compile(r"^Xem: (https?://\S+)$", re.MULTILINE)
POLL_SECONDS = 20
#: What python-telegram-bot meets with in an answer of another shape ("null") than it expects.
UNREADABLE = (TypeError, KeyError, AttributeError, ValueError)
ALLOWED = ["message", "edited_message", "callback_query"]


class TelegramChannel:
    """A bot's token, the secret of its webhook, and how people's ids are kept."""

    name = "telegram"
    #: Escaping makes HTML longer than the 4,096 characters counted after it is read; this leaves room for it.
    longest = MessageLimit.MAX_TEXT_LENGTH - 96

    def __init__(self, bot: Bot, secret: str, inbox: Inbox, hashed: Callable[[str], str]) -> None:
        self._bot, self._secret, self._inbox, self._hashed = bot, secret, inbox, hashed
        self._name = ""

    async def start(self) -> None:
        """Learn the bot's own name; a Telegram that is away must not keep the assistant from starting."""
        await self._bot.initialize()
        self._name = self._bot.username

    async def stop(self) -> None:
        """Close the connections."""
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Read a webhook request; one without the secret is refused unread."""
        given = headers.get(SECRET_HEADER, "")
        if not self._secret or not is_equal(given, self._secret):
            raise Unauthorized("wrong secret token")
        if not self._name:
            # Telegram delivers again what is not taken now.
            raise Overloaded("the bot does not know its own name yet")
        try:
            note = self._parsed(json.loads(body))
        except (ValueError, RecursionError) as error:
            raise InvalidMessage("no Telegram update") from error
        return [note] if note else []

    def _parsed(self, given: Any) -> InboundMessage | None:
        """Read one update as Telegram writes it; one that python-telegram-bot cannot read is refused."""
        try:
            update = Update.de_json(given, self._bot)
            return self.note(update) if update else None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidMessage("no Telegram update") from error

    def note(self, update: Update) -> InboundMessage | None:
        """Give the message of an update, nothing for one that is not for the bot."""
        if query := update.callback_query:
            return self._pressed(update, query)
        message = update.message or update.edited_message
        if message is None or message.from_user is None or message.from_user.is_bot:
            return None
        text = message.text or message.caption or ""
        if message.chat.type != ChatType.PRIVATE:
            if not self._addressed(message, text):
                return None
            text = re.sub(rf"@{re.escape(self._name)}\b", "", text, flags=re.IGNORECASE).strip()
        address = {
            "chat": message.chat.id,
            "reply_to": message.message_id if update.message else None,
        }
        return InboundMessage(
            str(update.update_id),
            self._conversation(message.chat.id, message.from_user.id),
            text,
            address,
        )

    def _pressed(self, update: Update, query: CallbackQuery) -> InboundMessage | None:
        """A pressed button says its payload; one under a message too old to be known tells nothing."""
        if query.message is None or not query.data:
            return None
        payload = query.data
        if payload.startswith(KEY):
            payload = self._inbox.payload(payload) or ""
        chat = query.message.chat.id
        address = {"chat": chat, "reply_to": None, "query": query.id}
        return InboundMessage(
            str(update.update_id), self._conversation(chat, query.from_user.id), payload, address
        )

    def _addressed(self, message: Message, text: str) -> bool:
        """In a group the bot answers who names it, replies to it or sends it a command."""
        name = f"@{self._name}".lower()
        before = message.reply_to_message
        replied = (
            before is not None
            and before.from_user is not None
            and before.from_user.id == self._bot.id
        )
        return (
            replied or name in text.lower() or (text.startswith("/") and "@" not in text.split()[0])
        )

    def _conversation(self, chat: int, person: int) -> str:
        return self._hashed(f"telegram:{chat}:{person}")

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send one part as HTML, plain when Telegram cannot read it."""
        options: dict[str, Any] = {
            "chat_id": address["chat"],
            "reply_markup": self._keyboard(part.choices),
        }
        try:
            if address.get("query"):
                await self._acknowledge(address["query"])
            try:
                await self._bot.send_message(text=_as_html(part.text), parse_mode="HTML", **options)
            except BadRequest as error:
                if "parse" not in str(error).lower():
                    raise
                await self._bot.send_message(text=part.text, **options)
        except RetryAfter as error:
            raise DeliveryFailed("asked to wait", after=_seconds(error)) from error
        except (Forbidden, InvalidToken, BadRequest) as error:
            raise DeliveryFailed(f"refused: {type(error).__name__}", final=True) from error
        except (TelegramError, RuntimeError, *UNREADABLE) as error:
            # RuntimeError: python-telegram-bot's word for a connection that is not set up yet.
            raise DeliveryFailed(f"unreachable: {type(error).__name__}") from error

    async def _acknowledge(self, query: str) -> None:
        """Tell that a press was seen; one that Telegram no longer knows needs no word."""
        with contextlib.suppress(BadRequest):
            await self._bot.answer_callback_query(query)

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Show that an answer is being written."""
        try:
            await self._bot.send_chat_action(address["chat"], ChatAction.TYPING)
        except (TelegramError, RuntimeError) as error:
            raise DeliveryFailed(type(error).__name__) from error

    def _keyboard(self, choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
        if not choices:
            return None
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(one.title, callback_data=self._data(one))] for one in choices]
        )

    def _data(self, choice: Choice) -> str:
        if len(choice.payload.encode()) <= LONGEST_PAYLOAD and not choice.payload.startswith(KEY):
            return choice.payload
        key = KEY + hashlib.sha256(choice.payload.encode()).hexdigest()[:32]
        self._inbox.keep_payload(key, choice.payload)
        return key

    async def webhook(self) -> str:
        """Give the address that Telegram posts to, empty when there is none."""
        try:
            return (await self._bot.get_webhook_info()).url
        except TelegramError as error:
            raise DeliveryFailed(f"Telegram không trả lời: {type(error).__name__}") from error

    async def set_webhook(self, url: str) -> None:
        """Have Telegram post to an address, with the secret; what waited before is posted too."""
        try:
            await self._bot.set_webhook(url, secret_token=self._secret, allowed_updates=ALLOWED)
        except TelegramError as error:
            raise DeliveryFailed(f"Telegram từ chối địa chỉ này: {error}") from error

    async def poll(self, gateway: Gateway) -> None:
        """Ask Telegram for updates until stopped: for trying out, without an address of one's own.

        An update is on disk before the next request tells Telegram that it was seen.
        """
        offset, pause = 0, 1.0
        while True:
            try:
                found = await self._updates(offset)
                pause = 1.0
            except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
                LOG.error("telegram: %s; asking again in %.0f s", type(error).__name__, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 60.0)
                continue
            for given in found:
                try:
                    if note := self._parsed(given):
                        await gateway.take(self.name, note)
                except InvalidMessage as error:
                    LOG.error("telegram: update %s left out: %s", given["update_id"], error)
                except (Overloaded, sqlite3.Error) as error:
                    LOG.error("telegram: a message cannot be put on disk: %s", error)
                    await asyncio.sleep(pause)
                    break
                offset = max(offset, given["update_id"] + 1)

    async def _updates(self, offset: int) -> list[dict[str, Any]]:
        """Give the raw updates: python-telegram-bot reads all or none, and one bad one must not hold up those behind it."""
        asked = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED}
        async with httpx.AsyncClient(timeout=POLL_SECONDS + 10, trust_env=False) as client:
            said = (await client.post(f"{self._bot.base_url}/getUpdates", json=asked)).json()
        return [
            one
            for one in said["result"]
            if isinstance(one, dict) and isinstance(one.get("update_id"), int)
        ]


def _as_html(text: str) -> str:
    """Escape a text for Telegram; links to the documents become words."""
    escaped = html.escape(text, quote=False)
    return LINK.sub(lambda match: f'<a href="{html.escape(match[1])}">Xem trích dẫn</a>', escaped)


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after if isinstance(after, (int, float)) else after.total_seconds())
