"""A dialogue that answers pictures too: what text it is, then what the dialogue knows of that text."""

from __future__ import annotations

import logging
from collections import OrderedDict
from contextlib import suppress

from bot.delivery.limits import RateLimit
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import Dialogue, UserMessage
from bot.errors import DialogueUnavailable, RefusedPicture, TooManyRequests
from bot.pictures import notices
from bot.pictures.parameters import MAX_REMEMBERED
from bot.pictures.picture_reader import PictureReader, PictureReading, require_picture
from bot.vietnam_time import today

LOG = logging.getLogger(__name__)
#: What begins a conversation anew: a question after an unknown text is not about the one before.
START_AGAIN = "Bắt đầu lại"
#: Answers that show that a question could not be told what it is about.
UNKNOWN = ("clarify", "not_found")


class PictureDialogue:
    """A dialogue, and a reader for the pictures; of a person one picture at a time, so many a minute.

    What a picture says is in its answer alone. A text that is held becomes what the conversation is
    about; after any other, a question that cannot be answered is told that the picture is gone.
    """

    def __init__(self, dialogue: Dialogue, reader: PictureReader, rate: RateLimit) -> None:
        self._dialogue, self._reader, self._rate = dialogue, reader, rate
        self._reading: set[str] = set()
        self._gone: OrderedDict[str, None] = OrderedDict()

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Return the answers to a message. Raise DialogueUnavailable where it cannot be asked."""
        if message.picture is None:
            return await self._ask_after_picture(message)
        try:
            reading = await self._read(message, message.picture)
        except RefusedPicture as refusal:
            return [plain_answer("chat", str(refusal), message.as_of)]
        return [reading.answer, *await self._go_on(message, reading)]

    async def ready(self) -> bool:
        """Whether a message could be answered now."""
        return await self._dialogue.ready()

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation."""
        self._gone.pop(conversation, None)
        await self._dialogue.forget(conversation)

    async def _read(self, message: UserMessage, picture: bytes) -> PictureReading:
        require_picture(picture)
        person = message.conversation
        if person in self._reading:
            raise RefusedPicture(notices.BUSY)
        try:
            await self._rate.hit(person)
        except TooManyRequests:
            raise RefusedPicture(notices.TOO_MANY) from None
        self._reading.add(person)
        try:
            return await self._reader.read(picture, message.as_of or today())
        finally:
            self._reading.discard(person)

    async def _go_on(self, message: UserMessage, reading: PictureReading) -> list[Answer]:
        """Return what is known of the text held, and the answer to what was written to the picture."""
        self._gone.pop(message.conversation, None)
        if not reading.question:
            self._note_gone(message.conversation)
            await self._ask_of_text(message, START_AGAIN)
        asked = [text for text in (reading.question, message.text) if text]
        found = [answer for text in asked for answer in await self._ask_of_text(message, text)]
        return [answer for answer in found if answer.status == "answered"]

    async def _ask_of_text(self, message: UserMessage, text: str) -> list[Answer]:
        """Ask in the conversation; a dialogue that is away does not take the reading from anyone."""
        with suppress(DialogueUnavailable):
            question = UserMessage(
                message.conversation, text, message.as_of, channel=message.channel
            )
            return await self._dialogue.ask(question)
        LOG.warning("a picture was answered without the dialogue")
        return []

    async def _ask_after_picture(self, message: UserMessage) -> list[Answer]:
        is_gone = message.conversation in self._gone
        answers = await self._dialogue.ask(message)
        self._gone.pop(message.conversation, None)
        if not is_gone or not answers or answers[0].status not in UNKNOWN:
            return answers
        first = answers[0].model_copy(update={"text": f"{notices.NOT_KEPT}\n{answers[0].text}"})
        return [first, *answers[1:]]

    def _note_gone(self, conversation: str) -> None:
        self._gone[conversation] = None
        if len(self._gone) > MAX_REMEMBERED:
            self._gone.popitem(last=False)
