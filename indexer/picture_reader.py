"""A picture that someone has sent becomes what a document would be; nothing is stored or written."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.document_reader import ParsedDocument, parse_document
from indexer.readers.extracted_text import StageCallback, ignore_stage
from indexer.readers.ocr import read_photograph

#: The id of what is read from a picture: it names nothing that is held.
PICTURE_ID = "ảnh"


@dataclass(frozen=True)
class Picture:
    """The bytes of a picture, which no message and no log shows."""

    content: bytes = field(repr=False)


def read_picture(picture: Picture, on_stage: StageCallback = ignore_stage) -> ParsedDocument:
    """Read the text of a picture with its metadata and facts. Raise an `IndexingError`."""
    extracted = read_photograph(picture.content, on_stage)
    on_stage("tìm dữ kiện")
    return parse_document(extracted, PICTURE_ID, checksum="")
