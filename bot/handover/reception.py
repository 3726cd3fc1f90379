"""The dialogue with people of the office behind it: it hears who wants one, and is silent for them.

Stands before the dialogue on every channel alike. What staff are to read goes to the transcript; all
else goes on to the dialogue, its personal data masked as ever.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError

from bot.accounts.accounts import Accounts
from bot.delivery.personal_data import mask
from bot.dialogue.answers import Answer, Button, plain_answer
from bot.dialogue.dialogue import Dialogue, UserMessage
from bot.dialogue.tracker_store import TrackerStore
from bot.handover import notices, wording
from bot.handover.background import Background
from bot.handover.outgoing import window_days
from bot.handover.parameters import MAX_PERSON_TEXT
from bot.handover.queue import Clock, Handover, Queue, Reason, Request
from bot.handover.records import HandoverRecords
from bot.handover.transcript import NewLine
from bot.operations.turn_journal import UNKNOWN
from bot.setting_groups.office_hours import OfficeHours
from bot.settings import Settings
from database import Database, reason_of

LOG = logging.getLogger(__name__)
#: Buttons that an app shows: one more must find room.
MAX_BUTTONS = 5
CONSENT_BUTTONS = (
    Button(title=notices.AGREE_TITLE, payload=wording.AGREE),
    Button(title=notices.MASKED_TITLE, payload=wording.MASKED),
    Button(title=notices.STOP_TITLE, payload=wording.STOP),
)
STOP_BUTTONS = (Button(title=notices.STOP_TITLE, payload=wording.STOP),)
#: Answers of ours in place of the dialogue's, none for silence; None where it is to be asked.
Reply = list[Answer] | None


@dataclass(frozen=True)
class HandoverParts:
    """What the reception works with."""

    queue: Queue
    records: HandoverRecords
    background: Background
    hours: OfficeHours
    contact: str = ""


class AttendedDialogue:
    """A dialogue behind a reception."""

    def __init__(self, dialogue: Dialogue, parts: HandoverParts, clock: Clock = time.time) -> None:
        self._dialogue, self._clock = dialogue, clock
        self._queue, self._records = parts.queue, parts.records
        self._background, self._hours = parts.background, parts.hours
        self._contact = parts.contact

    async def ask(self, message: UserMessage) -> list[Answer]:
        """Return the answers to a message; none where staff answer it."""
        try:
            reply = await asyncio.to_thread(self._receive, message)
        except SQLAlchemyError as error:
            # Whoever waits for staff waits on; a question is answered all the same.
            LOG.error("who attends a conversation cannot be told: %s", reason_of(error))
            reply = None
        if reply is not None:
            return reply
        answers = await self._dialogue.ask(replace(message, verbatim="", address={}))
        if self._hours and answers and answers[-1].status in UNKNOWN:
            return await self._with_offer(message.conversation, answers)
        return answers

    async def ready(self) -> bool:
        """Whether a message could be answered now."""
        return await self._dialogue.ready()

    async def forget(self, conversation: str) -> None:
        """Erase what is kept of a conversation, here and in the dialogue."""
        await self._dialogue.forget(conversation)
        await asyncio.to_thread(self._records.forget, conversation)

    async def is_silent(self, conversation: str) -> bool:
        """Whether the assistant leaves a conversation to staff."""
        try:
            return await asyncio.to_thread(self._queue.is_silent, conversation)
        except SQLAlchemyError:
            return False

    async def offer(self, conversation: str) -> Button | None:
        """Return the button that offers a person where two answers in a row were of no use."""
        if not self._hours or not await asyncio.to_thread(self._is_stuck, conversation):
            return None
        is_open = self._hours.are_open(self._clock())
        title = notices.OFFER if is_open else notices.OFFER_LATER
        return Button(title=title, payload=wording.ASK)

    async def _with_offer(self, conversation: str, answers: list[Answer]) -> list[Answer]:
        try:
            button = await self.offer(conversation)
        except SQLAlchemyError as error:
            LOG.error("whether to offer a person cannot be told: %s", reason_of(error))
            return answers
        if button is None:
            return answers
        buttons = (*answers[-1].buttons[: MAX_BUTTONS - 1], button)
        return [*answers[:-1], answers[-1].model_copy(update={"buttons": buttons})]

    def _is_stuck(self, conversation: str) -> bool:
        return self._background.is_troubled(conversation) and not self._queue.going_on(conversation)

    def _receive(self, message: UserMessage) -> Reply:
        handover = self._queue.going_on(message.conversation)
        if handover is None:
            return self._begin(message) if wording.is_request(message.text) else None
        receive: Callable[[UserMessage, Handover], Reply] = {
            "asked": self._hear_consent, "leaving": self._take_message,
            "waiting": self._keep_waiting, "taken": self._pass_on,
        }[handover.state]  # fmt: skip
        return receive(message, handover)

    def _begin(self, message: UserMessage) -> Reply:
        """Ask whether staff may read on, or say whom to turn to where there are none."""
        if not self._hours:
            nobody = notices.NOBODY.format(contact=self._contact)
            return [_answer(nobody)] if self._contact else None
        conversation = message.conversation
        origin = self._background.origin(message.channel, message.address)
        if self._queue.is_crowded(origin):
            return [_answer(notices.CROWDED)]
        reason: Reason = "trouble" if self._background.is_troubled(conversation) else "asked"
        place = self._background.place(conversation)
        self._queue.ask(Request(conversation, message.channel, origin, place, reason))
        return [_answer(notices.CONSENT, CONSENT_BUTTONS, "asked")]

    def _hear_consent(self, message: UserMessage, handover: Handover) -> Reply:
        if wording.is_request(message.text):
            return [_answer(notices.CONSENT, CONSENT_BUTTONS, "asked")]
        may_read = wording.is_agreement(message.text)
        if not may_read and not wording.is_masked_agreement(message.text):
            self._queue.end(handover, "person")
            return [_answer(notices.NOT_HANDED)] if wording.is_stopping(message.text) else None
        is_live = self._hours.are_open(self._clock())
        earlier = self._background.earlier(message.conversation)
        self._queue.join(handover, may_read=may_read, is_live=is_live, earlier=earlier)
        if not is_live:
            return [self._later(notices.LEAVE, handover, "leaving")]
        return [self._standing(notices.QUEUED, handover)]

    def _take_message(self, message: UserMessage, handover: Handover) -> Reply:
        if wording.is_stopping(message.text):
            return self._stop(handover)
        if not message.text or _is_about_the_queue(message.text):
            is_picture = message.picture is not None
            notice = notices.LEAVE_WORDS if is_picture else notices.LEAVE
            return [self._later(notice, handover, "leaving")]
        line = self._line(message, handover)
        self._queue.add(handover, line)
        return [*_told_of_cut(line), self._later(notices.LEFT, handover, "left")]

    def _keep_waiting(self, message: UserMessage, handover: Handover) -> Reply:
        if wording.is_stopping(message.text, clearly=not handover.is_live):
            return self._stop(handover)
        if not handover.is_live:
            return self._go_on(message, handover)
        if _is_about_the_queue(message.text):
            return [self._standing(notices.QUEUED, handover)]
        line = self._line(message, handover)
        if not self._queue.add(handover, line):
            return None
        is_picture = message.picture is not None
        standing = notices.PICTURE_KEPT if is_picture else notices.KEPT
        return [*_told_of_cut(line), self._standing(standing, handover)]

    def _go_on(self, message: UserMessage, handover: Handover) -> Reply:
        """Have the dialogue answer someone who has left a message, unless there is another to leave."""
        if wording.is_request(message.text):
            self._queue.add_more(handover)
            return [self._later(notices.LEAVE, handover, "leaving")]
        self._queue.touch(handover)
        return None

    def _pass_on(self, message: UserMessage, handover: Handover) -> Reply:
        if wording.is_stopping(message.text):
            return self._stop(handover)
        line = self._line(message, handover)
        if not self._queue.add(handover, line):
            return None
        # Else who sent a picture would wait for an answer to what nobody has seen.
        unseen = [] if message.picture is None else [_answer(notices.PICTURE_NOT_SEEN)]
        return [*_told_of_cut(line), *unseen]

    def _stop(self, handover: Handover) -> list[Answer]:
        self._queue.end(handover, "person", notices.PERSON_STOPPED)
        return [_answer(notices.STOPPED, state="ended")]

    def _line(self, message: UserMessage, handover: Handover) -> NewLine:
        """Return a message as staff read it: as it was typed only where they may, no picture of it."""
        may_read = handover.state == "taken" and handover.agreed > 0
        text = (message.verbatim if may_read else "") or mask(message.text)
        if message.picture is not None:
            text = f"{notices.PICTURE}\n{text}".strip()
        text = text or notices.NO_TEXT
        if len(text) > MAX_PERSON_TEXT:
            text = text[:MAX_PERSON_TEXT] + notices.CUT
        return NewLine(f"person {message.id or uuid.uuid4().hex}", "person", text)

    def _standing(self, notice: str, handover: Handover) -> Answer:
        place = notices.place_in_queue(self._queue.ahead(handover))
        return _answer(notice.format(place=place), STOP_BUTTONS, "waiting")

    def _later(self, notice: str, handover: Handover, state: str) -> Answer:
        return _answer(later(notice, handover, self._hours, self._clock()), STOP_BUTTONS, state)


def attended(
    settings: Settings,
    database: Database,
    trackers: TrackerStore,
    dialogue: Dialogue,
    pseudonym: Callable[[str], str],
) -> AttendedDialogue:
    """Return a dialogue with people of the office behind it.

    `pseudonym` returns the name that a conversation has in the journal.
    """
    parts = HandoverParts(
        Queue(database),
        HandoverRecords(database),
        Background(database, trackers, pseudonym, Accounts(database).with_permission_to_attend),
        settings.handover.office_hours,
        settings.contact,
    )
    return AttendedDialogue(dialogue, parts)


def later(notice: str, handover: Handover, hours: OfficeHours, now: float) -> str:
    """Return a notice that says when staff answer."""
    told = notices.when(hours.next_opening(now), window_days(handover.channel))
    return notice.format(when=told)


def _told_of_cut(line: NewLine) -> list[Answer]:
    return [_answer(notices.TOO_LONG)] if line.text.endswith(notices.CUT) else []


def _is_about_the_queue(text: str) -> bool:
    return wording.is_request(text) or text in (wording.AGREE, wording.MASKED)


def _answer(text: str, buttons: Sequence[Button] = (), state: str = "") -> Answer:
    """Return a notice; `about` tells the web page how the hand-over stands."""
    about = {"handover": state} if state else {}
    changes = {"buttons": tuple(buttons), "about": about}
    return plain_answer("chat", text, None).model_copy(update=changes)
