"""Pictures are read by the indexer's OCR in a process of its own, and told by what is held."""

from __future__ import annotations

import asyncio
import logging
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.inbound_text import clean_text
from bot.delivery.limits import RateLimiter
from bot.delivery.parameters import CONCURRENT_PICTURES
from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import Dialogue
from bot.errors import DialogueUnavailable, RefusedPicture
from bot.pictures import notices
from bot.pictures.parameters import (
    MAX_PICTURE_MEMORY,
    MAX_PICTURE_SECONDS,
    PICTURES_PER_MINUTE,
)
from bot.pictures.picture_dialogue import PictureDialogue
from bot.pictures.picture_reader import PictureReading
from database import reason_of
from indexer.document_reader import ParsedDocument
from indexer.errors import (
    EmptyFile,
    FileTooLarge,
    IndexingError,
    MissingProgram,
    TimeLimitExceeded,
)
from indexer.picture_reader import Picture
from indexer.worker import Worker
from knowledge.answering import ReadText, tell_read_text
from knowledge.errors import KnowledgeError
from knowledge.library import Library

LOG = logging.getLogger(__name__)
#: What is said of each error; of any other that the picture is broken.
SENTENCES = {
    EmptyFile: notices.NO_TEXT,
    FileTooLarge: notices.TOO_LARGE,
    TimeLimitExceeded: notices.TOO_SLOW,
    MissingProgram: notices.SWITCHED_OFF,
}


class OcrPictureReader:
    """Reads a picture in a process that begins and ends with it: none is left in its memory."""

    def __init__(self, library: Library, max_seconds: float = MAX_PICTURE_SECONDS) -> None:
        self._library, self._max_seconds = library, max_seconds
        self._slots = asyncio.Semaphore(CONCURRENT_PICTURES)

    async def read(self, picture: bytes, as_of: date) -> PictureReading:
        """Return what the picture shows. Raise RefusedPicture or DialogueUnavailable."""
        try:
            async with self._slots:
                parsed = await self._parse(picture)
        except IndexingError as error:
            if isinstance(error, MissingProgram):
                LOG.error("pictures cannot be read: Tesseract or its Vietnamese model is missing")
            # Not `from error`: it may quote what was read.
            raise RefusedPicture(SENTENCES.get(type(error), notices.BROKEN)) from None
        try:
            return await asyncio.to_thread(self._tell, parsed, as_of)
        except (KnowledgeError, SQLAlchemyError) as error:
            raise DialogueUnavailable(f"no picture: {reason_of(error)}") from error

    async def _parse(self, picture: bytes) -> ParsedDocument:
        # It ends also where the turn was stopped: nothing reads for nobody.
        with Worker(self._max_seconds, self._max_seconds, MAX_PICTURE_MEMORY) as worker:
            return await asyncio.to_thread(worker.read_picture, Picture(picture))

    def _tell(self, parsed: ParsedDocument, as_of: date) -> PictureReading:
        read = ReadText(parsed.document, parsed.passages, parsed.facts)
        told, question = tell_read_text(read, self._library.snapshot(), as_of)
        answer = Answer.model_validate(told.as_json())
        # What is printed may hold numbers of people, as what is typed may.
        return PictureReading(answer.model_copy(update={"text": clean_text(answer.text)}), question)


def picture_dialogue(dialogue: Dialogue, library: Library) -> PictureDialogue:
    """Return a dialogue that answers pictures too."""
    rate = RateLimiter(PICTURES_PER_MINUTE)
    return PictureDialogue(dialogue, OcrPictureReader(library), rate)
