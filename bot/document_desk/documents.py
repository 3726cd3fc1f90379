"""Documents in the console put together: tables, reading processes, rules and pages."""

from __future__ import annotations

from fastapi import APIRouter

from bot.accounts.audit import AuditTrail
from bot.document_desk.editor import ContentsEditor
from bot.document_desk.reader import WorkerReader
from bot.document_desk.shelf import LibraryShelf
from bot.documents.draft_table import DraftTable
from bot.documents.intake import Intake
from bot.documents.listing import DocumentList
from bot.documents.page_pictures import PagePictures
from bot.documents.reading import ReadingQueue
from bot.documents.review import Review
from bot.documents.upload_table import UploadTable
from bot.settings import Settings
from bot.web.console.documents import router as pages
from bot.web.console.documents.desk import Desk
from bot.web.console.guard import Guard
from database import Database
from knowledge.library import Library


class Documents:
    """What reads files in the background, and the pages over it."""

    def __init__(self, settings: Settings, library: Library, database: Database) -> None:
        self._uploads, self._drafts = UploadTable(database), DraftTable(database)
        self._reader, self._shelf = WorkerReader(), LibraryShelf(library)
        self._folder = None if database.is_shared else settings.var
        self._audit = AuditTrail(database)
        self._pictures = PagePictures(self._uploads, self._reader)
        self.list = DocumentList(self._drafts, self._uploads, self._shelf)
        self._queue = ReadingQueue(self._uploads, self._drafts, self._reader, self._shelf)

    async def run(self) -> None:
        """Read what staff give, until cancelled."""
        try:
            await self._queue.run()
        finally:
            self._pictures.close()

    def router(self, guard: Guard) -> APIRouter:
        """Return the pages."""
        uploads, drafts, shelf = self._uploads, self._drafts, self._shelf
        editor = ContentsEditor()
        desk = Desk(
            guard=guard,
            intake=Intake(uploads, drafts, self._reader, shelf, self._audit, self._folder),
            uploads=uploads,
            drafts=drafts,
            review=Review(drafts, uploads, editor, shelf, self._audit),
            list=self.list,
            pictures=self._pictures,
            editor=editor,
            shelf=shelf,
        )
        return pages.router(desk)
