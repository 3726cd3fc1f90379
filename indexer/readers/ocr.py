"""Pictures of text: Tesseract reads them (Debian's tesseract-ocr with tesseract-ocr-vie), page by page.

Measured on a page at 150 and 300 dpi, turned by 90° and askew by 2°: `tests/indexer/test_ocr.py`. Tesseract finds lines that
are a little askew by itself; a page that it is unsure of is asked which way it is turned and read again.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from statistics import median

import pytesseract
from PIL import Image, ImageSequence, UnidentifiedImageError

from indexer.errors import CorruptFile, TookTooLong, TooLarge, ToolMissing
from indexer.extraction.letterhead import COUNTRY
from indexer.readers.lines import paragraphs
from indexer.readers.source import Source, Tell, silent, with_words
from knowledge.text import nfc

MOST_PAGES = 500
MOST_PIXELS = 120_000_000
PAGE_SECONDS = 90
#: Mean confidence of a page's words, 0 to 100: below the first it may be turned, below the second a person must look,
#: below the third its words are no words and are left out.
TURNED, UNSURE, NO_WORDS = 75, 85, 45
#: Tesseract reads best when a capital letter is some 30 pixels high; smaller pictures are made larger.
FEWEST_PIXELS_ACROSS = 2400
#: Two words so many letter heights apart stand in two columns.
COLUMN_GAP = 3.0
BAR, BARS = "|", r"[|¦\[\]]"


@dataclass(frozen=True)
class Page:
    """What was read from one page: its lines, and how sure Tesseract is of its words (0 to 100)."""

    lines: tuple[str, ...]
    confidence: float


@dataclass(frozen=True)
class _Word:
    line: tuple[int, int, int]
    left: int
    right: int
    height: int
    text: str
    confidence: float


def read_image(content: bytes, tell: Tell = silent) -> Source:
    """Read a picture of one page, or a TIFF of several."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content)) as opened:
                count = getattr(opened, "n_frames", 1)
                pages = (frame.convert("L") for frame in ImageSequence.Iterator(opened))
                return source_of({}, pages, count, tell)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise TooLarge("Ảnh quá lớn, không đọc.") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise CorruptFile("Tệp ảnh hỏng hoặc không phải ảnh.") from error


def source_of(written: dict[int, str], pictures: Iterator[Image.Image], count: int, tell: Tell) -> Source:
    """Give the text of pages of pictures; `written` holds those that need no reading, by number from 0.

    `pictures` yields the other pages in order.
    """
    if count - len(written) > MOST_PAGES:
        raise TooLarge(f"Tệp có {count - len(written)} trang quét; chỉ nhận dạng đến {MOST_PAGES} trang.")
    lines: list[str] = []
    doubts = []
    for number in range(count):
        if number in written:
            lines += written[number].splitlines()
            continue
        tell(f"nhận dạng chữ trang {number + 1}/{count}")
        page = read_page(next(pictures))
        if page.confidence < UNSURE:
            left_out = ", bỏ qua" if page.confidence < NO_WORDS else ""
            doubts.append(f"trang {number + 1}: nhận dạng chữ chỉ chắc {page.confidence:.0f} %{left_out}")
        lines += page.lines if page.confidence >= NO_WORDS else ()
    return Source(nfc(with_words("\n\n".join(paragraphs(lines)))), doubts=tuple(doubts))


def read_page(picture: Image.Image) -> Page:
    """Read one page; when its words make no sense, turn it the way Tesseract says it stands and read it again."""
    require_tesseract()
    if picture.width * picture.height > MOST_PIXELS:
        raise TooLarge("Trang quét quá lớn, không đọc.")
    narrow = min(picture.size)
    if 0 < narrow < FEWEST_PIXELS_ACROSS:
        times = FEWEST_PIXELS_ACROSS / narrow
        picture = picture.resize(
            (round(picture.width * times), round(picture.height * times)), Image.Resampling.LANCZOS
        )
    found = _read(picture)
    if found.confidence < TURNED and (turn := _turn(picture)):
        again = _read(picture.rotate(-turn, expand=True, fillcolor=255))
        found = max(found, again, key=lambda page: page.confidence)
    return found


@cache
def require_tesseract() -> None:
    """Refuse to go on without Tesseract and its Vietnamese model; the sentence tells what to install."""
    # One thread: several pages at once would fight for the cores.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    if not shutil.which("tesseract") or "vie" not in pytesseract.get_languages():
        raise ToolMissing("Tệp là bản quét; máy chưa có Tesseract tiếng Việt (gói tesseract-ocr và tesseract-ocr-vie).")


def _read(picture: Image.Image) -> Page:
    try:
        said = pytesseract.image_to_data(
            picture, lang="vie", output_type=pytesseract.Output.DICT, timeout=PAGE_SECONDS
        )  # fmt: skip
    except pytesseract.TesseractError as error:
        raise CorruptFile("Tesseract không đọc được trang quét này.") from error
    except RuntimeError as error:
        raise TookTooLong(f"Nhận dạng một trang quá {PAGE_SECONDS} giây.") from error
    words = [
        _Word((block, part, line), left, left + width, height, text, float(sure))
        for block, part, line, left, width, height, text, sure in zip(
            said["block_num"], said["par_num"], said["line_num"], said["left"], said["width"], said["height"],
            said["text"], said["conf"], strict=True,
        )
        if text.strip()
    ]  # fmt: skip
    # A long word weighs more than a speck that was taken for a full stop.
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
    return Page(tuple(_lines(words)), confidence)


def _turn(picture: Image.Image) -> int:
    """Give by how many degrees a page must be turned clockwise to stand upright."""
    try:
        said = pytesseract.image_to_osd(picture, output_type=pytesseract.Output.DICT, timeout=PAGE_SECONDS)
    except (pytesseract.TesseractError, RuntimeError):
        # Too few letters to tell.
        return 0
    return int(said["rotate"])


def _lines(words: list[_Word]) -> Iterator[str]:
    """Give the lines: those in columns as rows of a table, a letterhead's columns one after the other."""
    lines = [columns for _, found in groupby(words, key=lambda word: word.line) if (columns := _columns(list(found)))]
    for several, group in groupby(lines, key=lambda columns: len(columns) > 1):
        rows = list(group)
        if not several:
            yield from (columns[0] for columns in rows)
        elif any(COUNTRY.search(cell) for row in rows for cell in row):
            for place in range(max(map(len, rows))):
                yield from (row[place] for row in rows if place < len(row))
        else:
            yield from (f"| {' | '.join(row)} |" for row in rows)


def _columns(words: list[_Word]) -> list[str]:
    """Part a line where a gap is wide for its letters, or where the line between two cells was read as a bar."""
    height = median(word.height for word in words)
    line = words[0].text
    for before, word in pairwise(words):
        line += f"{BAR if word.left - before.right > COLUMN_GAP * height else ' '}{word.text}"
    return [part.strip() for part in re.split(BARS, line) if part.strip()]
