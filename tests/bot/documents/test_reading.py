"""Files that wait are read by the indexer's process, once, whoever dies meanwhile."""

from __future__ import annotations

import asyncio
import io
import zipfile

import pytest

from bot.documents.draft_table import Person
from bot.documents.page_pictures import PagePictures
from bot.documents.parameters import CLAIM_SECONDS, MAX_TRIES
from bot.documents.reading import ReadingQueue
from bot.documents.views import ReadDocument
from bot.errors import InvalidUpload, UnknownRecord
from indexer.sources import CONSOLE_ORIGIN
from knowledge.storage import unpack
from tests.bot.documents.conftest import LAN, PLAN, Place
from tests.indexer.samples import word_file


def bomb() -> bytes:
    """A Word file of some kilobytes that unpacks to 300 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300_000_000))
    return buffer.getvalue()


def macros() -> bytes:
    buffer = io.BytesIO(word_file())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return buffer.getvalue()


def test_a_file_becomes_a_draft_with_its_facts_and_evidence(place: Place) -> None:
    draft = place.read()
    contents = unpack(place.drafts.content(draft))
    assert (draft.document_id, draft.base, draft.place, draft.years) == (
        "ke-hoach-12", 0, "Lục Nam", (2024,),
    )  # fmt: skip
    assert contents.document.number == "12/KH-UBND"
    assert contents.document.file == f"{CONSOLE_ORIGIN}Kế hoạch 12.txt"
    target = next(fact for fact in contents.facts if fact.kind == "target")
    assert "41%" in contents.document.text[target.start : target.end]
    # Nothing is told before a second person has published it.
    assert place.library.document_ids() == []
    assert place.queue.read_next() is False


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7\nbroken", "hỏng"),
        ("a.docx", bomb(), "nở ra"),
        ("a.docx", macros(), "macro"),
        ("a.txt", b"   ...  ", "không có chữ"),
    ],
)
def test_what_cannot_be_read_says_why_in_the_indexer_s_words(
    place: Place, name: str, content: bytes, sentence: str
) -> None:
    upload = place.give(content, name)
    assert place.queue.read_next()
    failed = place.uploads.get(upload.id)
    assert failed.state == "failed"
    assert sentence in failed.reason
    assert place.drafts.all() == []


def test_a_file_never_names_the_document_that_it_becomes(place: Place) -> None:
    stated = f"---\nid: bac-giang-2022\nsource_url: 'javascript:alert(1)'\n---\n{PLAN}"
    draft = place.read(stated, "x.md")
    document = unpack(place.drafts.content(draft)).document
    assert (draft.document_id, document.id, document.source_url) == ("x", "x", None)


def test_what_its_reader_left_is_taken_up_and_given_up_after_a_few_times(place: Place) -> None:
    upload = place.give()
    for _ in range(MAX_TRIES + 1):
        assert place.uploads.claim(place.clock.now)
        # Somebody reads it: nobody else does.
        assert place.uploads.claim(place.clock.now) is None
        place.clock.now += CLAIM_SECONDS + 1
    assert place.uploads.claim(place.clock.now) is None
    assert "dừng nhiều lần" in place.uploads.get(upload.id).reason
    place.intake.retry(place.uploads.get(upload.id), LAN)
    assert place.queue.read_next()
    actions = [entry.action for entry in place.audit.entries(subject="ke-hoach-12")]
    assert actions == ["file.retry", "file.give"]
    assert place.uploads.get(upload.id).state == "read"


def test_a_file_whose_sending_was_killed_stands_in_nobody_s_way(place: Place) -> None:
    place.publish(place.read())
    cut = place.intake._begin("mới.txt", ".txt", "ke-hoach-12", LAN)
    place.uploads.add_part(cut, 0, b"half")
    new = PLAN.replace("41%", "45%").encode()
    with pytest.raises(InvalidUpload, match="bản thảo"):
        place.intake.take("mới.txt", io.BytesIO(new), LAN, document_id="ke-hoach-12")
    assert place.queue.read_next() is False
    assert place.uploads.get(cut).state == "arriving"
    place.clock.now += CLAIM_SECONDS + 1
    place.queue.read_next()
    failed = place.uploads.get(cut)
    assert (failed.state, "ngắt giữa chừng" in failed.reason) == ("failed", True)
    # There is nothing whole to read again.
    with pytest.raises(UnknownRecord):
        place.uploads.retry(cut)
    with pytest.raises(InvalidUpload, match="ngắt giữa chừng"):
        place.uploads.complete(cut, 4, "sum")
    place.intake.let_go(failed, LAN)
    assert place.audit.entries()[0].action == "file.remove"
    place.intake.take("mới.txt", io.BytesIO(new), LAN, document_id="ke-hoach-12")
    assert place.queue.read_next()


def test_who_reads_late_changes_nothing_of_what_another_has_finished(place: Place) -> None:
    upload = place.give()
    late = place.uploads.claim(place.clock.now)
    assert late is not None
    place.clock.now += CLAIM_SECONDS + 1
    assert place.queue.read_next()
    done = place.uploads.get(upload.id)
    assert done.state == "read"
    assert place.uploads.renew(late, "đọc chữ", place.clock.now) == late
    place.uploads.fail(late, "quá lâu")
    (draft,) = place.drafts.of_upload(upload.id)
    read = ReadDocument("khac", b"x", "Khác", None, ())
    place.drafts.add_read(late, [(read, 0)], Person("lan", "Lan"), 9, place.clock.now)
    assert place.uploads.get(upload.id) == done
    assert place.drafts.all() == [draft]


def test_reading_goes_on_after_any_trouble(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    upload = place.give()
    moments = iter([place.clock.now, None])
    pauses: list[float] = []

    def clock() -> float:
        moment = next(moments, place.clock.now)
        if moment is None:
            raise RuntimeError("no time")
        return moment

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) > 1:
            raise asyncio.CancelledError

    queue = ReadingQueue(place.uploads, place.drafts, place.reader, place.shelf, clock, sleep)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(queue.run())
    assert place.uploads.get(upload.id).state == "read"
    assert "a file cannot be read just now" in caplog.text


def test_a_new_version_of_a_document_begins_from_the_one_that_is_published(place: Place) -> None:
    place.publish(place.read())
    stream = io.BytesIO(PLAN.replace("41%", "45%").encode())
    upload = place.intake.take("bản mới.txt", stream, LAN, document_id="ke-hoach-12")
    place.queue.read_next()
    (draft,) = place.drafts.of_upload(upload.id)
    assert (draft.document_id, draft.base) == ("ke-hoach-12", 1)
    place.publish(draft)
    assert place.said() == ["Tỷ lệ che phủ rừng đạt 45%."]


def test_pages_are_drawn_when_someone_looks(place: Place, scan: bytes) -> None:
    draft = place.read(scan, "scan.pdf")
    upload = place.uploads.get(draft.upload_id)
    assert upload.pages == 1
    pictures = PagePictures(place.uploads, place.reader)
    drawn = pictures.picture(upload.id, 1)
    assert drawn.content.startswith(b"\xff\xd8\xff")
    assert pictures.picture(upload.id, 1) is drawn
    for number in (0, 2):
        with pytest.raises(UnknownRecord):
            pictures.picture(upload.id, number)
    pictures.close()
