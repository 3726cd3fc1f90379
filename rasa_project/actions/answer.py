"""Answering a question."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.library import Library
from knowledge.model import Answer, Subject
from knowledge.phrasing import say
from rasa_project.actions.conversation import as_of, send, subject_of, text_of

LOG = logging.getLogger(__name__)


class ActionAnswer(Action):
    """Asks the library; whatever goes wrong there, the person gets a sentence and never an empty reply."""

    def __init__(self, library: Library, today: Callable[[], date]) -> None:
        self._library, self._today = library, today

    def name(self) -> str:
        """Give the name in the domain."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer, and remember what the conversation is about."""
        answer, subject = self.ask(tracker)
        send(dispatcher, answer, tracker)
        return subject_slots(subject)

    def ask(self, tracker: Tracker) -> tuple[Answer, Subject]:
        """Ask the library; a failure becomes an answer that says so."""
        intent = str((tracker.latest_message.get("intent") or {}).get("name") or "")
        hint = intent.removeprefix("ask_") if intent.startswith("ask_") else None
        day, subject = as_of(tracker, self._today), subject_of(tracker)
        try:
            return self._library.answer(text_of(tracker), subject, day, hint)
        except Exception:
            # The edge towards Rasa: an exception here would leave the person with an empty reply.
            LOG.exception("answering failed")
            return Answer("unavailable", say("unavailable"), day), subject

    def day(self, tracker: Tracker) -> date:
        """Give the day a message is asked for."""
        return as_of(tracker, self._today)


def subject_slots(subject: Subject) -> list[EventType]:
    """Set what the conversation is about."""
    return [SlotSet(name, value) for name, value in vars(subject).items()]
