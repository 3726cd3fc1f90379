"""The gauges of `/metrics`: what is held and what waits, told as of the moment of asking."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.registry import ChannelRegistry
from bot.operations.metrics import Metrics
from bot.operations.presence import count_states, known_revisions
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


def _or_unknown(value: Callable[[], int]) -> float:
    """Return a value of the database, NaN while that is away: the other figures are told all the same."""
    try:
        return value()
    except SQLAlchemyError:
        return math.nan
