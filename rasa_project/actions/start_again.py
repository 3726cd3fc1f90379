"""Starting again: the conversation forgets what it was about."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, Restarted
from rasa_sdk.executor import CollectingDispatcher

from rasa_project.actions.domain_responses import domain_response
from rasa_project.actions.message_answerer import MessageAnswerer, subject_slots
from rasa_project.actions.parameters import MIN_RESTART_CONFIDENCE
from rasa_project.actions.sending import send
from rasa_project.actions.tracker import confidence_of


class ActionStartAgain(Action):
    """Forgets places, years and topics, where that was clearly asked."""

    def __init__(self, answerer: MessageAnswerer) -> None:
        self._answerer = answerer

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_start_again"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Start again, or answer what may as well be a question."""
        if confidence_of(tracker) < MIN_RESTART_CONFIDENCE:
            answer, subject = self._answerer.answer(tracker)
            send(dispatcher, answer, tracker)
            return subject_slots(subject)
        day = self._answerer.day(tracker)
        send(dispatcher, domain_response(domain, "utter_restart", day), tracker)
        return [AllSlotsReset(), Restarted()]
