"""Telegram's updates become messages: who is spoken to in a group, what a pressed button says.

https://core.telegram.org/bots/api#update, read by python-telegram-bot.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.channels.channel import NameConversation
from bot.channels.parameters import MAX_CALLBACK_DATA
from bot.delivery.gateway import InboundMessage
from bot.delivery.inbox import Inbox
from bot.errors import InvalidMessage

#: How the callback data begins that stands for a payload kept in the inbox.
STORED_PREFIX = "#k:"


class CallbackData:
    """What Telegram's buttons carry: a short payload itself, a long one as a key to it."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def encode(self, payload: str) -> str:
        """Return the callback data for a payload, which is kept where it is too long."""
        fits = len(payload.encode()) <= MAX_CALLBACK_DATA
        if fits and not payload.startswith(STORED_PREFIX):
            return payload
        key = STORED_PREFIX + hashlib.sha256(payload.encode()).hexdigest()[:32]
        self._inbox.save_payload(key, payload)
        return key

    def decode(self, data: str) -> str:
        """Return the payload for callback data; empty where its key is not known."""
        if not data.startswith(STORED_PREFIX):
            return data
        return self._inbox.payload(data) or ""


class UpdateReader:
    """Reads updates for one bot; `username` is the bot's own, once it is known."""

    def __init__(
        self, bot: Bot, callback_data: CallbackData, name_conversation: NameConversation
    ) -> None:
        self._bot, self._callback_data = bot, callback_data
        self._name_conversation = name_conversation
        self.username = ""

    def read(self, raw: Any) -> InboundMessage | None:
        """Return an update's message; None for one that is not for the bot.

        Raise InvalidMessage where python-telegram-bot cannot read it.
        """
        try:
            update = Update.de_json(raw, self._bot)
            return self._message(update) if update else None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidMessage("no Telegram update") from error

    def _message(self, update: Update) -> InboundMessage | None:
        if query := update.callback_query:
            return self._pressed(update, query)
        message = update.message or update.edited_message
        if message is None or message.from_user is None or message.from_user.is_bot:
            return None
        text = message.text or message.caption or ""
        if message.chat.type != ChatType.PRIVATE:
            if not self._is_addressed(message, text):
                return None
            mention = rf"@{re.escape(self.username)}\b"
            text = re.sub(mention, "", text, flags=re.IGNORECASE).strip()
        chat, reply_to = message.chat.id, message.message_id if update.message else None
        address = {"chat": chat, "reply_to": reply_to, **_picture(message)}
        return InboundMessage(
            str(update.update_id), self._conversation(chat, message.from_user.id), text, address
        )

    def _pressed(self, update: Update, query: CallbackQuery) -> InboundMessage | None:
        """A pressed button says its payload; one under a message too old to be known, nothing."""
        if query.message is None or not query.data:
            return None
        chat = query.message.chat.id
        address = {"chat": chat, "reply_to": None, "query": query.id}
        return InboundMessage(
            str(update.update_id),
            self._conversation(chat, query.from_user.id),
            self._callback_data.decode(query.data),
            address,
        )

    def _is_addressed(self, message: Message, text: str) -> bool:
        """Whether someone in a group names the bot, replies to it or sends it a command."""
        original = message.reply_to_message
        author = original.from_user if original else None
        if author is not None and author.id == self._bot.id:
            return True
        is_command = text.startswith("/") and "@" not in text.split()[0]
        return is_command or f"@{self.username}".lower() in text.lower()

    def _conversation(self, chat: int, person: int) -> str:
        return self._name_conversation(f"telegram:{chat}:{person}")


def _picture(message: Message) -> dict[str, str]:
    """Return the id of a picture's file, sent as a photo or as a file; nothing for anything else."""
    if message.photo:
        # The same picture in several sizes, the largest last.
        return {"picture": message.photo[-1].file_id}
    file = message.document
    if file and (file.mime_type or "").startswith("image/"):
        return {"picture": file.file_id}
    return {}
