"""The seam behind which pictures are read; `bot.picture_reading` reads them with Tesseract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.dialogue.answers import Answer
from bot.errors import RefusedPicture
from bot.pictures import notices

#: How the files of a kind of picture begin: what a file calls itself says nothing.
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
WEBP = (b"RIFF", b"WEBP")


@dataclass(frozen=True)
class PictureReading:
    """What a picture is answered with.

    `question` goes on with the text that it shows, where that is held; else it is empty.
    """

    answer: Answer
    question: str = ""


class PictureReader(Protocol):
    """Reads pictures and keeps nothing of them."""

    async def read(self, picture: bytes, as_of: date) -> PictureReading:
        """Return what a picture is answered with.

        Raise RefusedPicture, with a sentence for its sender, or DialogueUnavailable where what is
        held cannot be read.
        """
        ...


class ScriptedReader:
    """Answers from a table of pictures, for tests; a picture that is not in it has no text."""

    def __init__(self, script: Mapping[bytes, PictureReading]) -> None:
        self._script = script

    async def read(self, picture: bytes, as_of: date) -> PictureReading:
        """Return the reading that the script has for just these bytes."""
        if picture not in self._script:
            raise RefusedPicture(notices.NO_TEXT)
        return self._script[picture]


def require_picture(content: bytes) -> None:
    """Raise RefusedPicture for bytes that are no JPEG, PNG or WebP, whatever they are called."""
    if not content:
        # It did not come in, or was not fetched: staff attended when it came, and no longer do.
        raise RefusedPicture(notices.BROKEN)
    is_webp = content.startswith(WEBP[0]) and content[8:12] == WEBP[1]
    if not (is_webp or content.startswith((JPEG, PNG))):
        raise RefusedPicture(notices.WRONG_TYPE)
