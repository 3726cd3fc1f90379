"""Pictures of text, read by Tesseract, page by page.

Tesseract finds lines that are askew by 2° by itself; a page on which it has little confidence is
asked for its orientation and read again. Both are measured in `tests/indexer/readers/test_ocr.py`.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from indexer.errors import CorruptFile, FileTooLarge
from indexer.readers.extracted_text import (
    ExtractedText,
    StageCallback,
    ignore_stage,
    require_text,
)
from indexer.readers.ocr.tesseract import Word, find_rotation, read_words, require_tesseract
from indexer.readers.page_layout import format_row, join_lines
from indexer.readers.parameters import (
    COLUMN_GAP,
    MAX_PHOTOGRAPH_PIXELS,
    MAX_PHOTOGRAPH_SIDE,
    MAX_PIXELS,
    MAX_SCANNED_PAGES,
    MIN_PIXELS_ACROSS,
    NOISE_CONFIDENCE,
    TURNED_CONFIDENCE,
    UNSURE_CONFIDENCE,
)
from knowledge.language import normalize

#: What is opened of what strangers send: each decoder is one more that a hostile file may break.
PHOTOGRAPH_FORMATS = ("JPEG", "PNG", "WEBP")

#: The country's name or motto, beside the issuing body's name: these columns are a letterhead.
NATIONAL_HEADING = re.compile(r"(?i)cộng h(òa|oà) xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do")
#: The sign put between two columns, and the signs for which Tesseract takes the line between cells.
COLUMN_BAR, COLUMN_BARS = "|", re.compile(r"[|¦\[\]]")


@dataclass(frozen=True)
class RecognizedPage:
    """The lines of one page, and the mean confidence of its words, 0 to 100."""

    lines: tuple[str, ...]
    confidence: float


def read_image(content: bytes, on_stage: StageCallback = ignore_stage) -> ExtractedText:
    """Read a picture of one page, or a TIFF of several."""
    with _translate_errors(), Image.open(io.BytesIO(content)) as image:
        page_count = getattr(image, "n_frames", 1)
        pages = (frame.convert("L") for frame in ImageSequence.Iterator(image))
        return recognize_pages({}, pages, page_count, on_stage)


def read_photograph(content: bytes, on_stage: StageCallback = ignore_stage) -> ExtractedText:
    """Read one page that someone has photographed and sent: the first frame, upright, bounded."""
    with (
        _translate_errors(),
        Image.open(io.BytesIO(content), formats=PHOTOGRAPH_FORMATS) as image,
    ):
        if image.width * image.height > MAX_PHOTOGRAPH_PIXELS:
            raise FileTooLarge("Ảnh quá lớn, không đọc.")
        # A camera writes beside the pixels how it was held.
        page = ImageOps.exif_transpose(image).convert("L")
        page.thumbnail((MAX_PHOTOGRAPH_SIDE, MAX_PHOTOGRAPH_SIDE))
        return recognize_pages({}, iter([page]), 1, on_stage)


@contextmanager
def _translate_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise FileTooLarge("Ảnh quá lớn, không đọc.") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise CorruptFile("Tệp ảnh hỏng hoặc không phải ảnh.") from error


def recognize_pages(
    texts: Mapping[int, str],
    images: Iterator[Image.Image],
    page_count: int,
    on_stage: StageCallback,
) -> ExtractedText:
    """Return the text of a file with scanned pages.

    `texts` holds the pages with text, by number from 0; `images` yields the other pages in order.
    """
    _check_page_count(page_count - len(texts))
    lines: list[str] = []
    doubts: list[str] = []
    for number in range(page_count):
        if number in texts:
            lines += texts[number].splitlines()
            continue
        on_stage(f"nhận dạng chữ trang {number + 1}/{page_count}")
        page = recognize_page(next(images))
        doubts += _page_doubts(number, page.confidence)
        lines += page.lines if page.confidence >= NOISE_CONFIDENCE else ()
    text = normalize(require_text("\n\n".join(join_lines(lines))))
    return ExtractedText(text, doubts=tuple(doubts))


def _check_page_count(scanned: int) -> None:
    if scanned > MAX_SCANNED_PAGES:
        raise FileTooLarge(
            f"Tệp có {scanned} trang quét; chỉ nhận dạng đến {MAX_SCANNED_PAGES} trang."
        )


def _page_doubts(number: int, confidence: float) -> list[str]:
    if confidence >= UNSURE_CONFIDENCE:
        return []
    omitted = ", bỏ qua" if confidence < NOISE_CONFIDENCE else ""
    return [f"trang {number + 1}: nhận dạng chữ chỉ chắc {confidence:.0f} %{omitted}"]


def recognize_page(image: Image.Image) -> RecognizedPage:
    """Read one page, a second time turned upright when its words make no sense."""
    require_tesseract()
    if image.width * image.height > MAX_PIXELS:
        raise FileTooLarge("Trang quét quá lớn, không đọc.")
    image = _enlarge(image)
    page = _recognize(image)
    if page.confidence < TURNED_CONFIDENCE and (degrees := find_rotation(image)):
        upright = _recognize(image.rotate(-degrees, expand=True, fillcolor=255))
        page = max(page, upright, key=lambda candidate: candidate.confidence)
    return page


def _enlarge(image: Image.Image) -> Image.Image:
    narrow = min(image.size)
    if not 0 < narrow < MIN_PIXELS_ACROSS:
        return image
    factor = MIN_PIXELS_ACROSS / narrow
    size = round(image.width * factor), round(image.height * factor)
    return image.resize(size, Image.Resampling.LANCZOS)


def _recognize(image: Image.Image) -> RecognizedPage:
    words = read_words(image)
    # Weighted by length: a long word counts more than a speck that was taken for a full stop.
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / (letters or 1)
    return RecognizedPage(tuple(_lines(words)), confidence)


def _lines(words: list[Word]) -> Iterator[str]:
    """Yield the lines: columns as rows of a table, the columns of a letterhead one by one."""
    by_line = groupby(words, key=lambda word: word.line)
    rows = [columns for _, line in by_line if (columns := _split_columns(list(line)))]
    for has_columns, group in groupby(rows, key=lambda columns: len(columns) > 1):
        block = list(group)
        if not has_columns:
            yield from (row[0] for row in block)
        elif any(NATIONAL_HEADING.search(cell) for row in block for cell in row):
            for column in range(max(map(len, block))):
                yield from (row[column] for row in block if column < len(row))
        else:
            yield from map(format_row, block)


def _split_columns(words: list[Word]) -> list[str]:
    """Split a line at gaps that are wide for its letters, and at lines between cells."""
    height = median(word.height for word in words)
    line = words[0].text
    for previous, word in pairwise(words):
        is_gap = word.left - previous.right > COLUMN_GAP * height
        line += f"{COLUMN_BAR if is_gap else ' '}{word.text}"
    return [column.strip() for column in COLUMN_BARS.split(line) if column.strip()]
