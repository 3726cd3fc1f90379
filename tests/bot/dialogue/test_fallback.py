"""When only the dialogue is away, what stands by itself is answered from the knowledge, and says so."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import ScriptedDialogue, UserMessage
from bot.dialogue.fallback import FallbackDialogue
from bot.errors import DialogueUnavailable
from knowledge.answering import MAX_ANSWER, message
from knowledge.library import Library
from tests.conftest import DAY


class Away(ScriptedDialogue):
    """A dialogue whose process does not answer."""

    async def ask(self, message: UserMessage) -> list[Answer]:
        raise DialogueUnavailable("gone")


def alone(text: str, day: date) -> Answer | None:
    return plain_answer("answered", f"Riêng: {text}", day) if "?" in text else None


def ask(dialogue: FallbackDialogue, text: str) -> list[Answer]:
    return asyncio.run(dialogue.ask(UserMessage("c", text, DAY)))


def test_the_dialogue_answers_while_it_is_there() -> None:
    answer = plain_answer("chat", "Chào.", DAY)
    assert ask(FallbackDialogue(ScriptedDialogue({"chào?": answer}), alone), "chào?") == [answer]


def test_the_knowledge_answers_in_its_place_or_it_is_told_as_unavailable() -> None:
    (answer,) = ask(FallbackDialogue(Away({}), alone), "chủ đề?")
    assert (answer.text, answer.as_of) == ("Riêng: chủ đề?", DAY)
    with pytest.raises(DialogueUnavailable):
        ask(FallbackDialogue(Away({}), alone), "chủ đề")


@pytest.mark.parametrize(
    "asked",
    ["Chủ đề thi đua năm 2022 của Bắc Giang?", "ty le che phu rung cua cho don nam 2022", "Lao động tiên tiến được thưởng bao nhiêu?"],
)  # fmt: skip
def test_a_question_that_stands_by_itself_is_answered_and_marked(
    starter: Library, asked: str
) -> None:
    answer = starter.answer_alone(asked, DAY)
    assert answer
    assert answer.status == "answered"
    assert answer.citations
    assert answer.text.endswith(message("alone"))
    assert len(answer.text) <= MAX_ANSWER


@pytest.mark.parametrize(
    "leaning",
    ["Còn năm 2023?", "Ai phát động?", "3 năm", "2", "không", "cá nhân", "dừng", "à nhầm, 3 năm", "xin chào", "cảm ơn nhé", "", "?"],
)  # fmt: skip
def test_what_leans_on_what_was_said_before_is_not_answered_alone(
    starter: Library, leaning: str
) -> None:
    assert starter.answer_alone(leaning, DAY) is None
