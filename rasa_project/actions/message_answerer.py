"""The library is asked for a conversation's latest message; a failure becomes an answer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import date

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from knowledge.answering import message
from knowledge.library import Library
from knowledge.model import Answer, Subject
from rasa_project.actions.parameters import MIN_HINT_CONFIDENCE
from rasa_project.actions.tracker import (
    as_of,
    confidence_of,
    intent_of,
    subject_of,
    text_of,
)

LOG = logging.getLogger(__name__)
#: The intents of questions on campaigns begin so; what follows is the topic, if there is one. Those on
#: the law are hints as they stand (`law_money`).
QUESTION_PREFIX = "ask_"
#: Words an answer to a question anew; returns it as it is where that cannot be done.
Reword = Callable[[str, Answer], Awaitable[Answer]]


class MessageAnswerer:
    """Answers from a library; `today` is the default day of an answer.

    `reword` is None where answers are told as they are found.
    """

    def __init__(
        self, library: Library, today: Callable[[], date], reword: Reword | None = None
    ) -> None:
        self._library, self._today, self._reword = library, today, reword

    def answer(self, tracker: Tracker) -> tuple[Answer, Subject]:
        """Return the answer to the latest message, and what the conversation is about then."""
        day, subject = self.day(tracker), subject_of(tracker)
        try:
            return self._library.answer(text_of(tracker), subject, day, _hint(tracker))
        except Exception:
            # The edge towards Rasa: an exception here would leave the person with an empty reply.
            LOG.exception("answering failed")
            return Answer("unavailable", message("unavailable"), day), subject

    async def reworded(self, tracker: Tracker, answer: Answer, subject: Subject) -> Answer:
        """Return an answer to the latest message in a writer's words, or as it is.

        `subject` is what the conversation is about after it: it holds the question with what it leans
        on.
        """
        if self._reword is None:
            return answer
        try:
            return await self._reword(subject.asked or text_of(tracker), answer)
        except Exception:
            # Words are never worth an answer that was found.
            LOG.exception("rewording failed")
            return answer

    def day(self, tracker: Tracker) -> date:
        """Return the day that the latest message asks about."""
        return as_of(tracker, self._today)


def _hint(tracker: Tracker) -> str | None:
    """Return what Rasa takes the question to ask; None where it is not sure."""
    if confidence_of(tracker) < MIN_HINT_CONFIDENCE:
        return None
    return intent_of(tracker).removeprefix(QUESTION_PREFIX)


def subject_slots(subject: Subject) -> list[EventType]:
    """Return the events that remember what the conversation is about."""
    return [SlotSet(name, value) for name, value in vars(subject).items()]
