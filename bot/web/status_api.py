"""How the assistant is: `/health` (alive), `/ready` (each component), `/metrics` (Prometheus)."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bot.operations.health import HealthMonitor, HealthReport
from bot.operations.machine_secret import is_equal
from bot.operations.metrics import CONTENT_TYPE, Metrics
from bot.web.client_address import client_host, is_loopback
from bot.web.responses import AliveResponse, error_response, json_response


def router(health: HealthMonitor, metrics: Metrics, admin_token: str) -> APIRouter:
    """Return the routes; without an `admin_token` only this machine may read the figures."""
    routes = APIRouter()

    @routes.get("/metrics", include_in_schema=False)
    def figures(request: Request) -> Response:
        """Return what an operator watches, to this machine or to who has the operator's token."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        is_local = is_loopback(client_host(request))
        if not (is_equal(token, admin_token) if admin_token else is_local):
            return error_response(403, "unauthorised")
        return Response(metrics.exposition(), media_type=CONTENT_TYPE)

    @routes.get("/health", response_model=AliveResponse)
    def alive() -> JSONResponse:
        """Say that the process is alive."""
        return json_response(AliveResponse())

    @routes.get("/ready", response_model=HealthReport, responses={503: {"model": HealthReport}})
    async def ready(request: Request) -> JSONResponse:
        """Say how each part stands and since when: 200 only when a question can be answered."""
        is_local = is_loopback(client_host(request))
        report = await (health.check() if is_local else health.recent())
        return JSONResponse(asdict(report), status_code=200 if report.ready else 503)

    return routes
