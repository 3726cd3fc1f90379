"""What staff do with drafts and with what is published, each within its rules and noted in the trail."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Staff
from bot.documents.draft_table import Draft, DraftTable, Person
from bot.documents.edits import Edit
from bot.documents.parameters import MAX_REASON_CHARACTERS
from bot.documents.ports import Editor, Shelf
from bot.documents.upload_table import UploadTable
from bot.documents.views import ReadDocument
from bot.errors import DraftConflict, InvalidEdit, SecondPersonNeeded, UnknownRecord

NOT_YOURS = "Anh/chị chỉ biên tập, công bố, thu hồi văn bản và dữ kiện của nơi mình phụ trách."
NO_REASON = "Hãy ghi lý do."


class Review:
    """The desk at which drafts are corrected and published."""

    def __init__(
        self,
        drafts: DraftTable,
        uploads: UploadTable,
        editor: Editor,
        shelf: Shelf,
        trail: AuditTrail,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._drafts, self._uploads = drafts, uploads
        self._editor, self._shelf, self._trail = editor, shelf, trail
        self._clock = clock

    def draft(self, draft_id: int, staff: Staff) -> Draft:
        """Return a draft. Raise UnknownRecord where there is none, or it is another place's."""
        draft = self._drafts.get(draft_id)
        if not (staff.sees(draft.place) or staff.name == draft.made_by):
            raise UnknownRecord
        return draft

    def may_change(self, draft: Draft, staff: Staff) -> bool:
        """Whether a draft is someone's to change: of one's own place, or begun by oneself."""
        return staff.may_change(draft.place) or staff.name == draft.made_by

    def edit(self, draft_id: int, revision: int, edit: Edit, staff: Staff) -> None:
        """Change a draft as it was seen.

        Raise InvalidEdit for what cannot be, DraftConflict where another has changed it since.
        """
        draft = self._own(draft_id, revision, staff)
        edited = self._editor.apply(self._drafts.content(draft), edit)
        new_places = {edited.place, *edited.fact_places} - {draft.place}
        if not all(map(staff.may_change, new_places)):
            raise InvalidEdit(NOT_YOURS)
        with self._drafts.database.writing() as connection:
            self._drafts.save(connection, draft, edited, _person(staff), self._clock())
            subject, before, after = draft.document_id, edited.before, edited.after
            self._trail.record(staff.name, Action.DRAFT_EDITED, subject, before, after, connection)

    def open(self, document_id: str, staff: Staff) -> int:
        """Return the draft of a published document, which is begun where there is none."""
        packed = self._shelf.packed(document_id)
        view = self._editor.view(packed)
        self._require_place(view.place, staff)
        files = [
            file for file in self._uploads.of_document(document_id) if file.state == "published"
        ]
        document = ReadDocument(view.id, packed, view.title, view.place, view.years)
        base, upload = self._shelf.number_now(document_id), files[0].id if files else 0
        draft_id, is_new = self._drafts.open(document, base, upload, _person(staff), self._clock())
        if is_new:
            told = {"bản làm nền": base}
            self._trail.record(staff.name, Action.DRAFT_OPENED, document_id, None, told)
        return draft_id

    def publish(self, draft_id: int, revision: int, staff: Staff) -> str:
        """Publish a draft as it was seen; return the id of its document.

        Raise SecondPersonNeeded, DraftConflict, Superseded.
        """
        draft = self._drafts.get(draft_id)
        self._require_place(draft.place, staff)
        if draft.edited_by == staff.name:
            raise SecondPersonNeeded
        draft = self._require_seen(draft, revision)
        self._shelf.publish(
            self._drafts.content(draft),
            by=staff.shown_name,
            editor=draft.edited_name,
            note="",
            # Broken off between here and there it is published again, and found to be.
            origin=f"draft:{draft.id}:{draft.revision}",
            expected=draft.base,
        )
        self._end(draft, staff, Action.DOCUMENT_PUBLISHED, is_published=True)
        return draft.document_id

    def discard(self, draft_id: int, revision: int, staff: Staff) -> None:
        """End a draft as it was seen, and the file from which nothing was published."""
        draft = self._own(draft_id, revision, staff)
        self._end(draft, staff, Action.DRAFT_DISCARDED, is_published=False)

    def rebase(self, draft_id: int, revision: int, staff: Staff) -> None:
        """Let a draft replace the version that is there now, whatever came since it was begun."""
        draft = self._own(draft_id, revision, staff)
        base, now = self._shelf.number_now(draft.document_id), self._clock()
        with self._drafts.database.writing() as connection:
            self._drafts.rebase(connection, draft, base, _person(staff), now)
            changed = {"bản làm nền": draft.base}, {"bản làm nền": base}
            self._trail.record(
                staff.name, Action.DRAFT_REBASED, draft.document_id, *changed, connection
            )

    def withdraw(self, document_id: str, reason: str, staff: Staff) -> None:
        """Answer no more from a document; its versions stay."""
        self.require_theirs(document_id, staff)
        note = _reason(reason)
        self._shelf.withdraw(document_id, by=staff.shown_name, note=note)
        told = {"lý do": note}
        self._trail.record(staff.name, Action.DOCUMENT_WITHDRAWN, document_id, None, told)

    def take_back(self, document_id: str, number: int, reason: str, staff: Staff) -> None:
        """Publish an earlier version again."""
        self.require_theirs(document_id, staff)
        self._require_place(self._place_of(document_id, number), staff)
        before = {"bản": self._shelf.number_now(document_id)}
        note = f"Trở lại bản {number}: {_reason(reason)}"
        self._shelf.take_back(document_id, number, by=staff.shown_name, note=note)
        after = {"bản": number, "lý do": note}
        self._trail.record(staff.name, Action.DOCUMENT_TAKEN_BACK, document_id, before, after)

    def require_theirs(self, document_id: str, staff: Staff) -> None:
        """Refuse a document that is not someone's to change."""
        versions = self._shelf.versions(document_id)
        number = versions[0].number if versions else None
        self._require_place(self._place_of(document_id, number), staff)

    def _place_of(self, document_id: str, number: int | None) -> str | None:
        return self._editor.view(self._shelf.packed(document_id, number)).place

    def _require_place(self, place: str | None, staff: Staff) -> None:
        """Raise InvalidEdit for what someone sees but may not change, UnknownRecord for the rest."""
        if not staff.sees(place):
            raise UnknownRecord
        if not staff.may_change(place):
            raise InvalidEdit(NOT_YOURS)

    def _own(self, draft_id: int, revision: int, staff: Staff) -> Draft:
        """Return a draft to change as it was seen: of one's own place, or begun by oneself."""
        draft = self.draft(draft_id, staff)
        if not self.may_change(draft, staff):
            raise InvalidEdit(NOT_YOURS)
        return self._require_seen(draft, revision)

    def _require_seen(self, draft: Draft, revision: int) -> Draft:
        """Return a draft. Raise DraftConflict where another has changed it since it was seen."""
        if draft.revision != revision:
            raise DraftConflict(draft.edited_name)
        return draft

    def _end(self, draft: Draft, staff: Staff, action: Action, is_published: bool) -> None:
        with self._drafts.database.writing() as connection:
            self._drafts.remove(connection, draft)
            if is_published:
                self._drafts.mark_published(connection, draft.upload_id)
            else:
                self._drafts.forget_upload(connection, draft.upload_id)
            before = {
                "tên văn bản": draft.title,
                "người sửa sau cùng": draft.edited_by,
                "bản làm nền": draft.base,
            }
            self._trail.record(staff.name, action, draft.document_id, before, None, connection)


def _person(staff: Staff) -> Person:
    return Person(staff.name, staff.shown_name)


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())[:MAX_REASON_CHARACTERS]
    if not reason:
        raise InvalidEdit(NO_REASON)
    return reason
