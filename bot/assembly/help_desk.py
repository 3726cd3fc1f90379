"""The hand-over to people of the office, put together: before the dialogue, behind the channels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.registry import ChannelRegistry
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.tracker_store import TrackerStore
from bot.handover.attending import Attending
from bot.handover.background import Background
from bot.handover.desk import Desk, Upkeep
from bot.handover.mail import Mailer
from bot.handover.outgoing import Arrivals, Outgoing, WebNews
from bot.handover.queue import Queue
from bot.handover.reception import AttendedDialogue, HandoverParts
from bot.handover.records import HandoverRecords
from bot.handover.transcript import Transcript
from bot.settings import Settings
from bot.stores import Stores

#: Where staff answer people.
DESK_PATH = "/quan-tri/truc"


@dataclass(frozen=True)
class HelpDesk:
    """What staff do, what the web page asks, and what is looked after."""

    desk: Desk
    news: WebNews
    upkeep: Upkeep


def attended(
    settings: Settings, stores: Stores, dialogue: Dialogue, pseudonym: Callable[[str], str]
) -> AttendedDialogue:
    """Return a dialogue with people of the office behind it."""
    parts = HandoverParts(
        Queue(stores.database),
        HandoverRecords(stores.database),
        Background(stores.database, TrackerStore(stores.trackers), pseudonym),
        settings.handover.office_hours,
        settings.contact,
    )
    return AttendedDialogue(dialogue, parts)


def open_help_desk(settings: Settings, stores: Stores, channels: ChannelRegistry) -> HelpDesk:
    """Return what staff and those who wait for them need, over the channels that are on."""
    database, arrivals = stores.database, Arrivals()
    queue, transcript = Queue(database), Transcript(database)
    outgoing = Outgoing(channels.channels, channels.gateway.resume, arrivals, settings.public_url)
    attending = Attending(database, outgoing, 60.0 * settings.handover.lease_minutes)
    address = f"{settings.public_url or settings.address}{DESK_PATH}"
    mailer = Mailer(settings.mail, address, asyncio.sleep) if settings.mail.is_on else None
    hours = settings.handover.office_hours
    return HelpDesk(
        Desk(queue, transcript, attending, outgoing),
        WebNews(queue, transcript, arrivals),
        Upkeep(database, attending, outgoing, hours, mailer, leases=stores.leases),
    )
