"""The list of documents: drafts, what is published, what was withdrawn; each staff sees their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.accounts.model import Staff
from bot.documents.draft_table import Draft, DraftTable
from bot.documents.pagination import page_of
from bot.documents.parameters import LISTED_ROWS
from bot.documents.ports import Shelf
from bot.documents.upload_table import Upload, UploadTable
from bot.documents.views import ListedDocument

State = Literal["draft", "published", "withdrawn"]


@dataclass(frozen=True)
class Filter:
    """What is looked for: empty or None lets everything through."""

    words: str = ""
    place: str = ""
    year: int | None = None
    state: str = ""
    page: int = 1


@dataclass(frozen=True)
class Row:
    """A document of the list; one that is published may have a draft as well."""

    id: str
    title: str
    number: str
    place: str | None
    years: tuple[int, ...]
    state: State
    draft: Draft | None
    at: float
    by: str


@dataclass(frozen=True)
class Listing:
    """A page of the list, and what one may choose from; `pages` counts them."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    places: tuple[str, ...]
    years: tuple[int, ...]


class DocumentList:
    """Lists documents and files."""

    def __init__(self, drafts: DraftTable, uploads: UploadTable, shelf: Shelf) -> None:
        self._drafts, self._uploads, self._shelf = drafts, uploads, shelf

    def find(self, wanted: Filter, staff: Staff) -> Listing:
        """Return the documents of someone's places that are looked for, drafts first."""
        seen = [row for row in self._rows() if _is_seen(row, staff)]
        words = self._shelf.slug(wanted.words).split("-") if wanted.words else []
        found = [row for row in seen if _fits(row, wanted) and self._has_words(row, words)]
        page = page_of(found, wanted.page, LISTED_ROWS)
        return Listing(
            rows=tuple(self._dated(page.items)),
            total=page.total,
            page=page.number,
            pages=page.count,
            places=tuple(sorted({row.place for row in seen if row.place})),
            years=tuple(sorted({year for row in seen for year in row.years}, reverse=True)),
        )

    def files(self, staff: Staff) -> list[Upload]:
        """Return the files that wait or could not be read: one's own, or all for who sees all."""
        found = self._uploads.unfinished()
        return [file for file in found if not staff.places or file.given_by == staff.name]

    def to_publish(self, staff: Staff) -> list[Draft]:
        """Return the drafts that someone may publish: of their places, edited last by another."""
        drafts = self._drafts.all()
        return [
            one for one in drafts if one.edited_by != staff.name and staff.may_change(one.place)
        ]

    def edited_by(self, staff: Staff) -> list[Draft]:
        """Return the drafts that someone edited last."""
        return [one for one in self._drafts.all() if one.edited_by == staff.name]

    def _rows(self) -> Iterable[Row]:
        drafts = {draft.document_id: draft for draft in self._drafts.all()}
        listed = {document.id: document for document in self._shelf.listed()}
        for key, draft in drafts.items():
            known = listed.get(key)
            yield _row(known, draft) if known else _new(draft)
        rest = (document for key, document in listed.items() if key not in drafts)
        for document in sorted(rest, key=lambda document: (document.title, document.id)):
            yield _row(document, None)

    def _has_words(self, row: Row, words: Sequence[str]) -> bool:
        if not words:
            return True
        said = f"-{self._shelf.slug(f'{row.title} {row.number} {row.id}')}-"
        return all(f"-{word}" in said for word in words)

    def _dated(self, rows: Sequence[Row]) -> Iterable[Row]:
        """Yield rows with who changed them last, and when."""
        changes = self._shelf.changes([row.id for row in rows if row.draft is None])
        for row in rows:
            if last := changes.get(row.id):
                yield Row(**{**vars(row), "at": last.at, "by": last.by})
            else:
                yield row


def _row(document: ListedDocument, draft: Draft | None) -> Row:
    at, by = (draft.edited, draft.edited_name) if draft else (0.0, "")
    return Row(**vars(document), draft=draft, at=at, by=by)


def _new(draft: Draft) -> Row:
    return Row(
        draft.document_id, draft.title, "", draft.place, draft.years, "draft", draft,
        draft.edited, draft.edited_name,
    )  # fmt: skip


def _is_seen(row: Row, staff: Staff) -> bool:
    is_own = row.draft is not None and row.draft.made_by == staff.name
    return staff.sees(row.place) or is_own


def _fits(row: Row, wanted: Filter) -> bool:
    has_state = row.state == wanted.state or (wanted.state == "draft" and row.draft is not None)
    return (
        (not wanted.state or has_state)
        and (not wanted.place or row.place == wanted.place)
        and (wanted.year is None or wanted.year in row.years)
    )
