"""Where everything is put together: knowledge, Rasa's actions, the channels and the pages, as one ASGI app."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from rasa_sdk.executor import ActionExecutor

from bot.channels.factory import open_channels
from bot.channels.registry import ChannelRegistry
from bot.delivery.inbox import InboxRecords
from bot.delivery.limits import ConcurrencyLimit
from bot.delivery.notices import UNAVAILABLE
from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.fallback import FallbackDialogue
from bot.dialogue.rasa_client import RasaDialogue
from bot.dialogue.supervisor import Supervisor
from bot.dialogue.tracker_store import TrackerStore
from bot.dialogue.training import action_token
from bot.dialogue.turn_recorder import RecordedDialogue
from bot.operations import probes
from bot.operations.feedback import FeedbackLog
from bot.operations.health import HealthMonitor
from bot.operations.machine_secret import derive, load_secret
from bot.operations.metrics import Metrics
from bot.operations.retention import ExpiringStore, expire_daily
from bot.operations.turn_journal import TurnJournal
from bot.settings import Settings
from bot.web import actions_api, messages_api, status, webhooks
from bot.web.middleware import add_middleware
from bot.web.pages import WIDGET, document_page, widget_script, zalo_page
from knowledge.errors import KnowledgeError, UnknownDocument
from knowledge.library import Library
from knowledge.model import Document
from knowledge.phrasing import name_of

LOG = logging.getLogger(__name__)
TITLE = "Trợ lý thi đua, khen thưởng"
LONGEST_QUERY = 500
MOST_HITS = 50
#: What of a document is not told over HTTP: its text stands apart, and where it lies on this machine is nobody's business.
HIDDEN = ("text", "checksum", "file", "added")


def create_app(settings: Settings, library: Library, dialogue: Dialogue | None = None) -> FastAPI:
    """Build the app; with a dialogue of one's own, or apart, Rasa is not started."""
    supervisor = Supervisor(settings) if settings.starts_dialogue and not dialogue else None
    metrics, journal = Metrics(), TurnJournal(settings.turns)
    talk = _watched(settings, library, dialogue, metrics, journal)
    feedback = FeedbackLog(settings.feedback)
    connections = open_channels(settings, talk, metrics)
    health = _health(settings, library, talk, supervisor, connections)
    lifespan = _lifespan(settings, library, supervisor, connections, health, (feedback, journal))
    app = FastAPI(
        title=TITLE,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.connections = connections
    add_middleware(app, settings, metrics)
    for trouble in (KnowledgeError, sqlite3.Error):
        app.add_exception_handler(trouble, _out_of_order)
    for routes in (
        messages_api.router(talk, feedback, settings.messages_per_minute, metrics, ConcurrencyLimit()),
        webhooks.router(connections),
        _actions(settings, library, metrics),
        status.router(health, metrics, settings),
    ):
        app.include_router(routes)
    _add_knowledge(app, library)
    _add_pages(app, library, settings.zalo_verifier)
    _watch(metrics, library, connections)
    return app


def _lifespan(
    settings: Settings,
    library: Library,
    supervisor: Supervisor | None,
    connections: ChannelRegistry,
    health: HealthMonitor,
    logs: tuple[FeedbackLog, TurnJournal],
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Give what is done before the first request and after the last."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if supervisor:
            await supervisor.start()
        await asyncio.to_thread(_tried, library)
        await connections.start()
        stores: list[ExpiringStore] = [TrackerStore(settings.trackers), InboxRecords(settings.inbox), *logs]
        jobs = (expire_daily(stores, settings.keep_days), health.run())
        background = [asyncio.create_task(job) for job in jobs]
        yield
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        await connections.stop()
        for log in logs:
            log.close()
        if supervisor:
            await supervisor.stop()

    return lifespan


def _watched(
    settings: Settings,
    library: Library,
    dialogue: Dialogue | None,
    metrics: Metrics,
    journal: TurnJournal,
) -> Dialogue:
    """Give the dialogue with what answers in its place and what watches its turns."""
    rasa = dialogue or RasaDialogue(
        settings.dialogue_address, TrackerStore(settings.trackers), settings.contact, metrics.observe_stage
    )
    hashed = partial(derive, load_secret(settings.var))
    return RecordedDialogue(FallbackDialogue(rasa, partial(_alone, library)), metrics, journal, hashed)


def _alone(library: Library, typed: str, day: date) -> Answer | None:
    """Answer a question outside its conversation, if that can be done at all."""
    try:
        answer = library.answer_alone(typed, day)
    except (KnowledgeError, sqlite3.Error, OSError, RuntimeError):
        LOG.exception("answering without the dialogue failed")
        return None
    return Answer.model_validate(answer.as_json()) if answer else None


async def _out_of_order(request: Request, error: Exception) -> JSONResponse:
    """Tell in a sentence that the knowledge cannot be read just now."""
    LOG.error("%s: %s", request.url.path, error)
    return JSONResponse({"error": UNAVAILABLE}, status_code=503, headers={"Retry-After": "30"})


def _tried(library: Library) -> tuple[int, str]:
    """Search once, which also loads what is loaded on first use; give how many documents are held, and what is wrong."""
    try:
        library.search("thi đua")
        return len(library.document_ids()), ""
    except (KnowledgeError, sqlite3.Error, OSError, RuntimeError) as error:
        return 0, str(error)


def _actions(settings: Settings, library: Library, metrics: Metrics) -> APIRouter:
    from rasa_project.actions import actions

    executor = ActionExecutor()
    for action in actions(library):
        executor.register_action(action)
    return actions_api.router(executor, action_token(settings), metrics.observe_stage)


def _health(
    settings: Settings,
    library: Library,
    dialogue: Dialogue,
    supervisor: Supervisor | None,
    connections: ChannelRegistry,
) -> HealthMonitor:
    found = {
        "dialogue": probes.dialogue_probe(dialogue.ready, supervisor),
        "knowledge": probes.knowledge_probe(partial(_tried, library), library.encoder),
        "disk": probes.disk_probe(settings.var),
        "messages": probes.queue_probe(connections.inbox),
        **{name: probes.channel_probe(partial(connections.status, name)) for name in connections.names},
    }
    return HealthMonitor(found, required=frozenset({"dialogue", "knowledge"}))


def _watch(metrics: Metrics, library: Library, connections: ChannelRegistry) -> None:
    """Show what is asked for only when the figures are read."""
    metrics.register_gauge("messages_waiting", "Messages taken and not yet answered", connections.inbox.waiting)
    metrics.register_gauge("documents", "Documents held", lambda: len(library.document_ids()))
    metrics.register_gauge(
        "knowledge_version",
        "Changes whenever what is held changes",
        lambda: float(sum(library.version)),
    )


def _add_knowledge(app: FastAPI, library: Library) -> None:
    @app.get("/api/search")
    def search(
        q: str,
        place: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        limit: int = 10,
    ) -> JSONResponse:
        """Find passages; best first."""
        if len(q) > LONGEST_QUERY:
            return JSONResponse({"error": "Câu tìm quá dài."}, status_code=400)
        hits = library.search(q, place, year, kind, max(1, min(limit, MOST_HITS)))
        rows = [
            {
                "document_id": hit.document.id, "title": hit.document.title, "number": hit.document.number,
                "place": hit.passage.label or hit.passage.heading, "text": hit.passage.text,
                "start": hit.passage.start, "end": hit.passage.end, "score": round(hit.score, 6),
                "url": f"/documents/{hit.document.id}#p{hit.passage.number}",
            }
            for hit in hits
        ]  # fmt: skip
        return JSONResponse({"hits": rows})

    @app.get("/api/documents")
    def documents() -> JSONResponse:
        """List the documents."""
        return JSONResponse({"documents": [_about(document) for document in library.documents()]})

    @app.get("/api/documents/{document_id}")
    def document(document_id: str) -> JSONResponse:
        """Give one document with its text and facts."""
        try:
            found = library.document(document_id)
        except UnknownDocument as error:
            return JSONResponse({"error": str(error)}, status_code=404)
        facts = [{**vars(fact), "details": dict(fact.details)} for fact in library.facts(document_id)]
        return JSONResponse({**_about(found), "text": found.text, "facts": facts})


def _about(document: Document) -> dict[str, Any]:
    shown = {name: value for name, value in vars(document).items() if name not in HIDDEN}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in shown.items()}


def _add_pages(app: FastAPI, library: Library, verifier: str) -> None:
    @app.get("/documents/{document_id}", include_in_schema=False)
    def page(document_id: str) -> HTMLResponse:
        """Show a document; `#p<number>` marks a passage."""
        try:
            found = library.document(document_id)
        except UnknownDocument as error:
            return HTMLResponse(document_page("Không tìm thấy", str(error), "", []), status_code=404)
        about = "\n".join([name_of(found), *(f"Cần đối chiếu với bản gốc: {doubt}." for doubt in found.doubts)])
        source = found.source_title or ""
        return HTMLResponse(document_page(found.title, about, source, library.passages(document_id)))

    for path, file in (
        ("/", "index.html"),
        ("/page.css", "page.css"),
    ):
        app.get(path, include_in_schema=False)(_file(WIDGET / file))
    if verifier:
        # Zalo asks for this page as proof that the domain is the app's.
        app.get(f"/zalo_verifier{verifier}.html", include_in_schema=False)(lambda: HTMLResponse(zalo_page(verifier)))
    script = widget_script()

    @app.get("/widget.js", include_in_schema=False)
    def widget() -> Response:
        """Give the widget with its style inside: one file, one request."""
        return Response(script, media_type="text/javascript; charset=utf-8")


def _file(path: Path) -> Callable[[], FileResponse]:
    return lambda: FileResponse(path)
