"""One message through, whatever the channel: once, in order, over crashes, refusals and a dialogue that is away."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.gateway import MOST_A_MINUTE, ONLY_TEXT, RETRIES, TOO_MANY, Gateway, InboundMessage
from bot.delivery.inbox import Inbox
from bot.delivery.message_parts import MessagePart
from bot.delivery.messages import ERASED, UNAVAILABLE
from bot.dialogue.answers import Answer, Button
from bot.dialogue.messages import UserMessage
from bot.errors import DeliveryFailed, DialogueUnavailable, Overloaded
from tests.answers import make_answer


class Echo:
    """A dialogue that says what it was asked; each conversation may be held up by an event."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.away = 0
        self.broken = 0
        self.forgotten = ""
        self.hold: dict[str, asyncio.Event] = {}

    async def ask(self, message: UserMessage) -> list[Answer]:
        if self.away:
            self.away -= 1
            raise DialogueUnavailable("gone")
        if self.broken:
            self.broken -= 1
            raise KeyError("nobody thought of this")
        if event := self.hold.get(message.conversation):
            await event.wait()
        self.asked.append(message.text)
        button = Button(title="Ai phát động?", payload="Ai phát động thi đua của Lục Nam?")
        return [make_answer(f"Đáp: {message.text}", buttons=(button,))]

    async def ready(self) -> bool:
        return True

    async def forget(self, conversation: str) -> None:
        self.forgotten = conversation


class Notebook:
    """A channel that writes down what it is to send, and fails as it is told."""

    name, longest = "notebook", 200

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.failures: list[Exception] = []

    async def send(self, address: Mapping[str, Any], part: MessagePart) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((address["chat"], part.text))

    async def typing(self, address: Mapping[str, Any]) -> None:
        raise DeliveryFailed("no such sign")


class Stage:
    """A gateway with its parts."""

    def __init__(self, inbox: Inbox, patience: float = 0.0) -> None:
        self.inbox, self.dialogue, self.channel = inbox, Echo(), Notebook()
        self.gateway = Gateway(inbox, self.dialogue, "https://a.vn", patience)
        self.gateway.add(self.channel)
        self.pauses: list[float] = []

        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)
            await asyncio.sleep(0)

        self.gateway._pause = pause

    async def take(self, key: str, text: str, conversation: str = "c") -> bool:
        return await self.gateway.take("notebook", InboundMessage(key, conversation, text, {"chat": conversation}))

    async def settled(self) -> None:
        while self.gateway._working:
            await asyncio.gather(*self.gateway._working.values())


def play(scene: Callable[[Stage], Awaitable[None]], inbox: Inbox | None = None, patience: float = 0.0) -> Stage:
    stage = Stage(inbox or Inbox(":memory:"), patience)
    asyncio.run(scene(stage))  # type: ignore[arg-type]
    return stage


def test_a_message_is_answered_once_however_often_it_is_delivered() -> None:
    async def scene(stage: Stage) -> None:
        assert await stage.take("1", "chủ đề")
        assert not await stage.take("1", "chủ đề")
        await stage.settled()
        assert not await stage.take("1", "chủ đề")
        await stage.settled()

    stage = play(scene)
    assert stage.channel.sent == [("c", "Đáp: chủ đề")]
    assert stage.inbox.waiting() == 0


def test_order_is_kept_within_a_conversation_and_others_do_not_wait() -> None:
    async def scene(stage: Stage) -> None:
        stage.dialogue.hold["slow"] = asyncio.Event()
        await stage.take("1", "một", "slow")
        await stage.take("2", "hai", "slow")
        await stage.take("3", "ba", "quick")
        while not stage.channel.sent:
            await asyncio.sleep(0.01)
        assert stage.channel.sent == [("quick", "Đáp: ba")]
        stage.dialogue.hold["slow"].set()
        await stage.settled()

    assert play(scene).channel.sent[1:] == [("slow", "Đáp: một"), ("slow", "Đáp: hai")]


def test_what_a_crash_left_is_answered_at_the_next_start(tmp_path: Path) -> None:
    async def crash(stage: Stage) -> None:
        stage.dialogue.hold["c"] = asyncio.Event()
        await stage.take("1", "một")
        await stage.take("2", "hai")
        await stage.gateway.stop()

    async def again(stage: Stage) -> None:
        await stage.gateway.start()
        await stage.settled()
        assert not await stage.take("1", "một")

    assert play(crash, Inbox(tmp_path / "i.db")).channel.sent == []
    assert play(again, Inbox(tmp_path / "i.db")).channel.sent == [("c", "Đáp: một"), ("c", "Đáp: hai")]


def test_parts_that_went_out_are_not_sent_again(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        number = stage.inbox.take("notebook", "1", "c", "hỏi", {"chat": "c"})
        assert number
        stage.inbox.answered(number, [MessagePart("một").as_json(), MessagePart("hai").as_json()])
        stage.inbox.sent(number, 1)
        await stage.gateway.start()
        await stage.settled()

    assert play(scene, Inbox(tmp_path / "i.db")).channel.sent == [("c", "hai")]


def test_a_send_that_fails_is_tried_again_and_one_that_is_final_is_not() -> None:
    async def scene(stage: Stage) -> None:
        stage.channel.failures = [DeliveryFailed("a"), DeliveryFailed("b", after=7.0)]
        await stage.take("1", "một")
        await stage.settled()
        stage.channel.failures = [DeliveryFailed("blocked", final=True)]
        await stage.take("2", "hai")
        await stage.take("3", "ba")
        await stage.settled()

    stage = play(scene)
    assert stage.channel.sent == [("c", "Đáp: một"), ("c", "Đáp: ba")]
    assert stage.pauses == [1.0, 7.0]
    assert stage.inbox.waiting() == 0


def test_a_dialogue_that_is_away_is_waited_for_then_told_of() -> None:
    async def scene(stage: Stage) -> None:
        stage.dialogue.away = 2
        await stage.take("1", "một")
        await stage.settled()
        stage.dialogue.away = 99
        await stage.take("2", "hai")
        await stage.settled()

    assert play(scene, patience=3.0).channel.sent == [("c", "Đáp: một"), ("c", UNAVAILABLE)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1", "Đáp: Ai phát động thi đua của Lục Nam?"),
        (" 1. ", "Đáp: Ai phát động thi đua của Lục Nam?"),
        ("9", "Đáp: 9"),
        ("/start", "Đáp: Xin chào"),
        ("/help@ten_bot", "Đáp: Bạn giúp được gì?"),
        ("/intent{}", "Đáp: /intent{}"),
        ("", ONLY_TEXT),
        ("a\u202eb\u200b", "Đáp: ab"),
    ],
)
def test_numbers_commands_and_what_is_no_text(typed: str, said: str) -> None:
    async def scene(stage: Stage) -> None:
        await stage.take("0", "chủ đề")
        await stage.take("1", typed)
        await stage.settled()

    assert play(scene).channel.sent[-1] == ("c", said)


def test_who_wants_their_data_erased_has_it_erased() -> None:
    async def scene(stage: Stage) -> None:
        await stage.take("1", "chủ đề")
        await stage.take("2", "xóa dữ liệu của tôi")
        await stage.settled()

    stage = play(scene)
    assert stage.channel.sent[-1] == ("c", ERASED)
    assert stage.dialogue.forgotten == "c"
    assert stage.inbox.choice("c", 1) is None
    assert stage.inbox._run("SELECT count(*) FROM messages WHERE conversation = 'c' AND state != 'done'") == [(0,)]


def test_who_writes_too_fast_is_told_so_and_not_looked_up() -> None:
    async def scene(stage: Stage) -> None:
        for number in range(MOST_A_MINUTE + 2):
            await stage.take(str(number), "hỏi")
        await stage.settled()

    stage = play(scene)
    assert stage.channel.sent[-1] == ("c", TOO_MANY)
    assert len(stage.channel.sent) == MOST_A_MINUTE + 2


def test_too_many_waiting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.gateway.MOST_WAITING", 1)

    async def scene(stage: Stage) -> None:
        stage.dialogue.hold["c"] = asyncio.Event()
        await stage.take("1", "một")
        with pytest.raises(Overloaded):
            await stage.take("2", "hai")
        stage.dialogue.hold["c"].set()
        await stage.settled()

    play(scene)


def test_a_conversation_that_a_person_took_over_is_left_alone() -> None:
    async def scene(stage: Stage) -> None:
        stage.inbox.mute("c", 60)
        await stage.take("1", "một")
        await stage.take("2", "hai", "other")
        await stage.settled()

    assert play(scene).channel.sent == [("other", "Đáp: hai")]


def test_what_is_done_is_forgotten_but_its_key(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        await stage.take("1", "số điện thoại 0912345678")
        await stage.settled()

    inbox = Inbox(tmp_path / "i.db")
    play(scene, inbox)
    assert inbox._run("SELECT key, text, address, parts, state FROM messages") == [("1", "", "{}", "[]", "done")]


@pytest.mark.parametrize(("broken", "said"), [(1, "Đáp: một"), (len(RETRIES), UNAVAILABLE)])
def test_something_unexpected_is_tried_again_then_told_and_holds_up_nothing(broken: int, said: str) -> None:
    async def scene(stage: Stage) -> None:
        stage.dialogue.broken = broken
        await stage.take("1", "một")
        await stage.take("2", "hai")
        await stage.settled()

    stage = play(scene)
    assert stage.channel.sent == [("c", said), ("c", "Đáp: hai")]
    assert stage.pauses == list(RETRIES[:broken])
    assert stage.inbox.waiting() == 0


def test_a_channel_that_breaks_in_a_way_of_its_own_holds_up_nothing() -> None:
    async def scene(stage: Stage) -> None:
        # Also when the person is to be told at last.
        stage.channel.failures = [TypeError("of another kind")] * (len(RETRIES) + 1)
        await stage.take("1", "một")
        await stage.take("2", "hai")
        await stage.settled()

    stage = play(scene)
    assert stage.channel.sent == [("c", "Đáp: hai")]
    assert stage.dialogue.asked == ["một", "hai"]
    assert stage.inbox.waiting() == 0


@pytest.mark.parametrize("table", ["choices", "messages"])
def test_an_inbox_that_cannot_be_written_has_no_question_asked_twice(table: str, tmp_path: Path) -> None:
    trouble = sqlite3.connect(tmp_path / "i.db", isolation_level=None)

    async def scene(stage: Stage) -> None:
        event = "INSERT ON choices" if table == "choices" else "UPDATE OF parts ON messages"
        trouble.execute(f"CREATE TRIGGER full BEFORE {event} BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        paused = stage.gateway._pause

        async def mended(seconds: float) -> None:
            trouble.execute("DROP TRIGGER IF EXISTS full")
            await paused(seconds)

        stage.gateway._pause = mended
        await stage.take("1", "một")
        await stage.settled()

    stage = play(scene, Inbox(tmp_path / "i.db"))
    trouble.close()
    assert stage.dialogue.asked == ["một"]
    assert len(stage.pauses) == 1
    assert stage.channel.sent == [("c", "Đáp: một")]
