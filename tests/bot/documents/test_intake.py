"""Files are taken within bounds, by what they are; the hostile ones are refused in a sentence."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import insert

from bot.documents.intake import clean_name
from bot.documents.parameters import MAX_FILE_BYTES, MAX_WAITING_FILES, PART_BYTES
from bot.errors import InvalidUpload
from bot.storage.tables import UPLOADS
from tests.bot.documents.conftest import LAN, NAM, PLAN, Place
from tests.indexer.samples import word_file

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def test_a_file_is_kept_whole_and_waits(place: Place) -> None:
    content = PLAN.encode() + b"x" * (2 * PART_BYTES)
    upload = place.give(content)
    assert (upload.state, upload.document_id, upload.size) == ("waiting", "ke-hoach-12", len(content))  # fmt: skip
    assert b"".join(place.uploads.parts(upload.id)) == content
    assert (upload.given_by, upload.given_name) == ("lan", "Họ tên lan")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.svg", SVG, "Chưa đọc được tệp .svg"),
        ("a.png", SVG, "không phải là .png"),
        ("a.docm", word_file(), "Chưa đọc được tệp .docm"),
        ("a.zip", word_file(), "Chưa đọc được tệp .zip"),
        ("a.pdf", b"MZ\x90", "không phải là .pdf"),
        ("a.txt", b"MZ\x90\x00", "không phải là .txt"),
        ("a.txt", b"", "Tệp rỗng"),
        ("a", b"x", "không có đuôi"),
        (".txt.", b"x", "không có đuôi"),
        ("a.txt", b"x" * (MAX_FILE_BYTES + 1), "lớn hơn 50 MB"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(
    place: Place, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(InvalidUpload, match=sentence):
        place.give(content, name)
    assert place.uploads.kept_bytes() == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\lan\\kế hoạch.docx", "kế hoạch.docx"),
        ("a\x00b\u202etxt.exe\n.txt", "abtxt.exe.txt"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("a." + "b" * 300, "b" * 120),
        ("", ""),
    ],
)
def test_a_name_is_only_a_name(name: str, expected: str) -> None:
    assert clean_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("../Kế hoạch số 15.txt", "ke-hoach-so-15"), ("???.txt", "van-ban"), ("Đề án.txt", "de-an")],
)
def test_an_id_is_made_of_the_name(place: Place, name: str, expected: str) -> None:
    assert place.give(name=name).document_id == expected


def test_two_files_of_one_name_become_two_documents(place: Place) -> None:
    ids = [place.give(f"{PLAN}{number}", "scan.txt").document_id for number in range(3)]
    assert ids == ["scan", "scan-2", "scan-3"]


def test_a_document_that_is_held_is_never_replaced_by_a_name(place: Place) -> None:
    draft = place.read()
    place.publish(draft)
    assert place.give(f"{PLAN}khác").document_id == "ke-hoach-12-2"


def test_the_same_file_is_taken_once(place: Place) -> None:
    place.read()
    with pytest.raises(InvalidUpload, match="đã được đưa vào"):
        place.give(name="tên khác.txt", by=NAM)


def test_of_one_person_only_so_many_files_wait(place: Place) -> None:
    row = {**vars(place.give()), "tries": 0, "until": 0.0, "state": "failed"}
    del row["id"]
    with place.database.writing() as connection:
        connection.execute(insert(UPLOADS), [row] * (MAX_WAITING_FILES - 1))
    with pytest.raises(InvalidUpload, match="quá nhiều tệp"):
        place.give("một tệp nữa")
    assert place.give("một tệp nữa", by=NAM).state == "waiting"


def test_what_breaks_off_leaves_nothing(place: Place) -> None:
    class Broken(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.reads += 1
            if self.reads > 3:
                raise OSError("gone")
            return super().read(size)

    with pytest.raises(OSError, match="gone"):
        place.intake.take("a.txt", Broken(PLAN.encode()), LAN)
    assert place.uploads.unfinished() == []
