"""What staff write goes to its person: through the inbox to an app, to the web page when it asks.

A line and what the app is to be sent are kept in one transaction, before staff are told that it was
taken. From there it is a message of the inbox like an answer of the assistant's: sent in order, with
the same tries, once, and by another assistant where this one is killed.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, update

from bot.delivery.inbox import STAFF_KEY
from bot.delivery.message_parts import render_parts
from bot.delivery.sender import OutboundChannel
from bot.dialogue.answers import Answer, Citation, plain_answer
from bot.errors import HandoverRefused
from bot.handover.parameters import (
    BUSY_POLL_SECONDS,
    DAY,
    HOUR,
    LOOK_SECONDS,
    MAX_POLLS,
    MAX_SHOWN_QUOTE,
    POLL_SECONDS,
    ZALO_FREE_SECONDS,
    ZALO_LAST_SECONDS,
)
from bot.handover.queue import Clock, Handover, Queue
from bot.handover.transcript import Line, NewLine, Source, Transcript, keep_line
from bot.storage.tables import HANDOVER_LINES, MESSAGES

WEB = "web"
#: States in which nothing more comes.
ENDED = ("ended", "none")


@dataclass(frozen=True)
class Window:
    """Seconds since a person's last word in which an app takes messages: without a charge, at all."""

    free: float
    last: float


#: The apps that have one (docs/kenh.md).
WINDOWS = {"zalo": Window(ZALO_FREE_SECONDS, ZALO_LAST_SECONDS)}


@dataclass(frozen=True)
class TimeLeft:
    """Seconds that are left to answer without a charge, and at all; both may be below 0."""

    free: float
    last: float

    @property
    def is_over(self) -> bool:
        """Whether the app takes nothing any more."""
        return self.last <= 0

    def __str__(self) -> str:
        """Return what staff are told."""
        if self.is_over:
            return "Quá 7 ngày từ tin cuối của người hỏi: Zalo không nhận tin nữa."
        charged = "" if self.free > 0 else "; từ giờ Zalo tính phí mỗi tin"
        free = f"miễn phí thêm {_hours(self.free)}, " if self.free > 0 else ""
        return f"Zalo cho trả lời {free}còn {_hours(self.last)}{charged}."


def time_left(handover: Handover, now: float) -> TimeLeft | None:
    """Return how long a person can be answered; None where their app sets no end."""
    window = WINDOWS.get(handover.channel)
    if window is None:
        return None
    passed = now - handover.wrote
    return TimeLeft(window.free - passed, window.last - passed)


def window_days(channel: str) -> int | None:
    """Return in how many days an app takes an answer; None where it sets no end."""
    window = WINDOWS.get(channel)
    return round(window.last / DAY) if window else None


def _hours(seconds: float) -> str:
    return (
        f"{seconds / DAY:.0f} ngày" if seconds >= 2 * DAY else f"{max(1, seconds // HOUR):.0f} giờ"
    )


class Outgoing:
    """Keeps what staff write for its way to the person.

    `resume` has the gateway look at a conversation; it is called on the event loop.
    """

    def __init__(
        self,
        channels: Mapping[str, OutboundChannel],
        resume: Callable[[str], None],
        arrivals: Arrivals,
        public_url: str = "",
    ) -> None:
        self._channels, self._resume, self._arrivals = channels, resume, arrivals
        self._public_url = public_url

    def keep(
        self, connection: Connection, handover: Handover, line: NewLine, now: float
    ) -> int | None:
        """Keep a line and what its app is sent, within a transaction; None where it was kept before.

        Raise HandoverRefused where the app is off.
        """
        if handover.channel == WEB:
            return keep_line(connection, handover.id, line, now)
        parts = [part.as_json() for part in render_parts(
            [_answer(line)], self._channel(handover).max_length, self._public_url
        )]  # fmt: skip
        number = keep_line(connection, handover.id, line, now)
        if number is not None:
            row = {
                "channel": handover.channel, "key": f"{STAFF_KEY}{number}",
                "conversation": handover.conversation, "text": "", "state": "answered",
                "address": json.dumps(dict(handover.address)), "received": now,
                "parts": json.dumps(parts, ensure_ascii=False),
            }  # fmt: skip
            message = connection.scalar(insert(MESSAGES).values(row).returning(MESSAGES.c.id))
            _point_at(connection, number, message)
        return number

    def go(self, handover: Handover) -> None:
        """Have what was kept sent now."""
        if handover.channel == WEB:
            self._arrivals.tell(handover.conversation)
        else:
            self._resume(handover.conversation)

    async def typing(self, handover: Handover) -> None:
        """Show in the app that staff write. Raise DeliveryFailed where that cannot be."""
        if handover.channel == WEB:
            self._arrivals.tell(handover.conversation)
        elif channel := self._channels.get(handover.channel):
            await channel.typing(handover.address)

    def _channel(self, handover: Handover) -> OutboundChannel:
        channel = self._channels.get(handover.channel)
        if channel is None:
            raise HandoverRefused(f"Kênh {handover.channel} đang tắt: chưa gửi được.")
        return channel


def _point_at(connection: Connection, line: int, message: int | None) -> None:
    """Note which message of the inbox a line is: how far it has come is read there."""
    of_line = update(HANDOVER_LINES).where(HANDOVER_LINES.c.id == line)
    connection.execute(of_line.values(message=message))


def _answer(line: NewLine) -> Answer:
    """Return a line as what a channel shapes for its app, with its sources."""
    quoted = [f"Nguồn: {one.title} – “{_shown(one.quote)}”" for one in line.sources]
    citations = tuple(map(_citation, line.sources))
    answer = plain_answer("chat", "\n\n".join([line.text, *quoted]), None)
    return answer.model_copy(update={"citations": citations})


def _shown(quote: str) -> str:
    return quote if len(quote) <= MAX_SHOWN_QUOTE else f"{quote[:MAX_SHOWN_QUOTE].rstrip()}…"


def _citation(source: Source) -> Citation:
    return Citation(
        document_id="", title=source.title, number=None, place="", quote=source.quote,
        start=0, end=0, url=source.url, source_url=None,
    )  # fmt: skip


@dataclass
class Arrivals:
    """Wakes the requests of the web page that wait for a conversation."""

    _events: dict[str, asyncio.Event] = field(default_factory=dict)
    #: Requests that wait now.
    waiting: int = 0

    @property
    def are_full(self) -> bool:
        """Whether no more requests may wait."""
        return self.waiting >= MAX_POLLS

    async def wait(self, conversation: str) -> None:
        """Wait until something may have arrived, for a moment at most."""
        event = self._events.setdefault(conversation, asyncio.Event())
        self.waiting += 1
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await event.wait()
        except TimeoutError:
            # Another assistant may have kept it: who waits looks.
            return
        finally:
            self.waiting -= 1
            if self._events.get(conversation) is event:
                del self._events[conversation]

    def tell(self, conversation: str) -> None:
        """Wake who waits for a conversation."""
        if event := self._events.pop(conversation, None):
            event.set()


@dataclass(frozen=True)
class News:
    """What is new for a person on the web page: lines, and how their hand-over stands.

    `again` is after how many seconds to ask again, 0 for at once; `state` is that of the hand-over,
    "none" where there is none.
    """

    state: str
    is_typing: bool = False
    lines: tuple[Line, ...] = ()
    again: int = 0


class WebNews:
    """Tells the web page what staff wrote; who asks waits for it for a while."""

    def __init__(
        self,
        queue: Queue,
        transcript: Transcript,
        arrivals: Arrivals,
        clock: Clock = time.time,
        seconds: float = POLL_SECONDS,
    ) -> None:
        self._queue, self._transcript, self._arrivals = queue, transcript, arrivals
        self._clock, self._seconds = clock, seconds

    async def after(self, conversation: str, number: int, is_typing: bool) -> News:
        """Return the lines after a number, once there are any or staff begin or end to write.

        Lines up to that number count as read.
        """
        await asyncio.to_thread(self._note_read, conversation, number)
        looks = round(self._seconds / LOOK_SECONDS)
        for look in range(looks + 1):
            news = await asyncio.to_thread(self._look, conversation, number)
            if news.lines or news.again or news.state in ENDED or news.is_typing != is_typing:
                return news
            if self._arrivals.are_full:
                return News(news.state, news.is_typing, again=BUSY_POLL_SECONDS)
            if look < looks:
                await self._arrivals.wait(conversation)
        return news

    def _look(self, conversation: str, number: int) -> News:
        handover = self._queue.latest(conversation)
        if handover is None or handover.channel != WEB:
            return News("none")
        lines = tuple(self._transcript.for_person(handover.id, number))
        is_typing = handover.state == "taken" and handover.typing > self._clock()
        # Who left a message is answered in hours: nothing is held open for them.
        again = 0 if handover.is_silent or handover.state == "ended" else BUSY_POLL_SECONDS
        return News(handover.state, is_typing, lines, again)

    def _note_read(self, conversation: str, number: int) -> None:
        handover = self._queue.latest(conversation) if number else None
        if handover and self._transcript.is_unread(handover.id, number, handover.seen):
            self._queue.see(conversation)
