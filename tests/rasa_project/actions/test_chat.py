"""Chat by the domain's responses; what is a question after all is answered, asked for once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.settings import ROOT
from knowledge.answering import MAX_ANSWER, message
from knowledge.library import Library
from knowledge.model import Answer, Subject
from knowledge.understanding import Question
from rasa_project.actions.chat import ActionChat
from rasa_project.actions.domain_responses import INTRODUCTIONS
from rasa_project.actions.message_answerer import MessageAnswerer
from tests.conftest import DAY

DOMAIN = yaml.safe_load((ROOT / "rasa_project/domain/domain.yml").read_text(encoding="utf-8"))
BOT = {"event": "bot"}


class CountingLibrary:
    """A library that counts how often it is asked."""

    def __init__(self, library: Library) -> None:
        self._library, self.asked = library, 0

    def parse(self, text: str) -> Question:
        return self._library.parse(text)

    def answer(self, *arguments: Any) -> tuple[Answer, Subject]:
        self.asked += 1
        return self._library.answer(*arguments)


def chat(
    library: Any, typed: str, intent: str, events: list[Any], **metadata: str
) -> dict[str, Any]:
    """Say something that Rasa takes for chat and return the answer."""
    message = {"text": typed, "intent": {"name": intent}, "metadata": metadata}
    tracker = Tracker("t", {}, message, events, False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    action = ActionChat(library, MessageAnswerer(library, lambda: DAY))
    asyncio.run(action.run(dispatcher, tracker, DOMAIN))
    (sent,) = dispatcher.messages
    answer: dict[str, Any] = sent["custom"]
    return answer


@pytest.mark.parametrize(
    ("typed", "intent", "status", "asked"),
    [
        ("xin chào", "greet", "chat", 0),
        ("tốt quá", "thanks", "chat", 1),
        ("Chủ đề thi đua năm 2022 của Bắc Giang?", "greet", "answered", 1),
        ("tỷ lệ che phủ rừng", "thanks", "answered", 1),
    ],
)
def test_a_question_is_asked_once_and_chat_is_answered_by_the_domain(
    starter: Library, typed: str, intent: str, status: str, asked: int
) -> None:
    counting = CountingLibrary(starter)
    answer = chat(counting, typed, intent, [BOT])
    assert answer["status"] == status
    assert counting.asked == asked
    if status == "chat":
        assert answer["text"] == DOMAIN["responses"][f"utter_{intent}"][0]["text"]


@pytest.mark.parametrize("intent", ["greet", "help", "thanks", "goodbye", "stop"])
def test_only_the_first_reply_says_that_a_machine_answers_and_says_it_once(
    library: Library, intent: str
) -> None:
    first = chat(library, "chào", intent, [])["text"]
    assert ("trợ lý tự động" in first, first.count("trợ lý tự động")) == (True, 1)
    assert "liên hệ" in first
    assert "liên hệ" not in chat(library, "chào", intent, [BOT])["text"]
    assert "liên hệ" in chat(library, "chào", intent, [BOT, {"event": "restart"}])["text"]


def test_the_introductions_are_those_responses_that_say_so() -> None:
    saying = {
        name for name, variants in DOMAIN["responses"].items() if "trợ lý tự động" in variants[0]["text"]
    }  # fmt: skip
    assert saying == INTRODUCTIONS
    assert "trợ lý tự động" in message("machine")


def test_the_contact_is_the_operator_s_and_leaves_the_answer_its_room(library: Library) -> None:
    assert "liên hệ Phòng TĐKT." in chat(library, "chào", "help", [], contact="Phòng TĐKT")["text"]
    assert len(chat(library, "chào", "help", [], contact="x" * 5000)["text"]) <= MAX_ANSWER
