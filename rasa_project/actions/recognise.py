"""Slots from the words of a message, recognised by knowledge.vocabulary."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.library import Library
from rasa_project.actions.conversation import text_of


class ActionRecognise(Action):
    """Fills place, year and topic when nothing is known of them yet; later ones are set by what was answered.

    A follow-up ("Còn Ninh Bình?") needs the topic before it, so what is already there is left to action_answer.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """Give the name in the domain."""
        return "action_recognise"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Set the slots that are empty."""
        question = self._library.read(text_of(tracker))
        seen = {
            "place": question.places[0].name if question.places else None,
            "year": question.years[0] if question.years else None,
            "topic": question.topic.topic if question.topic else None,
        }
        return [SlotSet(name, value) for name, value in seen.items() if value and not tracker.get_slot(name)]
