"""How the assistant is: `/health` (alive), `/ready` (each part), `/metrics` (Prometheus)."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bot.operations.health import HealthMonitor
from bot.operations.machine_secret import is_equal
from bot.operations.metrics import CONTENT_TYPE, Metrics
from bot.settings import Settings
from bot.web.client_address import client_host, is_loopback


def router(health: HealthMonitor, metrics: Metrics, settings: Settings) -> APIRouter:
    """Give the routes of this page."""
    routes = APIRouter()

    @routes.get("/metrics", include_in_schema=False)
    def figures(request: Request) -> Response:
        """Give what an operator watches, to this machine or to who has the operator's token."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = settings.admin_token.get_secret_value()
        allowed = is_equal(given, token) if token else is_loopback(client_host(request))
        if not allowed:
            return JSONResponse({"error": "unauthorised"}, status_code=403)
        return Response(metrics.exposition(), media_type=CONTENT_TYPE)

    @routes.get("/health")
    def alive() -> JSONResponse:
        """Tell that the process is alive."""
        return JSONResponse({"status": "ok"})

    @routes.get("/ready")
    async def ready(request: Request) -> JSONResponse:
        """Tell how each part stands and since when: 200 only when a question can be answered."""
        report = await (health.check() if is_loopback(client_host(request)) else health.recent())
        return JSONResponse(asdict(report), status_code=200 if report.ready else 503)

    return routes
