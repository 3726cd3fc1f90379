"""The gauges of `/metrics`: what is held and what waits, told as of the moment of asking."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import disk_usage

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.registry import ChannelRegistry
from bot.delivery.inbox import Inbox
from bot.handover.desk import HandoverDesk
from bot.operations.backup import last_backup
from bot.operations.health import HealthMonitor
from bot.operations.metrics import Metrics
from bot.operations.presence import count_states, known_revisions
from bot.operations.probes import longest_wait
from bot.storage.assistants import AssistantTable, SeenAssistant
from knowledge.library import Library


def register_gauges(
    metrics: Metrics,
    library: Library,
    channels: ChannelRegistry,
    assistants: AssistantTable | None,
) -> None:
    """Register them; `assistants` is None where this one is alone."""
    gauge = metrics.register_gauge
    # What is kept in one database is the same from each assistant on it: to be added up never.
    waiting = "Messages taken and not yet answered, by all on this database; NaN while it is away"
    gauge("messages_waiting", waiting, partial(_or_unknown, channels.inbox.waiting))
    gauge("documents", "Documents held", partial(_or_unknown, lambda: len(library.document_ids())))
    if assistants:
        _register_assistants(metrics, assistants)
    version = "Changes whenever what is held changes"
    gauge("knowledge_version", version, partial(_or_unknown, lambda: library.version[1]))


def register_watched(
    metrics: Metrics, var: Path, inbox: Inbox, health: HealthMonitor, desk: HandoverDesk
) -> None:
    """Register what an operator is warned of: parts, waiting people, disk, copies."""
    gauge = metrics.register_gauge
    parts = "1 for each part that was ok when last checked, else 0; parts that are off are left out"
    metrics.register_gauges("part_ok", parts, "part", health.parts_ok)
    oldest = (
        "Seconds for which the oldest message has waited for its answer, of all on this database"
    )
    gauge("oldest_message_seconds", oldest, partial(_or_unknown, partial(longest_wait, inbox)))
    waiting = "People who wait for someone of the office, of all on this database"
    gauge("handovers_waiting", waiting, partial(_or_unknown, desk.count_waiting))
    free = partial(_or_unknown, lambda: disk_usage(var).free)
    gauge("disk_free_bytes", "Free on the disk of the data folder", free)
    backup = "When this machine last made a copy of all, seconds since 1970; 0 for never"
    gauge("last_backup_timestamp_seconds", backup, partial(_or_unknown, partial(last_backup, var)))


def _register_assistants(metrics: Metrics, table: AssistantTable) -> None:
    """Tell of the other assistants; of none while the database is away."""

    def seen() -> list[SeenAssistant]:
        try:
            return table.all()
        except SQLAlchemyError:
            return []

    gauges = metrics.register_gauges
    alive = "Assistants on this database, by all of them alike"
    gauges("assistants", alive, "state", lambda: count_states(seen()))
    known = "The last change of the documents that each assistant answers from"
    gauges("assistant_knowledge_version", known, "assistant", lambda: known_revisions(seen()))


def _or_unknown(value: Callable[[], float]) -> float:
    """Return a value, NaN while its database or disk is away: the other figures are told all the same."""
    try:
        return value()
    except (SQLAlchemyError, OSError):
        return math.nan
