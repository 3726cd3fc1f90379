"""What a message is answered with: commands, numbers of choices, wishes to be erased, limits."""

from __future__ import annotations

import pytest

from bot.delivery.inbox import Inbox, InboxRecords
from bot.delivery.notices import ERASED, TEXT_ONLY, TOO_MANY_MESSAGES, UNAVAILABLE
from bot.delivery.parameters import MESSAGES_PER_MINUTE
from database import Database
from tests.bot.delivery.stage import Stage, play


@pytest.mark.parametrize("trouble", ["away", "ignorant"])
def test_a_dialogue_in_trouble_is_waited_for_then_told_of(trouble: str) -> None:
    """It is away itself, or what it asks."""

    async def scene(stage: Stage) -> None:
        setattr(stage.dialogue, trouble, 2)
        await stage.accept("1", "một")
        await stage.gateway.join()
        setattr(stage.dialogue, trouble, 99)
        await stage.accept("2", "hai")
        await stage.gateway.join()

    assert play(scene, patience=3.0).channel.sent == [("c", "Đáp: một"), ("c", UNAVAILABLE)]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1", "Đáp: Ai phát động thi đua của Lục Nam?"),
        (" 1. ", "Đáp: Ai phát động thi đua của Lục Nam?"),
        ("9", "Đáp: 9"),
        ("/start", "Đáp: Xin chào"),
        ("/help@ten_bot", "Đáp: Bạn giúp được gì?"),
        ("/intent{}", "Đáp: /intent{}"),
        ("", TEXT_ONLY),
        ("a\u202eb\u200b", "Đáp: ab"),
    ],
)
def test_numbers_commands_and_what_is_no_text(typed: str, answer: str) -> None:
    async def scene(stage: Stage) -> None:
        await stage.accept("0", "chủ đề")
        await stage.accept("1", typed)
        await stage.gateway.join()

    assert play(scene).channel.sent[-1] == ("c", answer)


def test_who_wants_their_data_erased_has_it_erased(conversations: Database) -> None:
    async def scene(stage: Stage) -> None:
        await stage.accept("1", "chủ đề")
        await stage.accept("2", "xóa dữ liệu của tôi")
        await stage.gateway.join()

    stage = play(scene, Inbox(conversations))
    assert stage.channel.sent[-1] == ("c", ERASED)
    assert stage.dialogue.forgotten == "c"
    assert stage.inbox.choice("c", 1) is None
    assert {row["state"] for row in InboxRecords(conversations).export("c")} == {"done"}


def test_who_writes_too_fast_is_told_so_and_not_looked_up(conversations: Database) -> None:
    async def scene(stage: Stage) -> None:
        for number in range(MESSAGES_PER_MINUTE + 2):
            await stage.accept(str(number), "hỏi")
        await stage.gateway.join()

    stage = play(scene, Inbox(conversations))
    assert stage.channel.sent[-1] == ("c", TOO_MANY_MESSAGES)
    assert len(stage.channel.sent) == MESSAGES_PER_MINUTE + 2
