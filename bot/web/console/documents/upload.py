"""Files given to be read: by form or by dragging, each with its own progress."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.documents.listing import Filter
from bot.documents.upload_table import Upload
from bot.errors import InvalidUpload, UnknownRecord
from bot.web.console.documents.desk import PATH, REFUSED, Desk, refusal
from bot.web.console.documents.listing import list_page
from bot.web.console.guard import SignedIn
from bot.web.console.pages import go_to, part

FILES_PATH = f"{PATH}/tep"
NO_FILE = "Anh/chị chưa chọn tệp nào."


def add_upload(routes: APIRouter, desk: Desk) -> None:
    """Add the routes of files."""
    _add_taking(routes, desk)
    _add_one(routes, desk)


def _add_taking(routes: APIRouter, desk: Desk) -> None:
    @routes.post(FILES_PATH)
    def take(
        request: Request,
        signed: SignedIn = Depends(desk.guard.requires("edit", has_files=True)),
    ) -> Response:
        """Take files to be read; a script asks for the row of its one file."""
        taken, refusals = _take(desk, signed)
        if "HX-Request" in request.headers and len(taken) == 1:
            return _row(desk, signed, taken[0])
        if "HX-Request" in request.headers:
            return HTMLResponse("\n".join(refusals), 400, media_type="text/plain")
        if refusals:
            return list_page(desk, signed, Filter(), 400, tuple(refusals))
        return go_to(f"{PATH}#tep")


def _take(desk: Desk, signed: SignedIn) -> tuple[list[Upload], list[str]]:
    """Take each file by itself; return those taken, and a sentence for each that was refused."""
    taken: list[Upload] = []
    refusals: list[str] = [] if signed.form.files else [NO_FILE]
    try:
        document_id = _document_of(desk, signed)
        for file in signed.form.files:
            try:
                name = file.filename or ""
                taken.append(desk.intake.take(name, file.file, signed.staff, document_id))
            except InvalidUpload as error:
                refusals.append(f"{name}: {error}")
    finally:
        signed.form.close()
    return taken, refusals


def _document_of(desk: Desk, signed: SignedIn) -> str:
    """Return the document of which a file is the new version, "" for none. Raise UnknownRecord, InvalidEdit."""
    document_id = signed.form.text("van-ban")
    if document_id:
        if not desk.shelf.number_now(document_id):
            raise UnknownRecord
        desk.review.require_theirs(document_id, signed.staff)
    return document_id


def _add_one(routes: APIRouter, desk: Desk) -> None:
    @routes.get(f"{FILES_PATH}/{{upload_id}}")
    def show(
        upload_id: int,
        signed: SignedIn = Depends(desk.guard.requires("read", is_activity=False)),
    ) -> HTMLResponse:
        """Show how far a file is; asked again while it is being read."""
        return _row(desk, signed, _own(desk, signed, upload_id))

    @routes.post(f"{FILES_PATH}/{{upload_id}}")
    def change(upload_id: int, signed: SignedIn = Depends(desk.guard.requires("edit"))) -> Response:
        """Read a file that failed again, or let go of it."""
        try:
            upload = _own(desk, signed, upload_id)
            if upload.state != "failed":
                raise UnknownRecord
            if signed.form.text("viec") == "bo":
                desk.intake.let_go(upload, signed.staff)
            else:
                desk.intake.retry(upload, signed.staff)
        except REFUSED as error:
            return refusal(error, signed)
        return go_to(f"{PATH}#tep")


def _own(desk: Desk, signed: SignedIn, upload_id: int) -> Upload:
    """Return a file that someone may see. Raise UnknownRecord."""
    upload = desk.uploads.get(upload_id)
    if signed.staff.places and upload.given_by != signed.staff.name:
        raise UnknownRecord
    return upload


def _row(desk: Desk, signed: SignedIn, upload: Upload) -> HTMLResponse:
    drafts = desk.drafts.of_upload(upload.id)
    return part("upload_row.html", signed, file=upload, drafts=drafts)
