"""The addresses that messaging apps post to: `/channels/telegram`, `/channels/zalo`, `/channels/zalo-bot`."""

from __future__ import annotations

import logging
import sqlite3

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.channels.registry import ChannelRegistry
from bot.errors import InvalidMessage, Overloaded, PayloadTooLarge, Unauthorized
from bot.web.request_body import read_body

LOG = logging.getLogger(__name__)
RETRY_SECONDS = "30"


def router(connections: ChannelRegistry) -> APIRouter:
    """Give the routes of the channels that are on."""
    routes = APIRouter()
    for name in connections.channels:
        _add(routes, connections, name)
    return routes


def _add(routes: APIRouter, connections: ChannelRegistry, name: str) -> None:
    channel = connections.channels[name]

    @routes.post(f"/channels/{name}", include_in_schema=False)
    async def take(request: Request) -> JSONResponse:
        """Take what an app posts: it is on disk when this answers 200."""
        try:
            for message in channel.read(request.headers, await read_body(request)):
                await connections.gateway.accept(name, message)
        except Unauthorized as error:
            LOG.warning("%s: %s", name, error)
            return JSONResponse({"error": "unauthorised"}, status_code=403)
        except PayloadTooLarge:
            return JSONResponse({"error": "too large"}, status_code=413)
        except InvalidMessage as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        except (Overloaded, sqlite3.Error) as error:
            # Not on disk: the app delivers it again.
            LOG.error("%s: a message was not taken: %s", name, error)
            return JSONResponse({"error": "busy"}, status_code=503, headers={"Retry-After": RETRY_SECONDS})
        return JSONResponse({"ok": True})
