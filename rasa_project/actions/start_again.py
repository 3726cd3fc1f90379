"""Starting again: the conversation forgets what it was about."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, Restarted
from rasa_sdk.executor import CollectingDispatcher

from rasa_project.actions.answer import ActionAnswer
from rasa_project.actions.chat import said
from rasa_project.actions.conversation import confidence_of, send

#: Forgetting cannot be undone: less sure than this, the message is answered as a question.
SURE = 0.6


class ActionStartAgain(Action):
    """Forgets places, years and topics."""

    def __init__(self, answer: ActionAnswer) -> None:
        self._answer = answer

    def name(self) -> str:
        """Give the name in the domain."""
        return "action_start_again"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Start again when that was clearly asked."""
        if confidence_of(tracker) < SURE:
            return await self._answer.run(dispatcher, tracker, domain)
        send(dispatcher, said(domain, "utter_restart", self._answer, tracker), tracker)
        return [AllSlotsReset(), Restarted()]
