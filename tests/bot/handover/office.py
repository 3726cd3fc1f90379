"""An office with its desk, on one database: its clock stands until it is moved; nothing sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role, Staff
from bot.channels.memory import MemoryChannel
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import ScriptedDialogue, UserMessage
from bot.dialogue.tracker_store import TrackerStore
from bot.dialogue.turn_recorder import RecordedDialogue
from bot.handover.attending import Attendant, Attending, StaffAnswer
from bot.handover.background import Background
from bot.handover.desk import HandoverDesk, Upkeep
from bot.handover.mail import Mailer
from bot.handover.outgoing import Arrivals, Outgoing, WebNews
from bot.handover.queue import Handover, Queue
from bot.handover.reception import AttendedDialogue, HandoverParts
from bot.handover.records import HandoverRecords
from bot.handover.transcript import Transcript
from bot.operations.feedback import FeedbackLog
from bot.operations.metrics import Metrics
from bot.operations.turn_journal import TurnJournal
from bot.setting_groups.office_hours import parse_office_hours
from bot.storage.leases import OwnLeases
from bot.vietnam_time import VIETNAM
from database import Database

T = TypeVar("T")
HOA, NAM = Attendant("1", "Trần Thị Hoa"), Attendant("2", "Lê Nam")
#: A Monday at nine.
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=VIETNAM).timestamp()
HOUR, DAY, LEASE = 3600.0, 86_400.0, 180.0
KNOWN = "Chủ đề 2022?"
SCRIPT: dict[str, Answer] = {KNOWN: plain_answer("answered", "Đổi mới.", None)}


def everywhere(_: str | None) -> bool:
    return True


class Office:
    """Everything of a hand-over over a scripted dialogue, and a channel in memory."""

    def __init__(self, database: Database, hours: str = "T2-T6 7:30-11:30 13:30-17:00") -> None:
        self.database, self.now = database, MONDAY
        self.resumed: list[str] = []
        #: Who the upkeep finds to attend.
        self.attendants = [Staff(1, "hoa", "Trần Thị Hoa", frozenset({Role.ATTENDANT}))]
        self.channel, self.arrivals = MemoryChannel(), Arrivals()
        clock = lambda: self.now  # noqa: E731
        self.queue, self.transcript = Queue(database, clock), Transcript(database)
        self.outgoing = Outgoing(
            {"memory": self.channel, "zalo": self.channel}, self.resumed.append, self.arrivals,
            "https://a.vn",
        )  # fmt: skip
        self.attending = Attending(database, self.outgoing, LEASE, clock)
        self.hours = parse_office_hours(hours)
        self.desk = HandoverDesk(self.queue, self.transcript, self.attending, self.outgoing, clock)
        self.news = WebNews(self.queue, self.transcript, self.arrivals, clock, seconds=0.0)
        self.records, self.feedback = HandoverRecords(database), FeedbackLog(database, clock)
        self.journal = TurnJournal(database)
        background = Background(
            database, TrackerStore(database), str, Accounts(database).with_permission_to_attend
        )
        recorded = RecordedDialogue(ScriptedDialogue(SCRIPT), Metrics(), self.journal, str)
        parts = HandoverParts(self.queue, self.records, background, self.hours, "Phòng TĐKT")
        self.dialogue = AttendedDialogue(recorded, parts, clock)

    def upkeep(self, mailer: Mailer | None = None) -> None:
        """Look after the queue once."""
        upkeep = Upkeep(
            self.database, self.attending, self.outgoing, self.hours, mailer,
            attendants=lambda: self.attendants, leases=OwnLeases(), clock=lambda: self.now,
        )  # fmt: skip

        async def look() -> None:
            await upkeep.look()
            await upkeep.tell()

        asyncio.run(look())

    def say(self, text: str, conversation: str = "c", **more: Any) -> list[str]:
        """Have a person say something; return the texts of the answers."""
        return [answer.text for answer in self.ask(text, conversation, **more)]

    def ask(self, text: str, conversation: str = "c", **more: Any) -> list[Answer]:
        message = UserMessage(conversation, text, **{"verbatim": text, **more})
        return asyncio.run(self.dialogue.ask(message))

    def wait_for_staff(self, conversation: str = "c", words: str = "Đồng ý", **more: Any) -> int:
        """Have a person ask for staff; return the number of the hand-over."""
        self.say("cho tôi gặp cán bộ", conversation, **more)
        self.say(words, conversation, **more)
        return self.handover(conversation).id

    def handover(self, conversation: str = "c") -> Handover:
        found = self.queue.latest(conversation)
        assert found
        return found

    def take(self, number: int, who: Attendant = HOA) -> None:
        self.run(self.desk.take(number, who, everywhere))

    def answer(
        self,
        number: int,
        text: str,
        who: Attendant = HOA,
        key: str = "",
        sources: Sequence[Any] = (),
    ) -> None:
        self.run(self.desk.answer(number, who, StaffAnswer(key or text, text, tuple(sources))))

    def lines(self, number: int) -> list[tuple[str, str]]:
        """Return who said what."""
        return [(line.author, line.text) for line in self.transcript.lines(number)]

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return asyncio.run(wait())


MakeOffice = Callable[[], Office]
