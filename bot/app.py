"""Where everything is put together: knowledge, Rasa's actions, the channels and the pages, as one ASGI app."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException

from bot.channels import web, webhooks
from bot.connections import Connections
from bot.dialogue import Dialogue, RasaDialogue
from bot.feedback import FeedbackBook
from bot.metrics import TYPE, Measured, Metrics
from bot.pages import WIDGET, document_page, widget_script, zalo_page
from bot.retention import expire_daily
from bot.settings import Settings
from bot.supervise import Supervisor
from knowledge.encoders import open_encoder
from knowledge.errors import UnknownDocument
from knowledge.library import Library
from knowledge.model import Document
from knowledge.phrasing import name_of
from knowledge.store import Store

LOG = logging.getLogger(__name__)
LONGEST_QUERY = 500
#: Beside the store: what can be made again from it.
INDEX = "index"
MOST_HITS = 50
#: What of a document is not told over HTTP: its text stands apart, and where it lies on this machine is nobody's business.
HIDDEN = ("text", "checksum", "file", "added")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def open_library(settings: Settings) -> Library:
    """Open the store with its encoder; the starter documents are indexed on first use."""
    library = Library(Store(settings.store), open_encoder(settings.encoder), settings.store.parent / INDEX)
    if settings.documents:
        from indexer.pipeline import add_all

        for outcome in add_all(library, _starter_files(library, settings.documents)):
            if outcome.state == "failed":
                LOG.error("%s: %s", outcome.source, outcome.reason)
    if missing := library.missing_vectors():
        LOG.error("%s đoạn chưa có vectơ của bộ mã hoá %s: đang tính lại.", missing, library.encoder)
        library.rebuild()
    return library


def _starter_files(library: Library, folder: Path) -> list[Path]:
    """Give the starter documents, less those in whose place the office has put a text of its own."""
    own = {held.id for held in library.documents() if held.file and not Path(held.file).is_relative_to(folder)}
    return sorted(path for path in folder.iterdir() if path.stem not in own)


def create_app(settings: Settings, library: Library, dialogue: Dialogue | None = None) -> FastAPI:
    """Build the app; with a dialogue of one's own, Rasa is not started."""
    supervisor = None if dialogue else Supervisor(settings)
    rasa: Dialogue = dialogue or RasaDialogue(settings.dialogue_address, settings.trackers, settings.contact)
    # The gateway is asked only when figures are: it is made with the dialogue that they count.
    metrics = Metrics(lambda: connections.inbox.waiting())
    talk = Measured(rasa, metrics)
    connections = Connections(settings, talk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if supervisor:
            await supervisor.start()
        await asyncio.to_thread(library.search, "thi đua")
        await connections.start()
        expiring = asyncio.create_task(expire_daily(settings))
        yield
        expiring.cancel()
        await connections.stop()
        feedback.close()
        if supervisor:
            await supervisor.stop()

    app = FastAPI(
        title="Trợ lý thi đua, khen thưởng",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.connections = connections
    _add_headers(app, settings.origins)
    feedback = FeedbackBook(settings.var / "feedback.db")
    app.include_router(web.router(talk, feedback))
    app.include_router(webhooks.router(connections))
    _add_actions(app, library)
    _add_knowledge(app, library)
    _add_pages(app, library, settings.zalo_verifier)
    _add_health(app, library, talk, metrics)
    return app


def _add_headers(app: FastAPI, origins: Sequence[str]) -> None:
    @app.middleware("http")
    async def headers(request: Request, call_next: Callable[[Request], Any]) -> Any:
        response = await call_next(request)
        response.headers.update(HEADERS)
        return response

    if origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_methods=["POST"], allow_headers=["Content-Type"]
        )


def _add_actions(app: FastAPI, library: Library) -> None:
    """Rasa's action endpoint, in this process: the actions need the library."""
    from rasa_project.actions import actions

    executor = ActionExecutor()
    for action in actions(library):
        executor.register_action(action)

    @app.post("/actions/webhook", include_in_schema=False)
    @app.post("/actions", include_in_schema=False)
    async def run(request: Request) -> JSONResponse:
        """Run one action for Rasa."""
        try:
            call = json.loads(await request.body())
            result = await executor.run(call)
        except ActionNotFoundException as error:
            return JSONResponse({"error": str(error), "action_name": error.action_name}, status_code=404)
        except ActionExecutionRejection as error:
            return JSONResponse({"error": str(error), "action_name": error.action_name}, status_code=400)
        except ActionMissingDomainException as error:
            return JSONResponse({"error": str(error)}, status_code=449)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return JSONResponse({"error": f"not an action call: {type(error).__name__}"}, status_code=400)
        return JSONResponse(result.model_dump() if result else {})


def _add_knowledge(app: FastAPI, library: Library) -> None:
    @app.get("/api/search")
    def search(
        q: str, place: str | None = None, year: int | None = None, kind: str | None = None, limit: int = 10
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


def _add_health(app: FastAPI, library: Library, dialogue: Dialogue, metrics: Metrics) -> None:
    @app.get("/metrics", include_in_schema=False)
    def figures() -> Response:
        """Give what an operator watches."""
        return Response(metrics.text(), media_type=TYPE)

    @app.get("/health")
    def health() -> JSONResponse:
        """Tell that the process is alive."""
        return JSONResponse({"status": "ok"})

    @app.get("/ready")
    async def ready() -> JSONResponse:
        """Tell whether a question can be answered: 200 only when every part can."""
        parts = {"dialogue": await dialogue.ready(), "knowledge": bool(await asyncio.to_thread(library.document_ids))}
        return JSONResponse({"ready": all(parts.values()), **parts}, status_code=200 if all(parts.values()) else 503)
