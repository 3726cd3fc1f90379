"""Rasa's action endpoint, in the assistant's process: the actions need the knowledge.

Only Rasa may call it: it sends a secret that both processes are started with
(`rasa_project/endpoints.yml`), since an action tells what a conversation is about, and believes
what it is told of it. Calls: https://rasa.com/docs/rasa/pages/action-server-api.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionMissingDomainException,
    ActionNotFoundException,
)

from bot.errors import PayloadTooLarge
from bot.operations.machine_secret import is_equal
from bot.web.parameters import MAX_ACTION_CALL
from bot.web.request_bodies import read_body
from bot.web.responses import error_response

LOG = logging.getLogger(__name__)
TOKEN_HEADER = "X-Thidua-Token"
#: What Rasa is told of a call without the domain: it sends the call again with it.
MISSING_DOMAIN = 449


def router(
    actions: Iterable[Action], token: str, observe: Callable[[str, float], None]
) -> APIRouter:
    """Return the routes that Rasa calls; `observe` gets the seconds that each action took."""
    routes, executor = APIRouter(), ActionExecutor()
    for action in actions:
        executor.register_action(action)

    @routes.post("/actions/webhook", include_in_schema=False)
    @routes.post("/actions", include_in_schema=False)
    async def run(request: Request) -> JSONResponse:
        """Run one action for Rasa."""
        if not is_equal(request.headers.get(TOKEN_HEADER, ""), token):
            return error_response(403, "unauthorised")
        try:
            body = await read_body(request, MAX_ACTION_CALL)
        except PayloadTooLarge:
            return error_response(413, "too large")
        begun = time.perf_counter()
        response = await _run(executor, body)
        observe("action", time.perf_counter() - begun)
        return response

    return routes


async def _run(executor: ActionExecutor, body: bytes) -> JSONResponse:
    try:
        call = json.loads(body)
        result = await executor.run(call)
    except ActionNotFoundException as error:
        return _refusal(404, error)
    except ActionExecutionRejection as error:
        return _refusal(400, error)
    except ActionMissingDomainException as error:
        return error_response(MISSING_DOMAIN, str(error))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return error_response(400, f"not an action call: {type(error).__name__}")
    LOG.info("action", extra={"action": call.get("next_action"), "turn": _turn(call)})
    return JSONResponse(result.model_dump() if result else {})


def _refusal(
    status: int, error: ActionNotFoundException | ActionExecutionRejection
) -> JSONResponse:
    body = {"error": str(error), "action_name": error.action_name}
    return JSONResponse(body, status_code=status)


def _turn(call: dict[str, Any]) -> str:
    """Return the id of the turn that a call belongs to, as the assistant told Rasa."""
    message = (call.get("tracker") or {}).get("latest_message") or {}
    return str((message.get("metadata") or {}).get("turn", ""))
