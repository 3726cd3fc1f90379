"""A stand-in for Rasa's REST channel: it answers as it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from bot.dialogue.answers import Answer

#: Returns the status and body of the response to a message.
Respond = Callable[[dict[str, Any]], tuple[int, bytes]]


def app_of(respond: Respond) -> FastAPI:
    """Return the server as an app."""
    app = FastAPI()

    @app.get("/")
    def ready() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.post("/webhook")
    async def message(request: Request) -> Response:
        status, body = respond(json.loads(await request.body()))
        return Response(body, status)

    return app


def replies(*answers: Answer) -> tuple[int, bytes]:
    """Return the response in which an action's answers arrive."""
    messages = [{"recipient_id": "c", "custom": answer.as_json()} for answer in answers]
    return 200, json.dumps(messages).encode()
