"""Where everything is put together: knowledge, dialogue, channels and pages, as one ASGI app."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial

from fastapi import APIRouter, FastAPI
from sqlalchemy.exc import SQLAlchemyError

from bot.assembly.console import add_console
from bot.assembly.gauges import register_gauges, register_watched
from bot.assembly.writing import reword_with
from bot.channels.factory import open_channels
from bot.channels.registry import ChannelRegistry
from bot.delivery.limits import ConcurrencyLimit, rate_limit
from bot.delivery.parameters import REQUESTS_PER_MINUTE
from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.fallback import FallbackDialogue
from bot.dialogue.rasa_client import RasaDialogue
from bot.dialogue.rasa_environment import action_token, rasa_address
from bot.dialogue.supervisor import Supervisor
from bot.dialogue.tracker_store import TrackerStore
from bot.dialogue.turn_recorder import RecordedDialogue
from bot.document_desk.documents import Documents
from bot.handover.desk import HelpDesk, open_help_desk
from bot.handover.reception import AttendedDialogue, attended
from bot.operations import probes
from bot.operations.feedback import FeedbackLog
from bot.operations.health import HealthMonitor
from bot.operations.machine_secret import conversation_secret, derive
from bot.operations.metrics import Metrics
from bot.operations.presence import Presence
from bot.operations.retention import expire_daily
from bot.operations.turn_journal import TurnJournal
from bot.picture_reading import picture_dialogue
from bot.settings import Settings
from bot.stores import Stores, open_stores
from bot.vietnam_time import today
from bot.web import actions_api, documents_api, messages_api, pages, status_api, webhooks
from bot.web.chat import examples_api, pictures_api
from bot.web.console.pages import unavailable
from bot.web.middleware import add_middleware
from bot.web.public import public_pages
from bot.web.responses import document_not_found
from bot.writer import Writer, open_writer
from database import DatabaseError, kind_of
from knowledge.errors import KnowledgeError, UnknownDocument
from knowledge.library import Library
from knowledge.reading import Reading
from knowledge.understanding import ExampleQuestions
from rasa_project.actions.registry import build_actions

LOG = logging.getLogger(__name__)
#: Goes on after "anh/chị liên hệ".
ASK_HERE = "cán bộ ngay tại đây: gõ “gặp cán bộ”"
TITLE = "Trợ lý thi đua, khen thưởng"
#: What can go wrong with the knowledge while it is read: a spoilt store, a broken encoder.
READING_ERRORS = (KnowledgeError, SQLAlchemyError, OSError, RuntimeError)


@dataclass(frozen=True)
class Components:
    """What an assistant is made of; `supervisor` is None where it does not start Rasa itself."""

    settings: Settings
    library: Library
    supervisor: Supervisor | None
    metrics: Metrics
    stores: Stores
    journal: TurnJournal
    feedback: FeedbackLog
    dialogue: AttendedDialogue
    channels: ChannelRegistry
    help_desk: HelpDesk
    writer: Writer | None


def create_app(
    settings: Settings,
    library: Library,
    dialogue: Dialogue | None = None,
    stores: Stores | None = None,
) -> FastAPI:
    """Build the app; with a dialogue of one's own Rasa is not started.

    Raise DatabaseError where the stores cannot be opened, unless they are given.
    """
    parts = _components(settings, library, stores or open_stores(settings), dialogue)
    health, documents = _health(parts), Documents(settings, library, parts.stores.database)
    app = FastAPI(
        title=TITLE,
        lifespan=_lifespan(parts, health, documents),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        # Generated clients name their functions by it.
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.connections = parts.channels
    addresses = rate_limit(REQUESTS_PER_MINUTE, "address", parts.stores.redis)
    add_middleware(app, parts.metrics, addresses, settings.origins)
    app.add_exception_handler(UnknownDocument, document_not_found)
    for error in (KnowledgeError, sqlite3.Error, SQLAlchemyError, DatabaseError):
        app.add_exception_handler(error, unavailable)
    for router in _routers(parts, health):
        app.include_router(router)
    add_console(app, settings, parts.stores, parts.help_desk.desk, library, documents)
    register_gauges(parts.metrics, library, parts.channels, parts.stores.assistants())
    register_watched(
        parts.metrics, settings.var, parts.channels.inbox, health, parts.help_desk.desk
    )
    return app


def _components(
    settings: Settings, library: Library, stores: Stores, own: Dialogue | None
) -> Components:
    address = rasa_address(settings)
    starts = settings.starts_dialogue and not own
    database, leases = stores.database, stores.leases
    metrics, journal = Metrics(), TurnJournal(database)
    trackers = TrackerStore(stores.trackers)
    rasa = own or RasaDialogue(
        address.url,
        trackers,
        leases,
        _contact(settings),
        metrics.observe_stage,
    )
    pseudonym = partial(derive, conversation_secret(settings.var, database))
    answering = FallbackDialogue(rasa, partial(_answer_alone, library))
    recorded = RecordedDialogue(picture_dialogue(answering, library), metrics, journal, pseudonym)
    dialogue = attended(settings, database, trackers, recorded, pseudonym)
    channels = open_channels(settings, database, leases, dialogue, metrics)
    return Components(
        settings=settings,
        library=library,
        supervisor=Supervisor(settings, address) if starts else None,
        metrics=metrics,
        stores=stores,
        journal=journal,
        feedback=FeedbackLog(database),
        dialogue=dialogue,
        channels=channels,
        help_desk=open_help_desk(
            settings, database, leases, channels.channels, channels.gateway.resume
        ),
        writer=open_writer(settings, database, metrics),
    )


def _contact(settings: Settings) -> str:
    """Return whom people are pointed to; where staff attend, how they are asked for."""
    if not settings.handover.hours:
        return settings.contact
    return f"{settings.contact}, hoặc {ASK_HERE}" if settings.contact else ASK_HERE


def _routers(parts: Components, health: HealthMonitor) -> tuple[APIRouter, ...]:
    settings, library, metrics = parts.settings, parts.library, parts.metrics
    turns, shared = ConcurrencyLimit(), parts.stores.shared_answers()
    dialogue, news = parts.dialogue, parts.help_desk.news
    responder = messages_api.WebResponder(
        dialogue, parts.feedback, turns, shared, dialogue.is_silent
    )
    staff = messages_api.StaffSide(news, dialogue.offer)
    people = rate_limit(settings.messages_per_minute, "person", parts.stores.redis)
    return (
        messages_api.router(responder, parts.feedback, metrics, people, staff),
        pictures_api.router(responder, metrics, parts.stores.redis),
        examples_api.router(ExampleQuestions(library.snapshot, today).groups),
        webhooks.router(parts.channels),
        actions_api.router(
            build_actions(library, today, reword_with(parts.writer, library)),
            action_token(settings),
            metrics.observe_stage,
        ),
        status_api.router(health, metrics, settings.admin_token.get_secret_value()),
        documents_api.router(library),
        pages.router(settings.zalo_verifier),
        public_pages(Reading(library), library, today),
    )


def _health(parts: Components) -> HealthMonitor:
    channels, reader = parts.channels, parts.library.reader
    search = partial(_try_search, parts.library)
    replica = {"replica": probes.replica_probe(reader.is_following)} if reader.has_replica else {}
    return HealthMonitor(
        {
            **parts.stores.probes(),
            **replica,
            "dialogue": probes.dialogue_probe(parts.dialogue.ready, parts.supervisor),
            "knowledge": probes.knowledge_probe(search, parts.library.encoder),
            "disk": probes.disk_probe(parts.settings.var),
            "messages": probes.queue_probe(channels.inbox),
            **{
                name: probes.channel_probe(partial(channels.status, name))
                for name in channels.names
            },
            **({"writer": probes.channel_probe(parts.writer.status)} if parts.writer else {}),
        },
        required=frozenset({"database", "dialogue", "knowledge"}),
    )


def _lifespan(
    parts: Components, health: HealthMonitor, documents: Documents
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what is done before the first request and after the last."""
    settings, supervisor, stores = parts.settings, parts.supervisor, parts.stores
    assistants, library = stores.assistants(), parts.library
    presence = (
        Presence(assistants, settings, health, lambda: library.known_revision)
        if assistants
        else None
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if supervisor:
            await supervisor.start()
        # What is loaded on first use is loaded before the first question.
        await asyncio.to_thread(_try_search, parts.library)
        await parts.channels.start()
        expiring = expire_daily(stores.expiring(), settings.keep_days)
        jobs = [expiring, health.run(), stores.leases.keep_renewing()]
        jobs += [parts.help_desk.upkeep.run(), documents.run()]
        if presence:
            jobs.append(presence.run())
        tasks = [asyncio.create_task(job) for job in jobs]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await parts.channels.stop()
        if presence:
            await presence.leave()
        if parts.writer:
            await parts.writer.close()
        await stores.close()
        if supervisor:
            await supervisor.stop()

    return lifespan


def _answer_alone(library: Library, text: str, day: date) -> Answer | None:
    """Answer a question outside its conversation; None where that cannot be done."""
    try:
        answer = library.answer_alone(text, day)
    except READING_ERRORS:
        LOG.exception("answering without the dialogue failed")
        return None
    return Answer.model_validate(answer.as_json()) if answer else None


def _try_search(library: Library) -> tuple[int, str]:
    """Search once; return how many documents there are, and why they cannot be searched, if so."""
    try:
        library.search("thi đua")
        return len(library.document_ids()), ""
    except READING_ERRORS as error:
        # Anyone may read it: a server's own words name hosts and users, SQLAlchemy's the statement.
        return 0, kind_of(error) if isinstance(error, SQLAlchemyError) else str(error)
