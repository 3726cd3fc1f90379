"""One message through, whatever the channel: once, in order, over crashes, refusals and a dialogue that is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import text

from bot.delivery.inbox import Inbox, InboxRecords
from bot.delivery.message_parts import MessagePart
from bot.delivery.notices import UNAVAILABLE
from bot.delivery.parameters import ANSWER_PAUSES
from bot.errors import Overloaded
from bot.handover.queue import Queue
from database import Database
from tests.bot.delivery.stage import ButtonChannel, Stage, play

Open = Callable[[], Database]


def test_a_message_is_answered_once_however_often_it_is_delivered() -> None:
    async def scene(stage: Stage) -> None:
        assert await stage.accept("1", "chủ đề")
        assert not await stage.accept("1", "chủ đề")
        await stage.gateway.join()
        assert not await stage.accept("1", "chủ đề")
        await stage.gateway.join()

    stage = play(scene)
    assert stage.channel.sent == [("c", "Đáp: chủ đề")]
    assert stage.inbox.waiting() == 0


def test_order_is_kept_within_a_conversation_and_others_do_not_wait() -> None:
    async def scene(stage: Stage) -> None:
        stage.dialogue.hold["slow"] = asyncio.Event()
        await stage.accept("1", "một", "slow")
        await stage.accept("2", "hai", "slow")
        await stage.accept("3", "ba", "quick")
        while not stage.channel.sent:
            await asyncio.sleep(0.01)
        assert stage.channel.sent == [("quick", "Đáp: ba")]
        stage.dialogue.hold["slow"].set()
        await stage.gateway.join()

    assert play(scene).channel.sent[1:] == [("slow", "Đáp: một"), ("slow", "Đáp: hai")]


def test_what_a_crash_left_is_answered_at_the_next_start(open_again: Open) -> None:
    async def crash(stage: Stage) -> None:
        stage.dialogue.hold["c"] = asyncio.Event()
        await stage.accept("1", "một")
        await stage.accept("2", "hai")
        # In the midst of an answer, which is not begun anew.
        await stage.dialogue.is_holding.wait()
        await asyncio.wait_for(stage.gateway.stop(), 30)

    async def again(stage: Stage) -> None:
        await stage.gateway.start()
        await stage.gateway.join()
        assert not await stage.accept("1", "một")

    assert play(crash, Inbox(open_again())).channel.sent == []
    assert play(again, Inbox(open_again())).channel.sent == [
        ("c", "Đáp: một"),
        ("c", "Đáp: hai"),
    ]


def test_parts_that_went_out_are_not_sent_again(conversations: Database) -> None:
    async def scene(stage: Stage) -> None:
        number = stage.inbox.accept("memory", "1", "c", "hỏi", {"person": "c"})
        assert number
        stage.inbox.save_answer(
            number, [MessagePart("một").as_json(), MessagePart("hai").as_json()]
        )
        stage.inbox.mark_sent(number, 1)
        await stage.gateway.start()
        await stage.gateway.join()

    assert play(scene, Inbox(conversations)).channel.sent == [("c", "hai")]


class SlowChannel(ButtonChannel):
    """A channel whose app has the text at once and says so only later."""

    def __init__(self) -> None:
        super().__init__()
        self.received, self.confirm = asyncio.Event(), asyncio.Event()

    async def send_text(self, address: Mapping[str, Any], text: str) -> None:
        await super().send_text(address, text)
        self.received.set()
        await self.confirm.wait()


def test_a_part_that_is_on_its_way_when_all_is_stopped_is_not_sent_again(open_again: Open) -> None:
    channel = SlowChannel()

    async def stop(stage: Stage) -> None:
        stage.gateway.register(channel)
        await stage.accept("1", "một")
        await channel.received.wait()
        stopping = asyncio.create_task(stage.gateway.stop())
        await asyncio.sleep(0.01)
        channel.confirm.set()
        await stopping

    async def again(stage: Stage) -> None:
        await stage.gateway.start()
        await stage.gateway.join()

    play(stop, Inbox(open_again()))
    assert channel.sent == [("c", "Đáp: một")]
    assert play(again, Inbox(open_again())).channel.sent == []


def test_too_many_waiting_is_refused() -> None:
    async def scene(stage: Stage) -> None:
        stage.dialogue.hold["c"] = asyncio.Event()
        await stage.accept("1", "một")
        with pytest.raises(Overloaded):
            await stage.accept("2", "hai")
        stage.dialogue.hold["c"].set()
        await stage.gateway.join()

    play(scene, max_waiting=1)


def test_looking_at_a_conversation_where_nothing_came_fills_no_queue() -> None:
    async def scene(stage: Stage) -> None:
        for _ in range(3):
            stage.gateway.resume("c")
            await stage.gateway.join()
        assert await stage.accept("1", "một")
        await stage.gateway.join()

    assert play(scene, max_waiting=1).channel.sent == [("c", "Đáp: một")]


def test_a_conversation_that_is_answered_in_the_app_itself_is_left_alone(
    conversations: Database,
) -> None:
    async def scene(stage: Stage) -> None:
        Queue(conversations).mute("c", 60)
        await stage.accept("1", "một")
        await stage.accept("2", "hai", "other")
        await stage.gateway.join()

    stage = play(scene, Inbox(conversations))
    assert stage.channel.sent == [("other", "Đáp: hai")]


def test_what_is_done_is_forgotten_but_its_key(conversations: Database) -> None:
    async def scene(stage: Stage) -> None:
        await stage.accept("1", "số điện thoại 0912345678")
        await stage.gateway.join()

    play(scene, Inbox(conversations))
    (kept,) = InboxRecords(conversations).export("c")
    names = ("key", "text", "address", "parts", "state")
    assert [kept[name] for name in names] == ["1", "", "{}", "[]", "done"]


TRIES = len(ANSWER_PAUSES) + 1


@pytest.mark.parametrize(
    ("broken", "answer", "pauses"),
    [(1, "Đáp: một", [1.0]), (2, "Đáp: một", [1.0, 5.0]), (TRIES, UNAVAILABLE, [1.0, 5.0])],
)
def test_something_unexpected_is_tried_again_then_told_and_holds_up_nothing(
    broken: int, answer: str, pauses: list[float]
) -> None:
    async def scene(stage: Stage) -> None:
        stage.dialogue.broken = broken
        await stage.accept("1", "một")
        await stage.accept("2", "hai")
        await stage.gateway.join()

    stage = play(scene)
    assert stage.channel.sent == [("c", answer), ("c", "Đáp: hai")]
    # Nobody is kept waiting after the last try.
    assert stage.pauses == pauses
    assert stage.inbox.waiting() == 0


def test_a_channel_that_breaks_in_a_way_of_its_own_holds_up_nothing() -> None:
    async def scene(stage: Stage) -> None:
        # Also when the person is to be told at last.
        stage.channel.failures = [TypeError("of another kind")] * (TRIES + 1)
        await stage.accept("1", "một")
        await stage.accept("2", "hai")
        await stage.gateway.join()

    stage = play(scene)
    assert stage.channel.sent == [("c", "Đáp: hai")]
    assert stage.dialogue.asked == ["một", "hai"]
    assert stage.inbox.waiting() == 0


#: Triggers that refuse what is written, as a full disk does.
REFUSING = {
    "sqlite": "CREATE TRIGGER full_disk BEFORE {event} BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "postgresql": "CREATE TRIGGER full_disk BEFORE {event} FOR EACH ROW EXECUTE FUNCTION refuse()",
}
REFUSE = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$"


@pytest.mark.parametrize("table", ["choices", "messages"])
def test_an_inbox_that_cannot_be_written_has_no_question_asked_twice(
    table: str, conversations: Database
) -> None:
    event = "INSERT ON choices" if table == "choices" else "UPDATE OF parts ON messages"

    def run(sql: str) -> None:
        with conversations.writing() as connection:
            connection.execute(text(sql))

    async def scene(stage: Stage) -> None:
        engine = "postgresql" if conversations.is_postgresql else "sqlite"
        if conversations.is_postgresql:
            run(REFUSE)
        run(REFUSING[engine].format(event=event))
        on = f" ON {table}" if conversations.is_postgresql else ""
        stage.on_pause = lambda: run(f"DROP TRIGGER IF EXISTS full_disk{on}")
        await stage.accept("1", "một")
        await stage.gateway.join()

    stage = play(scene, Inbox(conversations))
    assert stage.dialogue.asked == ["một"]
    assert len(stage.pauses) == 1
    assert stage.channel.sent == [("c", "Đáp: một")]
