"""What a message is answered with: commands, numbers of choices, wishes to be erased, limits."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.gateway import InboundMessage
from bot.delivery.inbox import Inbox, InboxRecords
from bot.delivery.notices import ERASED, TEXT_ONLY, TOO_MANY_MESSAGES, UNAVAILABLE
from bot.delivery.parameters import MESSAGES_PER_MINUTE
from bot.pictures import notices
from database import Database
from tests.bot.delivery.stage import Stage, play

PICTURE = InboundMessage("1", "c", "chữ kèm ảnh", {"person": "c", "picture": "a"})


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


def test_a_picture_is_fetched_again_after_a_crash_and_answered(conversations: Database) -> None:
    """The inbox keeps its address alone."""

    async def crash(stage: Stage) -> None:
        stage.channel.pictures["a"] = b"the bytes"
        stage.dialogue.hold["c"] = asyncio.Event()
        await stage.gateway.accept(stage.channel.name, PICTURE)
        await stage.dialogue.is_holding.wait()
        await asyncio.wait_for(stage.gateway.stop(), 30)

    async def again(stage: Stage) -> None:
        stage.channel.pictures["a"] = b"the bytes"
        await stage.gateway.start()
        await stage.gateway.join()

    inbox = Inbox(conversations)
    assert play(crash, inbox).channel.sent == []
    assert "the bytes" not in str(InboxRecords(conversations).export("c"))
    assert play(again, inbox).channel.sent == [("c", "Đáp: chữ kèm ảnh, và 9 byte")]


@pytest.mark.parametrize(
    ("trouble", "answer"), [("away", UNAVAILABLE), ("gone", notices.NOT_FETCHED)]
)
def test_a_picture_that_cannot_be_answered_is_told_of(trouble: str, answer: str) -> None:
    async def scene(stage: Stage) -> None:
        if trouble == "away":
            stage.channel.pictures["a"] = b"the bytes"
            stage.dialogue.away = 9
        await stage.gateway.accept(stage.channel.name, PICTURE)
        await stage.gateway.join()

    assert play(scene).channel.sent == [("c", answer)]


def test_while_staff_attend_a_picture_is_told_of_and_not_fetched() -> None:
    """It is nowhere to be had: whoever fetched it would say so."""

    async def always(_: str) -> bool:
        return True

    async def scene(stage: Stage) -> None:
        await stage.gateway.accept(stage.channel.name, PICTURE)
        await stage.gateway.join()

    stage = play(scene, is_silent=always)
    assert (stage.dialogue.asked, stage.dialogue.pictures) == (["chữ kèm ảnh"], [b""])
