"""What is entered of a turn: no words of what was answered, no name of who asked."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import ScriptedDialogue, UserMessage
from bot.dialogue.parameters import MAX_RECORDED_QUESTION
from bot.dialogue.turn_recorder import RecordedDialogue
from bot.errors import DialogueUnavailable
from bot.operations.logs import CURRENT_TURN
from bot.operations.metrics import Metrics
from bot.operations.turn_journal import TurnJournal, TurnRecord
from database import Database
from tests.answers import make_answer

ANSWER = make_answer("Chủ đề là…", about={"topic": "theme", "place": "Bắc Giang", "year": 2022})


class Named(ScriptedDialogue):
    """Notes in which turn it was asked; is away when asked for nothing."""

    turn = ""

    async def ask(self, message: UserMessage) -> list[Answer]:
        self.turn = CURRENT_TURN.get().id
        if not message.text:
            raise DialogueUnavailable("gone")
        return await super().ask(message)


def entries(journal: TurnJournal) -> list[TurnRecord]:
    return journal.since(0)


def test_a_turn_is_entered_with_what_it_was_about(conversations: Database) -> None:
    journal, dialogue = TurnJournal(conversations), Named({"chủ đề Bắc Giang": ANSWER})
    turns = RecordedDialogue(dialogue, Metrics(), journal, lambda name: f"hash of {len(name)}")
    assert asyncio.run(turns.ask(UserMessage("anh Nam", "chủ đề Bắc Giang", channel="zalo"))) == [
        ANSWER
    ]
    asyncio.run(turns.ask(UserMessage("anh Nam", "không có " + "x" * 900)))
    with pytest.raises(DialogueUnavailable):
        asyncio.run(turns.ask(UserMessage("chị Lan", "")))
    first, second, third = entries(journal)
    assert (first.status, first.topic, first.place, first.channel, first.question) == (
        "answered",
        "theme",
        "Bắc Giang",
        "zalo",
        "",
    )
    assert (second.status, len(second.question)) == ("not_found", MAX_RECORDED_QUESTION)
    assert (third.status, third.turn) == ("unavailable", dialogue.turn)
    assert len({first.turn, second.turn, third.turn}) == 3
    assert first.conversation == "hash of 7"
    assert "anh Nam" not in str(journal.since(0))
    asyncio.run(turns.forget("anh Nam"))
    assert entries(journal) == []


def test_a_journal_that_cannot_be_written_takes_no_answer_away(conversations: Database) -> None:
    with conversations.writing() as connection:
        connection.execute(text("DROP TABLE turns"))
    turns = RecordedDialogue(
        ScriptedDialogue({"chào": ANSWER}), Metrics(), TurnJournal(conversations), str
    )
    assert asyncio.run(turns.ask(UserMessage("c", "chào"))) == [ANSWER]
