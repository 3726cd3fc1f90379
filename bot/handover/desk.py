"""The desk of staff: what they see, what they do, and what is looked after while nobody looks."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts.accounts import Accounts
from bot.accounts.model import Staff
from bot.delivery.personal_data import mask
from bot.delivery.retries import Sleep
from bot.delivery.sender import OutboundChannel
from bot.errors import DeliveryFailed, HandoverRefused
from bot.handover import notices
from bot.handover.attending import Attendant, Attending, StaffAnswer
from bot.handover.mail import Mailer
from bot.handover.outgoing import Arrivals, Outgoing, TimeLeft, WebNews, time_left, window_days
from bot.handover.parameters import UPKEEP_SECONDS
from bot.handover.queue import COLUMN, Clock, Handover, Queue
from bot.handover.reception import later
from bot.handover.transcript import Line, Transcript
from bot.setting_groups.office_hours import OfficeHours
from bot.settings import Settings
from bot.storage.leases import Leases
from bot.storage.tables import HANDOVERS, IS_GOING_ON
from database import Database, reason_of

LOG = logging.getLogger(__name__)
#: Whether one of the staff is to see what concerns a place; None where it is not known.
Sees = Callable[[str | None], bool]
#: Where staff answer people.
DESK_PATH = "/quan-tri/truc"
NOT_SEEN = "Không có cuộc trò chuyện này, hoặc nó thuộc nơi khác."


@dataclass(frozen=True)
class Conversation:
    """A hand-over as staff see it; `left` is None where the app sets no end to answering.

    `is_anothers`: one of the staff other than who looks had it last; `is_masked`: what they were told
    is masked.
    """

    handover: Handover
    lines: list[Line]
    left: TimeLeft | None
    is_theirs: bool
    is_anothers: bool = False
    is_masked: bool = False


class HandoverDesk:
    """What the console does for staff; every call is checked against their places (`places`, `sees`)."""

    def __init__(
        self,
        queue: Queue,
        transcript: Transcript,
        attending: Attending,
        outgoing: Outgoing,
        clock: Clock = time.time,
    ) -> None:
        self._queue, self._transcript = queue, transcript
        self._attending, self._outgoing, self._clock = attending, outgoing, clock

    async def unended(self, places: frozenset[str]) -> list[Handover]:
        """Return what waits or is answered, of their places, who waits now first."""
        return await asyncio.to_thread(self._queue.unended, places)

    async def waiting(self, places: frozenset[str]) -> int:
        """Return how many wait for someone to take them."""
        return await asyncio.to_thread(self._queue.count_waiting, places)

    def count_waiting(self) -> int:
        """Return how many wait, of every place, for someone to take them."""
        return self._queue.count_waiting(frozenset())

    async def open(
        self, number: int, who: Attendant, sees: Sees, *, reads_all: bool = False
    ) -> Conversation:
        """Return a conversation; one that is theirs stays so for some minutes more.

        What another of the staff was told is masked, unless one `reads_all`. Raise HandoverRefused where
        there is none that they may see.
        """
        await asyncio.to_thread(self._attending.look, number, who)
        handover = await self._find(number, sees)
        now = self._clock()
        is_kept = handover.state == "taken" and handover.until > now
        is_theirs = is_kept and handover.staff == who.id
        # What someone tells one of the staff is not for all of them.
        is_shown = is_theirs or not is_kept
        lines = await asyncio.to_thread(self._transcript.lines, number) if is_shown else []
        is_anothers = bool(handover.staff) and handover.staff != who.id
        is_masked = is_anothers and not reads_all
        if is_masked:
            lines = [replace(line, text=mask(line.text)) for line in lines]
        left = time_left(handover, now)
        return Conversation(handover, lines, left, is_theirs, is_anothers, is_masked)

    async def take(self, number: int, who: Attendant, sees: Sees) -> None:
        """Take one, and tell the person. Raise HandoverRefused where that cannot be."""
        await self._find(number, sees)
        self._outgoing.go(await asyncio.to_thread(self._attending.take, number, who))

    async def answer(self, number: int, who: Attendant, answer: StaffAnswer) -> None:
        """Have an answer sent: it is on disk when this returns. Raise HandoverRefused."""
        self._outgoing.go(await asyncio.to_thread(self._attending.answer, number, who, answer))

    async def give_back(self, number: int, who: Attendant) -> None:
        """Let the assistant answer again, and tell the person. Raise HandoverRefused."""
        self._outgoing.go(await asyncio.to_thread(self._attending.give_back, number, who))

    async def type(self, number: int, who: Attendant) -> None:
        """Show the person that staff write, where their app can."""
        handover = await asyncio.to_thread(self._attending.type, number, who)
        if handover:
            try:
                await self._outgoing.typing(handover)
            except DeliveryFailed as error:
                LOG.info("%s: no sign of writing: %s", handover.channel, error)

    async def _find(self, number: int, sees: Sees) -> Handover:
        handover = await asyncio.to_thread(self._queue.find, number)
        if handover is None or not sees(handover.place or None):
            raise HandoverRefused(NOT_SEEN)
        return handover


class Upkeep:
    """Puts back what staff who went away have left, tells those on duty and those who wait in vain.

    `attendants` are who may attend now.
    """

    def __init__(
        self,
        database: Database,
        attending: Attending,
        outgoing: Outgoing,
        hours: OfficeHours,
        mailer: Mailer | None,
        *,
        attendants: Callable[[], Sequence[Staff]],
        leases: Leases,
        clock: Clock = time.time,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._database, self._attending, self._outgoing = database, attending, outgoing
        self._hours, self._mailer, self._leases = hours, mailer, leases
        self._attendants = attendants
        self._clock, self._sleep = clock, sleep

    async def run(self) -> None:
        """Look after the queue every few seconds, until cancelled.

        A mail server that does not answer keeps nobody waiting who is to come back to the queue.
        """
        tasks = [self._repeat("upkeep", self.look)]
        if self._mailer:
            tasks.append(self._repeat("mail", self.tell))
        await asyncio.gather(*tasks)

    async def _repeat(self, name: str, task: Callable[[], Awaitable[None]]) -> None:
        while True:
            await self._sleep(UPKEEP_SECONDS)
            try:
                if lease := await self._leases.try_take("handover", name):
                    try:
                        await task()
                    finally:
                        await self._leases.give_back(lease)
            except SQLAlchemyError as error:
                LOG.error("the queue cannot be looked after: %s", reason_of(error))
            except Exception:
                # Whatever it is: who waits is looked after again at the next look.
                LOG.exception("the queue cannot be looked after")

    async def look(self) -> None:
        """Look after the queue once."""
        await asyncio.to_thread(self._attending.return_abandoned)
        attendants = await asyncio.to_thread(self._attendants)
        is_open = self._hours.are_open(self._clock())
        if attendants:
            await asyncio.to_thread(self._attending.open_to_all, attendants)
        if not (is_open and attendants):
            notice = partial(self._closing_notice, is_open)
            for handover in await asyncio.to_thread(self._attending.close, notice):
                self._outgoing.go(handover)

    async def tell(self) -> None:
        """Tell of those who wait by mail, once each; what no server took is told another time."""
        if self._mailer is None:
            return
        numbers = await asyncio.to_thread(self._untold)
        if numbers and await self._mailer.tell(len(numbers)):
            await asyncio.to_thread(self._note_told, numbers)

    def _untold(self) -> list[int]:
        is_untold = (COLUMN.state == "waiting") & (COLUMN.notified == 0)
        return [
            row.id for row in self._database.rows(select(COLUMN.id).where(IS_GOING_ON, is_untold))
        ]

    def _note_told(self, numbers: list[int]) -> None:
        told = update(HANDOVERS).where(COLUMN.id.in_(numbers))
        with self._database.writing() as connection:
            connection.execute(told.values(notified=self._clock()))

    def _closing_notice(self, is_open: bool, handover: Handover) -> str:
        if is_open:
            return notices.NOBODY_LEFT.format(
                when=notices.when(None, window_days(handover.channel))
            )
        return later(notices.CLOSED_WHILE_WAITING, handover, self._hours, self._clock())


@dataclass(frozen=True)
class HelpDesk:
    """What staff do, what the web page asks, and what is looked after."""

    desk: HandoverDesk
    news: WebNews
    upkeep: Upkeep


def open_help_desk(
    settings: Settings,
    database: Database,
    leases: Leases,
    channels: Mapping[str, OutboundChannel],
    resume: Callable[[str], None],
) -> HelpDesk:
    """Return what staff and those who wait for them need, over the channels that are on.

    `resume` has the gateway look at a conversation for which a message was put on disk.
    """
    queue, transcript, arrivals = Queue(database), Transcript(database), Arrivals()
    outgoing = Outgoing(channels, resume, arrivals, settings.public_url)
    attending = Attending(database, outgoing, 60.0 * settings.handover.lease_minutes)
    address = f"{settings.public_url or settings.address}{DESK_PATH}"
    mailer = Mailer(settings.mail, address, asyncio.sleep) if settings.mail.is_on else None
    hours = settings.handover.office_hours
    return HelpDesk(
        HandoverDesk(queue, transcript, attending, outgoing),
        WebNews(queue, transcript, arrivals),
        Upkeep(
            database,
            attending,
            outgoing,
            hours,
            mailer,
            attendants=Accounts(database).with_permission_to_attend,
            leases=leases,
        ),
    )
