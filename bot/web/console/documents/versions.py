"""The record of a document: its versions, what each says, and what differs."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from bot.documents.views import DocumentView, VersionView
from bot.errors import UnknownRecord
from bot.web.console.documents.desk import PATH, REFUSED, Desk, Number, refusal
from bot.web.console.documents.marked_text import marked_part
from bot.web.console.documents.publishing import RECORD_PATH, record_address
from bot.web.console.documents.review import DRAFT_PATH
from bot.web.console.guard import SignedIn
from bot.web.console.pages import console_page

DONE = {
    "cong-bo": "Đã công bố. Trợ lý trả lời theo bản này từ câu hỏi kế tiếp.",
    "thu-hoi": "Đã thu hồi. Trợ lý không trả lời theo văn bản này nữa.",
    "tro-lai": "Đã trở lại bản cũ. Trợ lý trả lời theo bản ấy từ câu hỏi kế tiếp.",
}


def add_versions(routes: APIRouter, desk: Desk) -> None:
    """Add the routes."""
    _add_record(routes, desk)
    _add_version(routes, desk)
    _add_differences(routes, desk)


def _add_record(routes: APIRouter, desk: Desk) -> None:
    @routes.get(RECORD_PATH)
    def record(
        document_id: str, xong: str = "", signed: SignedIn = Depends(desk.guard.requires("read"))
    ) -> HTMLResponse:
        """Show what is published of a document, and its versions."""
        try:
            versions, view = _seen(desk, signed, document_id)
        except REFUSED as error:
            return refusal(error, signed)
        return console_page(
            "document_record.html", signed, title=view.title, view=view, versions=versions,
            is_published=versions[0].is_present, draft=desk.drafts.of_document(document_id),
            done=DONE.get(xong, ""), path=record_address(document_id), list_path=PATH,
            may_edit=signed.staff.may("edit") and signed.staff.may_change(view.place),
            may_publish=signed.staff.may("publish") and signed.staff.may_change(view.place),
        )  # fmt: skip


def _add_version(routes: APIRouter, desk: Desk) -> None:
    @routes.get(f"{RECORD_PATH}/ban/{{number}}")
    def version(
        document_id: str,
        number: int,
        doan: Number = "",
        signed: SignedIn = Depends(desk.guard.requires("read")),
    ) -> HTMLResponse:
        """Show what a version says."""
        try:
            _seen(desk, signed, document_id)
            view = desk.editor.view(desk.shelf.packed(document_id, number))
        except REFUSED as error:
            return refusal(error, signed)
        return console_page(
            "document_version.html", signed, title=f"{view.title} (bản {number})", view=view,
            number=number, text=marked_part(view.text, view.facts, int(doan or 1)),
            path=record_address(document_id),
        )  # fmt: skip


def _add_differences(routes: APIRouter, desk: Desk) -> None:
    @routes.get(f"{RECORD_PATH}/khac")
    def between(
        document_id: str,
        tu: Number = "",
        den: Number = "",
        signed: SignedIn = Depends(desk.guard.requires("read")),
    ) -> HTMLResponse:
        """Show what differs between two versions."""
        try:
            _, view = _seen(desk, signed, document_id)
            packed = [desk.shelf.packed(document_id, int(one or 0) or None) for one in (tu, den)]
        except REFUSED as error:
            return refusal(error, signed)
        return _differences(
            desk,
            signed,
            packed,
            (f"bản {tu}", f"bản {den}"),
            view.title,
            record_address(document_id),
        )

    @routes.get(f"{DRAFT_PATH}/khac")
    def of_draft(
        draft_id: int, signed: SignedIn = Depends(desk.guard.requires("read"))
    ) -> HTMLResponse:
        """Show what publishing a draft would change."""
        try:
            draft = desk.review.draft(draft_id, signed.staff)
            packed = [desk.shelf.packed(draft.document_id), desk.drafts.content(draft)]
        except REFUSED as error:
            return refusal(error, signed)
        names = "bản đang công bố", "bản thảo"
        return _differences(desk, signed, packed, names, draft.title, f"{PATH}/ban-thao/{draft_id}")


def _differences(
    desk: Desk, signed: SignedIn, packed: list[bytes], names: tuple[str, str], title: str, back: str
) -> HTMLResponse:
    return console_page(
        "document_differences.html", signed, title=f"Điểm khác nhau: {title}", names=names,
        found=desk.editor.compare(*packed), back=back,
    )  # fmt: skip


def _seen(desk: Desk, signed: SignedIn, document_id: str) -> tuple[list[VersionView], DocumentView]:
    """Return the versions of a document and the last that is kept, if it is someone's to see.

    Raise UnknownRecord.
    """
    versions = list(desk.shelf.versions(document_id))
    if not versions:
        raise UnknownRecord
    view = desk.editor.view(desk.shelf.packed(document_id, versions[0].number))
    if not signed.staff.sees(view.place):
        raise UnknownRecord
    return versions, view
