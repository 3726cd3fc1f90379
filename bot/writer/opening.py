"""The writer is opened as the settings say, where an office has a language model."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from bot.operations.metrics import Metrics
from bot.setting_groups.writer import WriterSettings
from bot.settings import Settings
from bot.writer.breaker import Breaker, State
from bot.writer.budget import Budget
from bot.writer.counts import WriterCounts
from bot.writer.writer import Writer
from database import Database

if TYPE_CHECKING:
    from bot.writer.client import Client


def open_client(server: WriterSettings) -> Client | None:
    """Return what asks the server; None where there is none. openai is loaded only where there is."""
    if not server.url:
        return None
    from bot.writer.client import Client

    return Client(server.url, server.model, server.key.get_secret_value(), float(server.seconds))


def open_writer(settings: Settings, database: Database, metrics: Metrics) -> Writer | None:
    """Return the writer; None where there is none."""
    client = open_client(settings.writer)
    if client is None:
        return None
    breaker, counts = Breaker(), WriterCounts(database)
    told = "1 for how the writer's server is taken: open means that it is left alone"
    metrics.register_gauges(
        "writer_breaker",
        told,
        "state",
        lambda: {state: float(state == breaker.state) for state in get_args(State)},
    )
    return Writer(client, breaker, Budget(counts, settings.writer), counts, metrics)
