"""Scans: a directive printed by Chromium, made into pictures and read back; what is not sure is said, what is missing too."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter

from indexer.document_reader import read_file
from indexer.errors import CorruptFile, EmptyFile, FileTooLarge, MissingProgram
from indexer.pipeline import index_source
from indexer.readers import READERS, ocr
from knowledge.library import Library
from tests.indexer.test_readers import BODY, HEAD, LEFT, RIGHT, ROWS, SIGNED, printed  # noqa: F401

pytestmark = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed here")

MEANT = " ".join([*LEFT, *RIGHT, *HEAD, *BODY, *(f"| {a} | {b} |" for a, b in ROWS), *SIGNED])
#: Character error rate at 300 dpi that the issue allows; at 150 dpi a letter is some 20 pixels high.
MOST_ERRORS, MOST_ERRORS_COARSE = 0.03, 0.05


def distance(first: str, second: str) -> int:
    """Levenshtein's: the fewest letters to put in, take out or change."""
    before = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        now = [row]
        for column, other in enumerate(second, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other)))
        before = now
    return before[-1]


def picture(pdf: bytes, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        page: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return page


def as_png(page: Image.Image) -> bytes:
    made = io.BytesIO()
    page.save(made, "PNG")
    return made.getvalue()


def as_pdf(*pages: Image.Image) -> bytes:
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=300)
    return made.getvalue()


SPOILT: dict[str, Callable[[Image.Image], Image.Image]] = {
    "straight": lambda page: page,
    "turned": lambda page: page.rotate(90, expand=True, fillcolor=255),
    "upside down": lambda page: page.rotate(180),
    "askew": lambda page: page.rotate(2, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC),
}


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("way", SPOILT)
def test_a_scanned_directive_is_read(printed: bytes, tmp_path: Path, way: str, dpi: int) -> None:  # noqa: F811
    (tmp_path / "quét.png").write_bytes(as_png(SPOILT[way](picture(printed, dpi))))
    reading = read_file(tmp_path / "quét.png")
    document = reading.document
    errors = distance(MEANT, " ".join(document.text.split())) / len(MEANT)
    assert errors <= (MOST_ERRORS if dpi == 300 else MOST_ERRORS_COARSE)
    assert (document.number, document.issued, document.place) == ("07/CT-UBND", date(2024, 2, 9), "Lục Nam")
    assert document.signer == "Trần Văn Minh"
    assert document.doubts == ()
    told = {(fact.name, fact.details.get("number")) for fact in reading.facts if fact.kind == "target"}
    assert told == {
        ("tỷ lệ che phủ rừng", "41"),
        ("thu ngân sách", "250"),
        ("thành lập mới", "03"),
        ("Số xã đạt chuẩn nông thôn mới", "03"),
    }


def test_a_scan_in_a_pdf_is_read_beside_pages_with_text(printed: bytes) -> None:  # noqa: F811
    told: list[str] = []
    scan = pypdfium2.PdfDocument(as_pdf(picture(printed, 300), picture(printed, 300)))
    both = pypdfium2.PdfDocument(printed)
    both.import_pages(scan)
    made = io.BytesIO()
    both.save(made)
    source = READERS[".pdf"](made.getvalue(), told.append)
    assert source.text.count("07/CT-UBND") == 3
    assert [stage for stage in told if "nhận dạng" in stage] == [
        "nhận dạng chữ trang 2/3",
        "nhận dạng chữ trang 3/3",
    ]


def test_a_tiff_of_two_pages_is_read(printed: bytes) -> None:  # noqa: F811
    page, made = picture(printed, 200), io.BytesIO()
    page.save(made, "TIFF", save_all=True, append_images=[page], compression="tiff_deflate")
    assert READERS[".tiff"](made.getvalue()).text.count("07/CT-UBND") == 2


def test_a_page_that_is_hard_to_read_is_listed(library: Library, printed: bytes, tmp_path: Path) -> None:  # noqa: F811
    faint = picture(printed, 60).filter(ImageFilter.GaussianBlur(1.2))
    (tmp_path / "mờ.pdf").write_bytes(as_pdf(picture(printed, 300), faint))
    outcome = index_source(library, tmp_path / "mờ.pdf")
    assert outcome.state == "indexed"
    assert [doubt.split(":")[0] for doubt in outcome.doubts] == ["trang 2"]
    assert library.document("mờ").doubts == outcome.doubts


def test_a_number_that_does_not_fit_its_kind_is_listed(tmp_path: Path) -> None:
    lines = [*LEFT[:2], "Số: 07/CI-UBND", *RIGHT, *HEAD, *BODY]
    (tmp_path / "a.txt").write_text("\n\n".join(lines), encoding="utf-8")
    document = read_file(tmp_path / "a.txt").document
    assert document.number == "07/CI-UBND"
    assert document.doubts == ("số 07/CI-UBND không khớp loại văn bản Chỉ thị (CT)",)


def test_a_picture_without_words_is_no_document() -> None:
    page = Image.new("L", (1200, 1600), 255)
    ImageDraw.Draw(page).ellipse((300, 400, 900, 1000), fill=80)
    with pytest.raises(EmptyFile):
        READERS[".png"](as_png(page))


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n cut", "chữ".encode()])
def test_what_is_no_picture_is_told(content: bytes) -> None:
    with pytest.raises(CorruptFile):
        READERS[".jpg"](content)


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    with pytest.raises(FileTooLarge):
        READERS[".png"](as_png(Image.new("1", (20_000, 20_000), 1)))


def test_without_tesseract_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    ocr.require_tesseract.cache_clear()
    with pytest.raises(MissingProgram, match="tesseract-ocr-vie"):
        READERS[".png"](as_png(Image.new("L", (100, 100), 255)))
    ocr.require_tesseract.cache_clear()
