"""`/van-ban.atom`: the documents that came last, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.vietnam_time import VIETNAM
from bot.web.public.reading import PublicReading
from bot.web.public.rendering import page

PATH = "/van-ban.atom"
ATOM = "application/atom+xml; charset=utf-8"
#: Of a document that bears no day, where none that came before it does.
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Entry:
    """A document with its lasting name and the moment that stands for its day."""

    id: str
    updated: str
    document: Any


def add_feed(routes: APIRouter, reading: PublicReading) -> None:
    """Add the feed. Its links are relative: which name it is asked by proves nothing."""

    @routes.get(PATH)
    def feed(request: Request) -> Response:
        """Return the newest documents."""
        entries = feed_entries(reading.newest())
        values = {
            "id": lasting_name("feed"),
            "updated": max((entry.updated for entry in entries), default=_midnight(EPOCH)),
            "entries": entries,
        }
        return page(request, "feed.xml", values, media_type=ATOM)


def feed_entries(newest: Iterable[Any]) -> Sequence[Entry]:
    """Return the entries of documents, the last first.

    The store knows in which order documents came, not when: a document's own day stands for that,
    and where it bears none, that of the one before it.
    """
    entries: list[Entry] = []
    day = EPOCH
    for document in reversed(list(newest)):
        day = document.day or day
        entries.append(Entry(lasting_name(document.id), _midnight(day), document))
    return entries[::-1]


def lasting_name(name: str) -> str:
    """Return a name that stays the same wherever the feed is read (RFC 4122, version 5)."""
    return uuid5(NAMESPACE_URL, f"thidua:document:{name}").urn


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), VIETNAM).isoformat()
