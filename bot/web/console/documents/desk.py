"""What the pages of documents share: the domain behind them, and how its refusals are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse, Response

from bot.documents.draft_table import DraftTable
from bot.documents.intake import Intake
from bot.documents.listing import DocumentList
from bot.documents.page_pictures import PagePictures
from bot.documents.ports import Editor, Shelf
from bot.documents.review import Review
from bot.documents.upload_table import UploadTable
from bot.errors import (
    BotError,
    DraftConflict,
    InvalidEdit,
    InvalidUpload,
    Overloaded,
    SecondPersonNeeded,
    Superseded,
    UnknownRecord,
)
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import console_page, plain_page

PATH = "/quan-tri/van-ban"
#: What a person may do something about, and the status that says so.
REFUSALS: dict[type[BotError], int] = {
    InvalidUpload: 400,
    InvalidEdit: 400,
    UnknownRecord: 404,
    DraftConflict: 409,
    SecondPersonNeeded: 409,
    Superseded: 409,
    Overloaded: 503,
}
REFUSED = tuple(REFUSALS)
#: A whole number in an address, empty where there is none.
Number = Annotated[str, Query(max_length=6, pattern=r"^\d*$")]


@dataclass(frozen=True)
class Desk:
    """The domain behind the pages."""

    guard: Guard
    intake: Intake
    uploads: UploadTable
    drafts: DraftTable
    review: Review
    list: DocumentList
    pictures: PagePictures
    editor: Editor
    shelf: Shelf


def status_of(error: BotError) -> int:
    """Return the status that says what was refused."""
    return REFUSALS.get(type(error), 400)


def refusal(error: BotError, signed: SignedIn) -> HTMLResponse:
    """Return a page that says what was refused, with a way back."""
    return console_page(
        "document_refused.html", signed, title="Chưa làm được", status=status_of(error),
        sentence=str(error),
    )  # fmt: skip


async def refused(request: Request, error: Exception) -> Response:
    """Say what was refused where no page of its own does."""
    assert isinstance(error, BotError)
    return plain_page(
        "refused.html", title="Chưa làm được", status=status_of(error), sentence=str(error)
    )
