"""Greeting, help, thanks and goodbye: the domain's own responses, sent as Answers."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from knowledge.library import Library
from knowledge.model import Answer, Button
from knowledge.questions import Question
from rasa_project.actions.answer import ActionAnswer
from rasa_project.actions.conversation import send, text_of


class ActionChat(Action):
    """Says the response named after the intent; a message that names a place, year or topic is a question."""

    def __init__(self, library: Library, answer: ActionAnswer) -> None:
        self._library, self._answer = library, answer

    def name(self) -> str:
        """Give the name in the domain."""
        return "action_chat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Chat, or answer after all."""
        question = self._library.read(text_of(tracker))
        if question.places or question.years or question.topic or self._known(question, tracker):
            return await self._answer.run(dispatcher, tracker, domain)
        intent = str(tracker.latest_message["intent"]["name"])
        send(dispatcher, said(domain, f"utter_{intent}", self._answer, tracker), tracker)
        return []

    def _known(self, question: Question, tracker: Tracker) -> bool:
        """Whether the knowledge answers what was taken for chat: "tỷ lệ tốt nghiệp" is no "tốt quá"."""
        return bool(question.focus) and self._answer.ask(tracker)[0].status == "answered"


def said(domain: dict[str, Any], response: str, answer: ActionAnswer, tracker: Tracker) -> Answer:
    """Make an Answer of one of the domain's responses."""
    words = domain["responses"][response][0]
    buttons = tuple(
        Button(button["title"], button["payload"]) for button in words.get("buttons", ())
    )
    return Answer("chat", words["text"], answer.day(tracker), buttons=buttons)
