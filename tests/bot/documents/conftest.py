"""The desk of documents over real stores, a real library and the indexer's own processes."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role, Staff
from bot.document_desk.editor import ContentsEditor
from bot.document_desk.reader import WorkerReader
from bot.document_desk.shelf import LibraryShelf
from bot.documents.draft_table import Draft, DraftTable
from bot.documents.intake import Intake
from bot.documents.listing import DocumentList
from bot.documents.reading import ReadingQueue
from bot.documents.review import Review
from bot.documents.upload_table import Upload, UploadTable
from database import Database
from knowledge.library import Library
from tests.indexer.samples import scanned_plan

PLAN = """ỦY BAN NHÂN DÂN
HUYỆN LỤC NAM
Số: 12/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Lục Nam, ngày 09 tháng 02 năm 2024

KẾ HOẠCH

Phát động phong trào thi đua năm 2024

Ủy ban nhân dân huyện phát động thi đua năm 2024 với chủ đề “Kỷ luật, sáng tạo”.

Tỷ lệ che phủ rừng đạt 41%.

Phấn đấu kết nạp đảng viên mới đạt 3% trở lên; huyện chọn ngày 02/9 làm ngày hội lao động.

Các xã bình xét danh hiệu và gửi về Phòng Nội vụ trước ngày 15/11/2024.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Minh
"""


def staff(name: str, *places: str) -> Staff:
    return Staff(1, name, f"Họ tên {name}", frozenset(Role), frozenset(places))


LAN, NAM, HOA = staff("lan"), staff("nam"), staff("hoa", "Hà Nội")


@dataclass
class Clock:
    """Tells the time that a test says."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Place:
    """All parts over one database and one library."""

    database: Database
    library: Library
    folder: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.uploads, self.drafts = UploadTable(self.database), DraftTable(self.database)
        self.reader, self.editor = WorkerReader(), ContentsEditor()
        self.shelf, self.audit = LibraryShelf(self.library, self.clock), AuditTrail(self.database)
        self.intake = Intake(
            self.uploads, self.drafts, self.reader, self.shelf, self.audit, self.folder, self.clock
        )
        self.queue = ReadingQueue(self.uploads, self.drafts, self.reader, self.shelf, self.clock)
        self.review = Review(
            self.drafts, self.uploads, self.editor, self.shelf, self.audit, self.clock
        )
        self.list = DocumentList(self.drafts, self.uploads, self.shelf)

    def give(
        self, content: str | bytes = PLAN, name: str = "Kế hoạch 12.txt", by: Staff = LAN
    ) -> Upload:
        """Take a file."""
        stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
        return self.intake.take(name, stream, by)

    def read(
        self, content: str | bytes = PLAN, name: str = "Kế hoạch 12.txt", by: Staff = LAN
    ) -> Draft:
        """Take a file and read it."""
        upload = self.give(content, name, by)
        assert self.queue.read_next()
        return self.drafts.of_upload(upload.id)[0]

    def publish(self, draft: Draft, by: Staff = NAM) -> None:
        """Publish a draft as it is now."""
        self.review.publish(draft.id, self.drafts.get(draft.id).revision, by)

    def said(self) -> list[str]:
        """Return what is found about the share of forest."""
        hits = self.library.search("tỷ lệ che phủ rừng")
        return [hit.passage.text for hit in hits if "che phủ" in hit.passage.text]


@pytest.fixture
def place(conversations: Database, library: Library, tmp_path: Path) -> Iterator[Place]:
    place = Place(conversations, library, tmp_path)
    yield place
    place.reader.rest()


@pytest.fixture(scope="session")
def scan() -> bytes:
    """The plan as a scanned page."""
    if not shutil.which("tesseract"):
        pytest.skip("Tesseract is not installed here")
    return scanned_plan(PLAN)
