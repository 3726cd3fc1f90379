"""Real pictures, real Tesseract, a real process: what they show is told, what means harm is refused."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.dialogue.answers import Answer
from bot.errors import RefusedPicture
from bot.picture_reading import OcrPictureReader
from bot.pictures import notices
from bot.pictures.picture_reader import PictureReading
from knowledge.library import Library
from tests.indexer.samples import HEAD, LEFT, RIGHT
from tests.pictures import (
    SVG,
    draw_page,
    encoded,
    held_page,
    huge_png,
    note,
    other_page,
    photographed,
)
from tests.waiting import until

pytestmark = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="Tesseract is not installed here"
)
DAY = date(2026, 11, 21)


def read(library: Library, picture: bytes, **options: float) -> PictureReading:
    return asyncio.run(OcrPictureReader(library, **options).read(picture, DAY))


@pytest.fixture
def no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files of this process and those it starts: it stays empty."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_held_is_recognised_and_linked(starter: Library, no_trace: Path) -> None:
    reading = read(starter, photographed(held_page()))
    answer = reading.answer
    assert answer.text.startswith(
        "Trong ảnh: Kế hoạch 15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn."
    )
    assert "chưa thấy văn bản nào cho biết văn bản này đã hết hiệu lực" in answer.text
    assert "có thể sai" in answer.text
    (citation,) = answer.citations
    assert citation.url.startswith("/documents/cho-don-2022#p")
    text = starter.document("cho-don-2022").text
    assert text[citation.start : citation.end] == citation.quote
    assert reading.question == "Tóm tắt Kế hoạch 15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn"


def test_of_a_text_that_is_not_held_its_points_are_told_as_read(starter: Library) -> None:
    reading = read(starter, encoded(other_page(), "WEBP", lossless=True))
    text = reading.answer.text
    assert text.startswith("Trong ảnh: Chỉ thị 07/CT-UBND ngày 09/02/2024")
    assert "chưa có trong các văn bản tôi đang có" in text
    assert "- Chủ đề: “Kỷ luật, sáng tạo, về đích”" in text
    assert "- Chỉ tiêu: " in text
    assert "có thể sai" in text
    assert (reading.question, reading.answer.citations) == ("", ())


def test_words_that_are_no_document_are_not_told(starter: Library) -> None:
    answer = read(starter, encoded(note())).answer
    assert (answer.status, "không biết là văn bản nào" in answer.text) == ("chat", True)
    assert "rau" not in answer.text


HOSTILE = {
    "an SVG that calls itself a PNG": (SVG, notices.BROKEN),
    "cut off": (encoded(held_page(), "JPEG")[:30_000], notices.BROKEN),
    "a head without a body": (b"\x89PNG\r\n\x1a\n", notices.BROKEN),
    "50 million pixels": (huge_png(7_072), notices.TOO_LARGE),
    "a bomb": (huge_png(30_000), notices.TOO_LARGE),
    "an empty page": (encoded(held_page().point(lambda _: 255)), notices.NO_TEXT),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_means_harm_is_refused_in_a_sentence(
    starter: Library, no_trace: Path, name: str
) -> None:
    picture, sentence = HOSTILE[name]
    with pytest.raises(RefusedPicture) as refused:
        read(starter, picture)
    assert str(refused.value) == sentence


def test_a_picture_that_takes_too_long_is_stopped(starter: Library) -> None:
    with pytest.raises(RefusedPicture, match="quá lâu"):
        read(starter, encoded(held_page()), max_seconds=0.0)


def test_a_turn_that_is_stopped_leaves_no_process(starter: Library, no_trace: Path) -> None:
    async def scene() -> None:
        reading = asyncio.create_task(OcrPictureReader(starter).read(encoded(held_page()), DAY))
        await asyncio.to_thread(until, lambda: processes("tesseract"))
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await asyncio.to_thread(until, lambda: not processes("tesseract"))

    asyncio.run(scene())


def processes(name: str) -> list[int]:
    """Return the programs of this name that this process, or one of its own, has started."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = status.read_text().split(" (", 1)
        except OSError:
            continue
        called, fields = rest.rsplit(") ", 1)
        parents[int(number)] = (called, int(fields.split()[1]), fields[0])
    ours = {os.getpid()}
    while grown := {one for one, (_, parent, _) in parents.items() if parent in ours} - ours:
        ours |= grown
    return [one for one in ours if parents[one][0] == name and parents[one][2] != "Z"]


def test_nothing_that_was_read_is_logged(
    starter: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    read(starter, encoded(other_page()))
    with pytest.raises(RefusedPicture):
        read(starter, encoded(held_page(), "JPEG")[:30_000])
    assert "Lục Nam" not in caplog.text
    assert "07/CT" not in caplog.text


def test_numbers_of_people_are_masked(starter: Library) -> None:
    subject = [HEAD[0], "Về việc liên hệ đồng chí Minh, điện thoại 0912345678"]
    answer: Answer = read(starter, encoded(draw_page(LEFT, RIGHT, subject, []))).answer
    assert "0912345678" not in answer.text
    assert "•••" in answer.text
