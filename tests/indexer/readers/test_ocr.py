"""Scans: a directive printed by Chromium, rendered as pictures and read back; doubts; Tesseract."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter

from indexer.document_reader import read_file
from indexer.errors import CorruptFile, EmptyFile, FileTooLarge, MissingProgram
from indexer.pipeline import index_source
from indexer.readers.ocr import read_image, read_photograph, require_tesseract
from indexer.readers.pdf import read_pdf
from knowledge.library import Library
from tests.indexer.samples import BODY, HEAD, LEFT, RIGHT, ROWS, SIGNATURE
from tests.pictures import SVG, encoded, held_page, huge_png, photographed

pytestmark = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="Tesseract is not installed here"
)

EXPECTED_TEXT = " ".join(
    [*LEFT, *RIGHT, *HEAD, *BODY, *(f"| {a} | {b} |" for a, b in ROWS), *SIGNATURE]
)
#: Character error rate allowed by resolution; at 150 dpi a letter is some 20 pixels high.
MAX_ERROR_RATES = {300: 0.03, 150: 0.05}


def edit_distance(first: str, second: str) -> int:
    """Return the Levenshtein distance of two texts."""
    previous = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            substitution = previous[column - 1] + (letter != other)
            current.append(min(previous[column] + 1, current[-1] + 1, substitution))
        previous = current
    return previous[-1]


def render(pdf: bytes, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        page: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return page


def as_png(page: Image.Image) -> bytes:
    content = io.BytesIO()
    page.save(content, "PNG")
    return content.getvalue()


def as_pdf(*pages: Image.Image) -> bytes:
    content = io.BytesIO()
    pages[0].save(content, "PDF", save_all=True, append_images=pages[1:], resolution=300)
    return content.getvalue()


DISTORTIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "straight": lambda page: page,
    "turned": lambda page: page.rotate(90, expand=True, fillcolor=255),
    "upside down": lambda page: page.rotate(180),
    "askew": lambda page: page.rotate(
        2, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC
    ),
}


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("distortion", DISTORTIONS)
def test_a_scanned_directive_is_read(
    printed: bytes, tmp_path: Path, distortion: str, dpi: int
) -> None:
    image = DISTORTIONS[distortion](render(printed, dpi))
    (tmp_path / "quét.png").write_bytes(as_png(image))
    parsed = read_file(tmp_path / "quét.png")
    document = parsed.document
    errors = edit_distance(EXPECTED_TEXT, " ".join(document.text.split())) / len(EXPECTED_TEXT)
    assert errors <= MAX_ERROR_RATES[dpi]
    assert (document.number, document.issued) == ("07/CT-UBND", date(2024, 2, 9))
    assert document.place == "Lục Nam"
    assert document.signer == "Trần Văn Minh"
    assert document.doubts == ()
    targets = [fact for fact in parsed.facts if fact.kind == "target"]
    assert {(fact.name, fact.details.number) for fact in targets} == {
        ("tỷ lệ che phủ rừng", "41"),
        ("thu ngân sách", "250"),
        ("thành lập mới", "03"),
        ("Số xã đạt chuẩn nông thôn mới", "03"),
    }


def test_a_scan_in_a_pdf_is_read_beside_pages_with_text(printed: bytes) -> None:
    stages: list[str] = []
    scan = pypdfium2.PdfDocument(as_pdf(render(printed, 300), render(printed, 300)))
    both = pypdfium2.PdfDocument(printed)
    both.import_pages(scan)
    content = io.BytesIO()
    both.save(content)
    extracted = read_pdf(content.getvalue(), stages.append)
    assert extracted.text.count("07/CT-UBND") == 3
    assert [stage for stage in stages if "nhận dạng" in stage] == [
        "nhận dạng chữ trang 2/3",
        "nhận dạng chữ trang 3/3",
    ]


def test_a_tiff_of_two_pages_is_read(printed: bytes) -> None:
    page, content = render(printed, 200), io.BytesIO()
    page.save(content, "TIFF", save_all=True, append_images=[page], compression="tiff_deflate")
    assert read_image(content.getvalue()).text.count("07/CT-UBND") == 2


def test_a_page_that_is_hard_to_read_is_a_doubt(
    library: Library, printed: bytes, tmp_path: Path
) -> None:
    faint = render(printed, 60).filter(ImageFilter.GaussianBlur(1.2))
    (tmp_path / "mờ.pdf").write_bytes(as_pdf(render(printed, 300), faint))
    result = index_source(library, tmp_path / "mờ.pdf")
    assert result.state == "indexed"
    assert [doubt.split(":")[0] for doubt in result.doubts] == ["trang 2"]
    assert library.document("mờ").doubts == result.doubts


def test_a_picture_without_words_is_no_document() -> None:
    page = Image.new("L", (1200, 1600), 255)
    ImageDraw.Draw(page).ellipse((300, 400, 900, 1000), fill=80)
    with pytest.raises(EmptyFile):
        read_image(as_png(page))


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n cut", "chữ".encode()])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(CorruptFile):
        read_image(content)


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    with pytest.raises(FileTooLarge):
        read_image(as_png(Image.new("1", (20_000, 20_000), 1)))


def test_without_tesseract_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    require_tesseract.cache_clear()
    with pytest.raises(MissingProgram, match="tesseract-ocr-vie"):
        read_image(as_png(Image.new("L", (100, 100), 255)))
    require_tesseract.cache_clear()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_read_as_its_camera_says_it_was_held(kind: str) -> None:
    assert "15/KH-UBND" in read_photograph(encoded(held_page(), kind)).text
    assert "15/KH-UBND" in read_photograph(photographed(held_page())).text


def test_a_photograph_with_more_pixels_than_tell_anything_is_made_smaller() -> None:
    large = held_page().resize((4960, 7016))
    assert "15/KH-UBND" in read_photograph(encoded(large, "JPEG")).text


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", CorruptFile),
        (SVG, CorruptFile),
        (b"GIF89a", CorruptFile),
        # Formats that offices scan to, and strangers need not send.
        (encoded(Image.new("L", (100, 100)), "TIFF"), CorruptFile),
        (encoded(Image.new("L", (100, 100)), "GIF"), CorruptFile),
        (encoded(held_page(), "JPEG")[:20_000], CorruptFile),
        (huge_png(7_072), FileTooLarge),
        (encoded(Image.new("L", (1, 1)), "PNG"), EmptyFile),
    ],
)
def test_a_photograph_that_means_harm_is_refused(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_photograph(content)


def test_no_file_of_a_page_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/nowhere")
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert "15/KH-UBND" in read_photograph(encoded(held_page())).text
