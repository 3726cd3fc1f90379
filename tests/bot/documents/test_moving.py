"""Files and drafts go where everything goes: to another database, whole."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

from bot.documents.draft_table import DraftTable
from bot.documents.parameters import PART_BYTES
from bot.documents.upload_table import UploadTable
from bot.storage.moving import move_conversations
from bot.storage.opening import open_file
from bot.storage.tables import UPLOAD_PARTS
from database import Database
from knowledge.library import Library
from tests.bot.documents.conftest import Place


def test_files_and_drafts_are_moved_whole(
    conversations: Database, library: Library, tmp_path: Path
) -> None:
    # More pieces than are copied at once.
    count = UPLOAD_PARTS.info["copied_rows"] + 5
    content = b"chu " + random.Random(1).randbytes(count * PART_BYTES).replace(b"\0", b"x")
    with closing(open_file(tmp_path / "source.db")) as source:
        place = Place(source, library, tmp_path)
        draft, upload = place.read(), place.give(content, "lớn.txt")
        place.reader.rest()
        move_conversations(source, conversations, lambda *_: None)
        packed = place.drafts.content(draft)
    drafts, uploads = DraftTable(conversations), UploadTable(conversations)
    assert drafts.all() == [draft]
    assert drafts.content(draft) == packed
    assert b"".join(uploads.parts(upload.id)) == content
    # A number that was copied is not given again.
    assert uploads.add(upload) > upload.id
