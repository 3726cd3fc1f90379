"""Rasa's action endpoint, in the assistant's process: the actions need the knowledge.

Only Rasa may call it: it sends a word that both processes are started with (endpoints.yml), since an action tells what
a conversation is about, and believes what it is told of it.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException

from bot.errors import PayloadTooLarge
from bot.operations.machine_secret import is_equal
from bot.web.request_body import read_body

LOG = logging.getLogger(__name__)
TOKEN_HEADER = "X-Thidua-Token"
#: A call holds the conversation's last turns with their answers and, the first time, the domain.
LARGEST_CALL = 8 * 1024 * 1024


def router(executor: ActionExecutor, token: str, timed: Callable[[str, float], None]) -> APIRouter:
    """Give the routes that Rasa calls."""
    routes = APIRouter()

    @routes.post("/actions/webhook", include_in_schema=False)
    @routes.post("/actions", include_in_schema=False)
    async def run(request: Request) -> JSONResponse:
        """Run one action for Rasa."""
        if not is_equal(request.headers.get(TOKEN_HEADER, ""), token):
            return JSONResponse({"error": "unauthorised"}, status_code=403)
        try:
            body = await read_body(request, LARGEST_CALL)
        except PayloadTooLarge:
            return JSONResponse({"error": "too large"}, status_code=413)
        begun = time.perf_counter()
        response = await _run(executor, body)
        timed("action", time.perf_counter() - begun)
        return response

    return routes


async def _run(executor: ActionExecutor, body: bytes) -> JSONResponse:
    try:
        call = json.loads(body)
        result = await executor.run(call)
    except ActionNotFoundException as error:
        return JSONResponse({"error": str(error), "action_name": error.action_name}, status_code=404)
    except ActionExecutionRejection as error:
        return JSONResponse({"error": str(error), "action_name": error.action_name}, status_code=400)
    except ActionMissingDomainException as error:
        return JSONResponse({"error": str(error)}, status_code=449)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return JSONResponse({"error": f"not an action call: {type(error).__name__}"}, status_code=400)
    LOG.info("action", extra={"action": call.get("next_action"), "turn": _turn(call)})
    return JSONResponse(result.model_dump() if result else {})


def _turn(call: dict[str, Any]) -> str:
    """Give the id of the turn that a call belongs to, as the assistant told Rasa."""
    message = (call.get("tracker") or {}).get("latest_message") or {}
    return str((message.get("metadata") or {}).get("turn", ""))
