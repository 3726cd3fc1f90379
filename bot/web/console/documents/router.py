"""All routes of documents together."""

from __future__ import annotations

from fastapi import APIRouter

from bot.web.console.documents.desk import Desk
from bot.web.console.documents.listing import add_list
from bot.web.console.documents.publishing import add_publishing
from bot.web.console.documents.review import add_review
from bot.web.console.documents.upload import add_upload
from bot.web.console.documents.versions import add_versions


def router(desk: Desk) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)
    for add in (add_list, add_upload, add_review, add_publishing, add_versions):
        add(routes, desk)
    return routes
