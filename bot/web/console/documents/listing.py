"""The list of documents, with the files that are being read above it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse, HTMLResponse

from bot.documents.listing import Filter
from bot.documents.parameters import MAX_FILE_BYTES
from bot.web.console.documents.desk import PATH, Desk, Number
from bot.web.console.guard import SignedIn
from bot.web.console.pages import console_page

FOLDER = Path(__file__).parent
FILES = {"documents.css": "text/css", "documents.js": "text/javascript"}
DONE = {"bo-ban-thao": "Đã bỏ bản thảo."}
STATES = {"draft": "bản thảo", "published": "đã công bố", "withdrawn": "đã thu hồi"}
Word = Annotated[str, Query(max_length=200)]


def add_list(routes: APIRouter, desk: Desk) -> None:
    """Add the list and its files."""
    for name, media_type in FILES.items():
        _add_file(routes, name, media_type)

    @routes.get(PATH)
    def show(
        q: Word = "",
        noi: Word = "",
        nam: Number = "",
        trang_thai: Annotated[str, Query(alias="trang-thai", max_length=20)] = "",
        trang: Number = "",
        xong: Word = "",
        signed: SignedIn = Depends(desk.guard.requires("read")),
    ) -> HTMLResponse:
        """List the documents of someone's places."""
        state = trang_thai if trang_thai in STATES else ""
        wanted = Filter(q.strip(), noi, int(nam or 0) or None, state, int(trang or 1))
        return list_page(desk, signed, wanted, done=DONE.get(xong, ""))


def list_page(
    desk: Desk,
    signed: SignedIn,
    wanted: Filter,
    status: int = 200,
    sentences: tuple[str, ...] = (),
    done: str = "",
) -> HTMLResponse:
    """Return the list, with sentences about files that were refused, and what was done."""
    named = {"q": wanted.words, "noi": wanted.place, "nam": wanted.year, "trang-thai": wanted.state}
    return console_page(
        "documents.html", signed, title="Văn bản", status=status,
        listing=desk.list.find(wanted, signed.staff), files=desk.list.files(signed.staff),
        wanted=wanted, states=STATES, sentences=sentences, done=done, drafts=(),
        query=urlencode({name: value for name, value in named.items() if value}),
        most_megabytes=MAX_FILE_BYTES // 1_000_000,
    )  # fmt: skip


def _add_file(routes: APIRouter, name: str, media_type: str) -> None:
    @routes.get(f"{PATH}/{name}")
    def file() -> FileResponse:
        """Return a file of the pages."""
        headers = {"Cache-Control": "max-age=3600"}
        return FileResponse(FOLDER / name, headers=headers, media_type=media_type)
