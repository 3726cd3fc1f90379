"""Pictures of text, read by Tesseract with its Vietnamese model, page by page.

Debian's packages: tesseract-ocr and tesseract-ocr-vie. Tesseract finds lines that are askew by 2°
by itself; a page on which it has little confidence is asked for its orientation and read again.
Both are measured in `tests/indexer/readers/test_ocr.py`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from statistics import median
from typing import Any

import pytesseract
from PIL import Image, ImageSequence, UnidentifiedImageError

from indexer.errors import CorruptFile, FileTooLarge, MissingProgram, TimeLimitExceeded
from indexer.readers.extracted_text import (
    ExtractedText,
    StageCallback,
    ignore_stage,
    require_text,
)
from indexer.readers.page_layout import format_row, join_lines
from indexer.readers.parameters import (
    COLUMN_GAP,
    MAX_PAGE_SECONDS,
    MAX_PIXELS,
    MAX_SCANNED_PAGES,
    MIN_PIXELS_ACROSS,
    NOISE_CONFIDENCE,
    TURNED_CONFIDENCE,
    UNSURE_CONFIDENCE,
)
from knowledge.language import normalize

#: The country's name or motto, beside the issuing body's name: these columns are a letterhead.
NATIONAL_HEADING = re.compile(r"(?i)cộng h(òa|oà) xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do")
#: The sign put between two columns, and the signs for which Tesseract takes the line between cells.
COLUMN_BAR, COLUMN_BARS = "|", re.compile(r"[|¦\[\]]")


@dataclass(frozen=True)
class RecognizedPage:
    """The lines of one page, and the mean confidence of its words, 0 to 100."""

    lines: tuple[str, ...]
    confidence: float


@dataclass(frozen=True)
class _Word:
    """A word with its line (block, paragraph, line) and its box in pixels."""

    line: tuple[int, int, int]
    left: int
    right: int
    height: int
    text: str
    confidence: float


def read_image(content: bytes, on_stage: StageCallback = ignore_stage) -> ExtractedText:
    """Read a picture of one page, or a TIFF of several."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content)) as image:
                page_count = getattr(image, "n_frames", 1)
                pages = (frame.convert("L") for frame in ImageSequence.Iterator(image))
                return recognize_pages({}, pages, page_count, on_stage)
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
    if page.confidence < TURNED_CONFIDENCE and (degrees := _rotation(image)):
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


@cache
def require_tesseract() -> None:
    """Raise `MissingProgram` when Tesseract or its Vietnamese model is not installed."""
    # One thread: several pages at once would compete for the cores.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    if not shutil.which("tesseract") or "vie" not in pytesseract.get_languages():
        raise MissingProgram(
            "Tệp là bản quét; máy chưa có Tesseract tiếng Việt "
            "(gói tesseract-ocr và tesseract-ocr-vie)."
        )


def _recognize(image: Image.Image) -> RecognizedPage:
    try:
        table = pytesseract.image_to_data(
            image, lang="vie", output_type=pytesseract.Output.DICT, timeout=MAX_PAGE_SECONDS
        )
    except pytesseract.TesseractError as error:
        raise CorruptFile("Tesseract không đọc được trang quét này.") from error
    except RuntimeError as error:
        raise TimeLimitExceeded(f"Nhận dạng một trang quá {MAX_PAGE_SECONDS} giây.") from error
    words = _words(table)
    # Weighted by length: a long word counts more than a speck that was taken for a full stop.
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / (letters or 1)
    return RecognizedPage(tuple(_lines(words)), confidence)


def _words(table: Mapping[str, list[Any]]) -> list[_Word]:
    """Return the words of Tesseract's table, whose columns are lists of one length."""
    return [
        _Word(
            line=(table["block_num"][row], table["par_num"][row], table["line_num"][row]),
            left=table["left"][row],
            right=table["left"][row] + table["width"][row],
            height=table["height"][row],
            text=text,
            confidence=float(table["conf"][row]),
        )
        for row, text in enumerate(table["text"])
        if text.strip()
    ]


def _rotation(image: Image.Image) -> int:
    """Return by how many degrees a page must be turned clockwise, 0 when that is not known."""
    try:
        orientation = pytesseract.image_to_osd(
            image, output_type=pytesseract.Output.DICT, timeout=MAX_PAGE_SECONDS
        )
    except (pytesseract.TesseractError, RuntimeError):
        # Too few letters.
        return 0
    return int(orientation["rotate"])


def _lines(words: list[_Word]) -> Iterator[str]:
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


def _split_columns(words: list[_Word]) -> list[str]:
    """Split a line at gaps that are wide for its letters, and at lines between cells."""
    height = median(word.height for word in words)
    line = words[0].text
    for previous, word in pairwise(words):
        is_gap = word.left - previous.right > COLUMN_GAP * height
        line += f"{COLUMN_BAR if is_gap else ' '}{word.text}"
    return [column.strip() for column in COLUMN_BARS.split(line) if column.strip()]
