"""Telegram: updates in by webhook or polling, answers out through python-telegram-bot.

https://core.telegram.org/bots/api; what we rely on of it stands in docs/kenh.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction, MessageLimit
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.channel import Accept, Channel, NameConversation
from bot.channels.parameters import (
    ACCEPT_PAUSE,
    POLL_GRACE_SECONDS,
    POLL_PAUSES,
    TELEGRAM_MARGIN,
    TELEGRAM_POLL_SECONDS,
)
from bot.channels.picture_fetching import PictureFetcher
from bot.channels.telegram_updates import CallbackData, UpdateReader
from bot.delivery.gateway import InboundMessage
from bot.delivery.inbox import Inbox
from bot.delivery.message_parts import Choice, MessagePart
from bot.delivery.retries import Sleep, retry_until_success
from bot.errors import (
    DeliveryFailed,
    InvalidMessage,
    Overloaded,
    RefusedPicture,
    Unauthorized,
)
from bot.operations.machine_secret import is_equal
from bot.pictures import notices
from bot.pictures.parameters import MAX_PICTURE_BYTES
from database import reason_of

LOG = logging.getLogger(__name__)
SECRET_HEADER = "x-telegram-bot-api-secret-token"
LINK = re.compile(r"^Xem: (https?://\S+)$", re.MULTILINE)
UPDATE_KINDS = ["message", "edited_message", "callback_query"]
#: What a body of another shape than expected ("null") raises in python-telegram-bot and in us.
UNREADABLE = (TypeError, KeyError, AttributeError, ValueError)


class TelegramChannel(Channel):
    """One bot; a webhook request proves itself by the secret, `polling` needs none."""

    name = "telegram"
    max_length = MessageLimit.MAX_TEXT_LENGTH - TELEGRAM_MARGIN

    def __init__(
        self,
        bot: Bot,
        secret: str,
        inbox: Inbox,
        name_conversation: NameConversation,
        pictures: PictureFetcher,
        *,
        polling: bool = False,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot, self._secret, self._sleep = bot, secret, sleep
        self._pictures = pictures
        self._callback_data = CallbackData(inbox)
        self._reader = UpdateReader(bot, self._callback_data, name_conversation)
        self.polling = polling

    async def start(self) -> None:
        """Learn the bot's own name, by which it is addressed in groups."""
        try:
            await self._bot.initialize()
        except TelegramError as error:
            raise DeliveryFailed(type(error).__name__) from error
        self._reader.username = self._bot.username

    async def stop(self) -> None:
        """Close the connections."""
        await self._pictures.close()
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    def read(self, headers: Mapping[str, str], body: bytes) -> list[InboundMessage]:
        """Return the message of a webhook request; one without the secret is refused unread."""
        if not self._secret or not is_equal(headers.get(SECRET_HEADER, ""), self._secret):
            raise Unauthorized("wrong secret token")
        if not self._reader.username:
            # Telegram delivers again what is not taken now.
            raise Overloaded("the bot does not know its own name yet")
        try:
            message = self._reader.read(json.loads(body))
        except (ValueError, RecursionError) as error:
            raise InvalidMessage("no Telegram update") from error
        return [message] if message else []

    async def send_text(self, address: Mapping[str, Any], text: str) -> None:
        """Send a text."""
        await self.send(address, MessagePart(text))

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        """Send a part as HTML with its choices as buttons."""
        with _translated_errors():
            if address.get("query"):
                # A press is acknowledged; one that Telegram no longer knows needs no word.
                with contextlib.suppress(BadRequest):
                    await self._bot.answer_callback_query(address["query"])
            keyboard = await asyncio.to_thread(self._keyboard, part.choices)
            await self._send_html(address["chat"], part.text, keyboard)

    async def _send_html(self, chat: int, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        try:
            await self._bot.send_message(
                chat_id=chat, text=as_html(text), parse_mode="HTML", reply_markup=keyboard
            )
        except BadRequest as error:
            if "parse" not in str(error).lower():
                raise
            # Telegram could not read the HTML: better plain than not at all.
            await self._bot.send_message(chat_id=chat, text=text, reply_markup=keyboard)

    def _keyboard(self, choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
        if not choices:
            return None
        return InlineKeyboardMarkup([[self._button(choice)] for choice in choices])

    def _button(self, choice: Choice) -> InlineKeyboardButton:
        data = self._callback_data.encode(choice.payload)
        return InlineKeyboardButton(choice.title, callback_data=data)

    def lasting(self, address: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the chat: a press is acknowledged once."""
        return {"chat": address["chat"]}

    async def typing(self, address: Mapping[str, Any]) -> None:
        """Show that an answer is being written."""
        try:
            await self._bot.send_chat_action(address["chat"], ChatAction.TYPING)
        except (TelegramError, RuntimeError) as error:
            raise DeliveryFailed(type(error).__name__) from error

    async def picture(self, address: Mapping[str, Any]) -> bytes:
        """Return a picture by the id of its file, which Telegram keeps."""
        with _translated_errors():
            try:
                file = await self._bot.get_file(address["picture"])
            except BadRequest as error:
                is_large = "too big" in str(error).lower()
                sentence = notices.TOO_LARGE if is_large else notices.NOT_FETCHED
                raise RefusedPicture(sentence) from None
        if (file.file_size or 0) > MAX_PICTURE_BYTES:
            raise RefusedPicture(notices.TOO_LARGE)
        return await self._pictures.fetch(file.file_path or "")

    async def webhook(self) -> str:
        """Return the address that Telegram posts to."""
        try:
            await self._bot.initialize()
        except TelegramError as error:
            raise DeliveryFailed(str(error)) from error
        try:
            return (await self._bot.get_webhook_info()).url
        except TelegramError as error:
            raise DeliveryFailed(f"Telegram không trả lời: {type(error).__name__}") from error

    async def set_webhook(self, url: str) -> None:
        """Have Telegram post to an address, with the secret; what waited before is posted too."""
        try:
            await self._bot.initialize()
            await self._bot.set_webhook(
                url, secret_token=self._secret, allowed_updates=UPDATE_KINDS
            )
        except TelegramError as error:
            raise DeliveryFailed(f"Telegram từ chối địa chỉ này: {error}") from error

    async def poll(self, accept: Accept) -> None:
        """Ask Telegram for updates until cancelled: for trying out, without a public address.

        An update is on disk before the next request tells Telegram that it was seen.
        """
        offset = 0
        while True:
            retrying = retry_until_success(
                POLL_PAUSES, (httpx.HTTPError, *UNREADABLE), _log_poll_failure, self._sleep
            )
            updates: list[Any] = await retrying(self._fetch_updates, offset)
            for raw in updates:
                if not await self._accept_update(raw, accept):
                    await self._sleep(ACCEPT_PAUSE)
                    break
                offset = max(offset, raw["update_id"] + 1)

    async def _accept_update(self, raw: dict[str, Any], accept: Accept) -> bool:
        """Put an update on disk; False where it cannot be, True also where it is left out."""
        try:
            # A button's payload may have to be looked up.
            if message := await asyncio.to_thread(self._reader.read, raw):
                await accept(message)
        except InvalidMessage as error:
            # One bad update must not hold up those behind it.
            LOG.error("telegram: update %s left out: %s", raw["update_id"], error)
        except (Overloaded, SQLAlchemyError) as error:
            LOG.error("telegram: a message cannot be put on disk: %s", reason_of(error))
            return False
        return True

    async def _fetch_updates(self, offset: int) -> list[dict[str, Any]]:
        """Return the raw updates: python-telegram-bot reads all of them or none."""
        request = {
            "offset": offset, "timeout": TELEGRAM_POLL_SECONDS, "allowed_updates": UPDATE_KINDS,
        }  # fmt: skip
        timeout = TELEGRAM_POLL_SECONDS + POLL_GRACE_SECONDS
        async with httpx.AsyncClient(timeout=timeout, trust_env=False) as client:
            response = await client.post(f"{self._bot.base_url}/getUpdates", json=request)
        return [raw for raw in response.json()["result"] if _has_id(raw)]


def _has_id(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _log_poll_failure(error: BaseException, pause: float) -> None:
    LOG.error("telegram: %s; asking again in %.0f s", type(error).__name__, pause)


@contextlib.contextmanager
def _translated_errors() -> Iterator[None]:
    """Raise DeliveryFailed for whatever python-telegram-bot meets with while it sends."""
    try:
        yield
    except RetryAfter as error:
        raise DeliveryFailed("asked to wait", retry_after=_seconds(error)) from error
    except (Forbidden, InvalidToken, BadRequest) as error:
        raise DeliveryFailed(f"refused: {type(error).__name__}", final=True) from error
    except (TelegramError, RuntimeError, *UNREADABLE) as error:
        # RuntimeError: python-telegram-bot's word for a connection that is not set up yet.
        raise DeliveryFailed(f"unreachable: {type(error).__name__}") from error


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after if isinstance(after, (int, float)) else after.total_seconds())


def as_html(text: str) -> str:
    """Return a text escaped for Telegram; links to the documents become words."""
    escaped = html.escape(text, quote=False)
    return LINK.sub(lambda match: f'<a href="{html.escape(match[1])}">Xem trích dẫn</a>', escaped)
