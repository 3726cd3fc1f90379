"""The pages as responses: templates, lines of an answer, links between pages of a list."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from bot.web.public.parameters import COMPRESSION, MAX_PAGE, MIN_COMPRESSED
from bot.web.public.queries import address
from bot.web.rendering import open_templates

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class TextGroup:
    """Lines of an answer one after another: of a list without their dashes, or paragraphs."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Pager:
    """Where one is in a list of pages; an address is empty where there is no such page."""

    number: int
    count: int
    total: int
    previous: str
    next: str


#: A list without anything in it.
NO_PAGES = Pager(1, 1, 0, "", "")
#: What is said of a place that no document is about.
UNKNOWN_PLACE = "Tôi chưa có văn bản nào về {}."


def text_groups(text: str) -> list[TextGroup]:
    """Return an answer's lines by what they are; those that begin with "- " are a list's."""
    lines = [line for line in text.split("\n") if line.strip()]
    grouped = groupby(lines, key=lambda line: line.startswith("- "))
    return [
        TextGroup(is_list, tuple(line.removeprefix("- ") for line in members))
        for is_list, members in grouped
    ]


def format_day(day: date) -> str:
    """Return a day as answers carry it: 22/02/2023."""
    return day.strftime("%d/%m/%Y")


ENVIRONMENT = open_templates(Path(__file__).parent / "templates")
ENVIRONMENT.filters.update(
    text_groups=text_groups,
    day=format_day,
    last_day=lambda end: format_day(end - timedelta(days=1)),
)


def page(
    request: Request,
    template: str,
    values: Mapping[str, object],
    status: int = 200,
    media_type: str = HTML,
) -> Response:
    """Return a page, compressed where the browser takes it so."""
    body = ENVIRONMENT.get_template(template).render(**values).encode()
    headers = {"Content-Type": media_type, "Vary": "Accept-Encoding"}
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if takes_gzip and len(body) >= MIN_COMPRESSED:
        body = gzip.compress(body, COMPRESSION, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status_code=status, headers=headers)


def notice(request: Request, status: int, title: str, sentence: str) -> Response:
    """Return a page that says one thing."""
    return page(request, "notice.html", {"title": title, "sentence": sentence}, status)


def pager(listed: Any, path: str, values: Mapping[str, object]) -> Pager:
    """Return where a page of a list stands, None having none; `values` are what it is asked for."""
    if listed is None:
        return NO_PAGES
    number, count = listed.number, listed.count

    def at(other: int) -> str:
        return address(path, {**values, "trang": other if other > 1 else None})

    return Pager(
        number,
        count,
        listed.total,
        previous=at(min(number - 1, count)) if number > 1 else "",
        next=at(number + 1) if number < min(count, MAX_PAGE) else "",
    )
