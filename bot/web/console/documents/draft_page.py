"""The page of a draft: its text and pictures beside what was read from it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse

from bot.documents.draft_table import Draft
from bot.documents.pagination import page_of
from bot.documents.views import DetailView, DocumentView, FactView
from bot.errors import DraftConflict, UnknownRecord
from bot.web.console.documents.desk import PATH, Desk
from bot.web.console.documents.marked_text import marked_part, part_of, part_starts
from bot.web.console.documents.parameters import FACTS_ON_PAGE, IDENTITY_LETTERS
from bot.web.console.guard import SignedIn
from bot.web.console.pages import console_page

#: Before the name of a detail, where a form has it beside the fields of the fact.
DETAIL = "details-"


@dataclass(frozen=True)
class Place:
    """Where on the page someone is: part of the text, page of facts, only proposals, picture."""

    part: int = 1
    facts: int = 1
    proposals: bool = False
    picture: int = 1

    def query(self, **changes: int | bool) -> str:
        """Return the query of a link to here, with changes."""
        now = {**vars(self), **changes}
        return urlencode(
            {
                "doan": now["part"],
                "trang": now["facts"],
                "loc": "de-xuat" if now["proposals"] else "",
                "anh": now["picture"],
            }
        )


@dataclass(frozen=True)
class Pending:
    """What was typed and not kept, so that nobody types it again: `action` is what it was for.

    `number` is the fact that it is about, None where it is about none that is still there; `details`
    are those of that fact as typed.
    """

    action: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    number: int | None = None
    details: tuple[DetailView, ...] = ()


def draft_page(
    desk: Desk,
    signed: SignedIn,
    draft: Draft,
    at: Place,
    *,
    status: int = 200,
    sentence: str = "",
    is_saved: bool = False,
    pending: Pending | None = None,
) -> HTMLResponse:
    """Return the page of a draft as it is now."""
    packed = desk.drafts.content(draft)
    view = desk.editor.view(packed)
    page = page_of(_shown(view, at), at.facts, FACTS_ON_PAGE)
    starts = part_starts(view.text)
    upload = desk.uploads.get(draft.upload_id) if draft.upload_id else None
    return console_page(
        "document_draft.html", signed, title=f"Bản thảo: {view.title}", status=status,
        draft=draft, view=view, at=at, sentence=sentence, is_saved=is_saved,
        same=_same_text(desk, signed, draft, packed), pending=pending or Pending(),
        facts=page.items, page=page.number, pages=page.count,
        proposals=sum(fact.is_proposal for fact in view.facts),
        text=marked_part(view.text, view.facts, at.part),
        part_of=lambda fact: part_of(starts, fact.start), identity_of=identity_of,
        pictures=upload.pages if upload else 0, file=upload.name if upload else "",
        kinds=desk.editor.kinds(), path=f"{PATH}/ban-thao/{draft.id}",
        may_edit=signed.staff.may("edit") and desk.review.may_change(draft, signed.staff),
        may_publish=signed.staff.may("publish") and signed.staff.may_change(draft.place),
        is_own=draft.edited_by == signed.staff.name, values=_values(view, pending),
    )  # fmt: skip


def _same_text(
    desk: Desk, signed: SignedIn, draft: Draft, packed: bytes
) -> list[tuple[str, str, str]]:
    """Return title, state and address of what someone sees that names the same number, day, body."""
    is_same = None if draft.base else desk.editor.same_text(packed)
    if is_same is None:
        return []
    sees = signed.staff.sees
    held = [one for one in desk.shelf.same_text(packed) if sees(one.place)]
    others = [
        other
        for other in desk.drafts.all()
        if other.document_id != draft.document_id
        and not other.base
        and other.place == draft.place
        and sees(other.place)
        and _is_one_text(desk, is_same, other)
    ]
    return [
        *((one.title, "đang công bố", f"{PATH}/ho-so/{quote(one.id, safe='')}") for one in held),
        *((one.title, "bản thảo", f"{PATH}/ban-thao/{one.id}") for one in others),
    ]


def _is_one_text(desk: Desk, is_same: Callable[[bytes], bool], other: Draft) -> bool:
    try:
        return is_same(desk.drafts.content(other))
    except (DraftConflict, UnknownRecord):
        # Changed or ended this very moment.
        return False


def _shown(view: DocumentView, at: Place) -> list[FactView]:
    return [fact for fact in view.facts if fact.is_proposal or not at.proposals]


def place_of_fact(view: DocumentView, number: int, at: Place) -> tuple[Place, str]:
    """Return the place and the anchor of a fact; where it is not shown, those of the next one.

    So who looks through the proposals goes on from where they were.
    """
    shown = _shown(view, at)
    if not shown:
        return at, "du-kien"
    after = (place for place, fact in enumerate(shown) if fact.number >= number)
    place = next(after, len(shown) - 1)
    return replace(at, facts=place // FACTS_ON_PAGE + 1), f"d{shown[place].number}"


def changed_number(before: DocumentView, after: DocumentView, number: int) -> int:
    """Return the number of the fact that came or was changed, else the number given."""
    known = {identity_of(fact) for fact in before.facts}
    new = (fact.number for fact in after.facts if identity_of(fact) not in known)
    return next(new, number)


def _values(view: DocumentView, pending: Pending | None) -> dict[str, str]:
    """Return the metadata that the form holds: what is there, and over it what was typed before."""
    values = {one.name: one.value for one in view.fields}
    if pending and pending.action == "thong-tin":
        values |= {name: text for name, text in pending.fields.items() if name in values}
    return values


def find_again(view: DocumentView, identity: str) -> FactView | None:
    """Return the fact that someone looked at, wherever it stands now; None where it is gone."""
    return next((fact for fact in view.facts if identity_of(fact) == identity), None)


def pending_fact(action: str, fields: Mapping[str, str], fact: FactView | None) -> Pending:
    """Return what was typed of a fact that is still there, or of one to be added."""
    if fact is None:
        return Pending(action, fields)
    typed = tuple(
        replace(one, value=fields.get(f"{DETAIL}{one.name}", one.value)) for one in fact.details
    )
    return Pending(action, fields, fact.number, typed)


def identity_of(fact: FactView) -> str:
    """Return what tells a fact from others of its document, as a form may carry it."""
    told = "\x1f".join((fact.kind, fact.name, fact.value, str(fact.start)))
    return hashlib.sha256(told.encode()).hexdigest()[:IDENTITY_LETTERS]
