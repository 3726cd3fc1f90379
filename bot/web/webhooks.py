"""The addresses that messaging apps post to: `/channels/telegram`, `/zalo`, `/zalo-bot`."""

from __future__ import annotations

import asyncio
import logging

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.registry import ChannelRegistry
from bot.errors import InvalidMessage, Overloaded, PayloadTooLarge, Unauthorized
from bot.web.parameters import STORAGE_RETRY_AFTER
from bot.web.request_bodies import read_body
from bot.web.responses import error_response
from database import reason_of

LOG = logging.getLogger(__name__)


def router(channels: ChannelRegistry) -> APIRouter:
    """Return the routes of the channels that are on."""
    routes = APIRouter()
    for name in channels.channels:
        _add(routes, channels, name)
    return routes


def _add(routes: APIRouter, channels: ChannelRegistry, name: str) -> None:
    channel = channels.channels[name]

    @routes.post(f"/channels/{name}", include_in_schema=False)
    async def accept(request: Request) -> JSONResponse:
        """Take what an app posts: it is on disk when this answers 200."""
        try:
            body = await read_body(request)
            # Off the event loop: a channel may look up what a button stands for.
            for message in await asyncio.to_thread(channel.read, request.headers, body):
                await channels.gateway.accept(name, message)
        except Unauthorized as error:
            LOG.warning("%s: %s", name, error)
            return error_response(403, "unauthorised")
        except PayloadTooLarge:
            return error_response(413, "too large")
        except InvalidMessage as error:
            return error_response(400, str(error))
        except (Overloaded, SQLAlchemyError) as error:
            # Not on disk: the app delivers it again.
            LOG.error("%s: a message was not taken: %s", name, reason_of(error))
            return error_response(503, "busy", STORAGE_RETRY_AFTER)
        return JSONResponse({"ok": True})
