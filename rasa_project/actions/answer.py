"""Answering a question."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from rasa_project.actions.message_answerer import MessageAnswerer, subject_slots
from rasa_project.actions.sending import send


class ActionAnswer(Action):
    """Answers, and remembers what the conversation is about."""

    def __init__(self, answerer: MessageAnswerer) -> None:
        self._answerer = answerer

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Send the answer to the latest message."""
        answer, subject = self._answerer.answer(tracker)
        send(dispatcher, await self._answerer.reworded(tracker, answer, subject), tracker)
        return subject_slots(subject)
