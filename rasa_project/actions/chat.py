"""Greeting, help, thanks and goodbye, by the domain's own responses."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from knowledge.library import Library
from knowledge.model import Answer, Subject
from rasa_project.actions.domain_responses import INTRODUCTIONS, domain_response
from rasa_project.actions.message_answerer import MessageAnswerer, subject_slots
from rasa_project.actions.sending import send
from rasa_project.actions.tracker import intent_of, text_of


class ActionChat(Action):
    """Sends the response named after the intent, unless the message is a question after all."""

    def __init__(self, library: Library, answerer: MessageAnswerer) -> None:
        self._library, self._answerer = library, answerer

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_chat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Chat, or answer after all."""
        if found := self._answer_to_question(tracker):
            answer, subject = found
            send(dispatcher, await self._answerer.reworded(tracker, answer, subject), tracker)
            return subject_slots(subject)
        response = f"utter_{intent_of(tracker)}"
        answer = domain_response(domain, response, self._answerer.day(tracker))
        send(dispatcher, answer, tracker, is_introduction=response in INTRODUCTIONS)
        return []

    def _answer_to_question(self, tracker: Tracker) -> tuple[Answer, Subject] | None:
        """Return the answer to a message that was taken for chat; None where it is chat.

        What names a place, a year or a topic is a question. So is what the knowledge can answer:
        "tỷ lệ tốt nghiệp" is no "tốt quá".
        """
        question = self._library.parse(text_of(tracker))
        if question.places or question.years or question.topic:
            return self._answerer.answer(tracker)
        if not question.focus:
            return None
        answer, subject = self._answerer.answer(tracker)
        return (answer, subject) if answer.status == "answered" else None
