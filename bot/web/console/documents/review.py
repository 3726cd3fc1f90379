"""A draft shown, corrected and ended."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.documents import edits
from bot.documents.views import DocumentView
from bot.errors import BotError, DraftConflict, InvalidEdit, UnknownRecord
from bot.web.console.documents.desk import PATH, REFUSED, Desk, Number, refusal, status_of
from bot.web.console.documents.draft_page import (
    DETAIL,
    Pending,
    Place,
    changed_number,
    draft_page,
    find_again,
    pending_fact,
    place_of_fact,
)
from bot.web.console.documents.parameters import MAX_FIELD, PICTURE_SECONDS
from bot.web.console.forms import Form
from bot.web.console.guard import SignedIn
from bot.web.console.pages import go_to

DRAFT_PATH = f"{PATH}/ban-thao/{{draft_id}}"
FACT_FIELDS = ("kind", "name", "value", "place", "year", "quote", "start", "end")
#: Before the value that a field had when its form was shown: only what was changed is sent on.
BEFORE = "truoc-"
#: What an address says where a change was kept.
SAVED = "luu"


def place(doan: Number = "", trang: Number = "", loc: str = "", anh: Number = "") -> Place:
    """Return where on the page someone is, from the query."""
    return Place(int(doan or 1), int(trang or 1), loc == "de-xuat", int(anh or 1))


def add_review(routes: APIRouter, desk: Desk) -> None:
    """Add the routes of drafts."""
    _add_page(routes, desk)
    _add_picture(routes, desk)
    _add_change(routes, desk)


def _add_page(routes: APIRouter, desk: Desk) -> None:
    @routes.get(DRAFT_PATH)
    def show(
        draft_id: int,
        xong: str = "",
        at: Place = Depends(place),
        signed: SignedIn = Depends(desk.guard.requires("read")),
    ) -> HTMLResponse:
        """Show a draft."""
        try:
            draft = desk.review.draft(draft_id, signed.staff)
            return draft_page(desk, signed, draft, at, is_saved=xong == SAVED)
        except REFUSED as error:
            return refusal(error, signed)


def _add_picture(routes: APIRouter, desk: Desk) -> None:
    @routes.get(f"{DRAFT_PATH}/trang/{{number}}")
    def picture(
        draft_id: int, number: int, signed: SignedIn = Depends(desk.guard.requires("read"))
    ) -> Response:
        """Show a page of the file as it was drawn here."""
        try:
            draft = desk.review.draft(draft_id, signed.staff)
            drawn = desk.pictures.picture(draft.upload_id, number)
        except REFUSED as error:
            return refusal(error, signed)
        headers = {"Cache-Control": f"private, max-age={PICTURE_SECONDS}"}
        return Response(drawn.content, media_type="image/jpeg", headers=headers)


def _add_change(routes: APIRouter, desk: Desk) -> None:
    @routes.post(DRAFT_PATH)
    def change(
        draft_id: int,
        at: Place = Depends(place),
        signed: SignedIn = Depends(desk.guard.requires("edit")),
    ) -> Response:
        """Do what the form says; what cannot be kept is shown again with the draft as it is now."""
        try:
            return go_to(_change(desk, signed, draft_id, at))
        except (InvalidEdit, DraftConflict) as error:
            return refused_change(desk, signed, draft_id, at, error)
        except REFUSED as error:
            return refusal(error, signed)


def _change(desk: Desk, signed: SignedIn, draft_id: int, at: Place) -> str:
    """Do what a form says; return the address to go on from: the fact that was changed."""
    form, staff = signed.form, signed.staff
    action, revision = form.text("viec", 20), form.number("lan")
    if action == "huy":
        desk.review.discard(draft_id, revision, staff)
        return f"{PATH}?xong=bo-ban-thao"
    if action == "lay-nen":
        desk.review.rebase(draft_id, revision, staff)
        return _address(draft_id, at, "noi-dung")
    edit = edit_of(action, form)
    if isinstance(edit, edits.CorrectMetadata | edits.SettleDoubt):
        desk.review.edit(draft_id, revision, edit, staff)
        return _address(draft_id, at, "thong-tin")
    before = _view(desk, signed, draft_id)
    desk.review.edit(draft_id, revision, edit, staff)
    after = _view(desk, signed, draft_id)
    number = changed_number(before, after, _number(edit))
    if isinstance(edit, edits.AddFact):
        # It is no proposal, so that it would not be seen among them.
        at = replace(at, proposals=False)
    return _address(draft_id, *place_of_fact(after, number, at))


def _number(edit: edits.Edit) -> int:
    match edit:
        case edits.ConfirmFacts(numbers):
            return numbers[0]
        case edits.CorrectFact(number) | edits.TakeOutFact(number):
            return number
        case _:
            return 0


def _address(draft_id: int, at: Place, anchor: str) -> str:
    """Return the address of a draft on which it is said that a change was kept."""
    return f"{PATH}/ban-thao/{draft_id}?{at.query()}&xong={SAVED}#{anchor}"


def _view(desk: Desk, signed: SignedIn, draft_id: int) -> DocumentView:
    return desk.editor.view(desk.drafts.content(desk.review.draft(draft_id, signed.staff)))


def edit_of(action: str, form: Form) -> edits.Edit:
    """Return the edit that a form asks for. Raise UnknownRecord for one that there is not."""
    match action:
        case "thong-tin":
            return edits.CorrectMetadata(changed_fields(form))
        case "nghi-van":
            return edits.SettleDoubt(form.text("nghi-van", MAX_FIELD))
        case "xac-nhan":
            return edits.ConfirmFacts(_numbers(form))
        case "them":
            return edits.AddFact(fact_fields(form))
        case "sua":
            return edits.CorrectFact(form.number("so"), fact_fields(form))
        case "bo":
            return edits.TakeOutFact(form.number("so"))
        case _:
            raise UnknownRecord


def changed_fields(form: Form) -> dict[str, str]:
    """Return the fields of the metadata that differ from what the form showed."""
    names = [name.removeprefix(BEFORE) for name in form.fields if name.startswith(BEFORE)]
    typed = {name: form.text(name, MAX_FIELD) for name in names}
    return {n: text for n, text in typed.items() if text != form.text(f"{BEFORE}{n}", MAX_FIELD)}


def fact_fields(form: Form) -> dict[str, str]:
    """Return what was typed of a fact and, under names of their own, of its details."""
    details = [name for name in form.fields if name.startswith(DETAIL)]
    return {name: form.text(name, MAX_FIELD) for name in (*FACT_FIELDS, *details)}


def _numbers(form: Form) -> tuple[int, ...]:
    texts = form.texts("so")
    if not texts or not all(text.isascii() and text.isdigit() and len(text) < 7 for text in texts):
        raise InvalidEdit("Hãy đánh dấu ít nhất một đề xuất.")
    return tuple(sorted(set(map(int, texts))))


def refused_change(
    desk: Desk, signed: SignedIn, draft_id: int, at: Place, error: BotError
) -> HTMLResponse:
    """Show a draft as it is now, with what was typed and could not be kept."""
    try:
        draft = desk.review.draft(draft_id, signed.staff)
        return draft_page(
            desk, signed, draft, at, status=status_of(error), sentence=str(error),
            pending=_pending(desk, signed, draft_id),
        )  # fmt: skip
    except REFUSED as gone:
        return refusal(gone, signed)


def _pending(desk: Desk, signed: SignedIn, draft_id: int) -> Pending:
    form, action = signed.form, signed.form.text("viec", 20)
    if action == "thong-tin":
        return Pending(action, changed_fields(form))
    if action not in ("them", "sua"):
        return Pending()
    view = _view(desk, signed, draft_id)
    fact = find_again(view, form.text("goc", MAX_FIELD)) if action == "sua" else None
    return pending_fact(action, fact_fields(form), fact)
