"""What is kept, and where: opened as the settings say, watched, ended with its age."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from redis.asyncio import Redis

from bot.accounts.sessions import Sessions
from bot.delivery.inbox import InboxRecords
from bot.dialogue.answers import Answer
from bot.dialogue.tracker_store import TrackerStore, open_trackers
from bot.documents.upload_table import UploadTable
from bot.handover.records import HandoverRecords
from bot.operations import probes
from bot.operations.feedback import FeedbackLog
from bot.operations.health import Probe
from bot.operations.retention import ExpiringStore
from bot.operations.turn_journal import TurnJournal
from bot.settings import Settings
from bot.storage.assistants import AssistantTable
from bot.storage.leases import Leases, open_leases
from bot.storage.old_files import OldFiles
from bot.storage.opening import open_conversations
from bot.storage.redis_window import open_redis
from bot.storage.shared_results import ResultTable, SharedResults
from bot.writer.counts import WriterCounts
from database import Database

ANSWERS: TypeAdapter[list[Answer]] = TypeAdapter(list[Answer])


@dataclass(frozen=True)
class Stores:
    """Where things are kept; `redis` is None where this assistant counts alone."""

    folder: Path
    database: Database
    trackers: Database
    leases: Leases
    redis: Redis | None

    def shared_answers(self) -> SharedResults[list[Answer]] | None:
        """Return what all assistants have answered; None where this one is alone."""
        if not self.leases.is_shared:
            return None
        return SharedResults(ResultTable(self.database, ANSWERS), self.leases)

    def assistants(self) -> AssistantTable | None:
        """Return who serves from this database; None where this assistant is alone."""
        return AssistantTable(self.database) if self.database.is_shared else None

    def probes(self) -> dict[str, Probe]:
        """Return the probes of the servers that several assistants share."""
        shared: dict[str, Probe] = {}
        if self.database.is_shared:
            shared["database"] = probes.database_probe(self.database)
        if self.redis:
            shared["redis"] = probes.redis_probe(self.redis)
        return shared

    def expiring(self) -> tuple[ExpiringStore, ...]:
        """Return all whose records end."""
        return (
            TrackerStore(self.trackers),
            InboxRecords(self.database),
            FeedbackLog(self.database),
            TurnJournal(self.database),
            ResultTable(self.database, ANSWERS),
            HandoverRecords(self.database),
            Sessions(self.database),
            UploadTable(self.database),
            WriterCounts(self.database),
            OldFiles(self.folder),
        )

    async def close(self) -> None:
        """Close every connection."""
        for database in (self.database, self.trackers):
            database.close()
        if self.redis:
            await self.redis.aclose()


def open_stores(settings: Settings) -> Stores:
    """Open what the settings name. Raise DatabaseError where that cannot be."""
    database = open_conversations(settings)
    redis = settings.redis.get_secret_value()
    return Stores(
        settings.var,
        database,
        open_trackers(settings.trackers, database),
        open_leases(database),
        open_redis(redis) if redis else None,
    )
