"""Tesseract with its Vietnamese model, given a picture over a pipe: no file of it is written.

A file would outlive a process that is stopped in the middle, and pictures that people send must not
(docs/threats.md). Debian's packages: tesseract-ocr and tesseract-ocr-vie.
https://github.com/tesseract-ocr/tesseract/blob/main/doc/tesseract.1.asc
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL import Image

from indexer.errors import CorruptFile, MissingProgram, TimeLimitExceeded
from indexer.readers.parameters import MAX_PAGE_SECONDS

#: The level of a word in Tesseract's table, whose other rows are lines, paragraphs, blocks, pages.
WORD_LEVEL = "5"
ROTATION = re.compile(r"^Rotate: (\d{1,3})$", re.MULTILINE)


@dataclass(frozen=True)
class Word:
    """A word with its line (block, paragraph, line), its box in pixels and its confidence, to 100."""

    line: tuple[int, int, int]
    left: int
    right: int
    height: int
    text: str
    confidence: float


@cache
def require_tesseract() -> None:
    """Raise `MissingProgram` when Tesseract or its Vietnamese model is not installed."""
    # One thread: several pages at once would compete for the cores.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    if not shutil.which("tesseract") or "vie" not in _languages():
        raise MissingProgram(
            "Tệp là bản quét; máy chưa có Tesseract tiếng Việt "
            "(gói tesseract-ocr và tesseract-ocr-vie)."
        )


def read_words(image: Image.Image) -> list[Word]:
    """Return the words of a page in reading order.

    Raise `CorruptFile` where Tesseract cannot read it, `TimeLimitExceeded` where it takes too long.
    """
    table = _run(image, "-l", "vie", "-c", "tessedit_create_tsv=1")
    return list(_words(table))


def find_rotation(image: Image.Image) -> int:
    """Return by how many degrees a page must be turned clockwise, 0 when that is not known."""
    try:
        found = ROTATION.search(_run(image, "-l", "osd", "--psm", "0"))
    except (CorruptFile, TimeLimitExceeded):
        # Too few letters.
        return 0
    return int(found[1]) if found else 0


def _languages() -> list[str]:
    command = ["tesseract", "--list-langs"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    return listed.stdout.splitlines()


def _run(image: Image.Image, *options: str) -> str:
    command = ["tesseract", "stdin", "stdout", *options]
    try:
        done = subprocess.run(
            command, input=_as_png(image), capture_output=True, check=True, timeout=MAX_PAGE_SECONDS
        )
    except subprocess.CalledProcessError as error:
        raise CorruptFile("Tesseract không đọc được trang quét này.") from error
    except subprocess.TimeoutExpired as error:
        raise TimeLimitExceeded(f"Nhận dạng một trang quá {MAX_PAGE_SECONDS} giây.") from error
    return done.stdout.decode("utf-8", "replace")


def _as_png(image: Image.Image) -> bytes:
    content = io.BytesIO()
    # Its resolution tells Tesseract how large the letters are; it is unpacked at once on this machine.
    stated = {"dpi": image.info["dpi"]} if "dpi" in image.info else {}
    image.save(content, "PNG", compress_level=1, **stated)
    return content.getvalue()


def _words(table: str) -> Iterator[Word]:
    """Yield the words of a table of tab-separated values whose first line names the columns."""
    names, *rows = (line.split("\t") for line in table.splitlines()) if table else ([],)
    for row in rows:
        cell = dict(zip(names, row, strict=False))
        if cell.get("level") != WORD_LEVEL or not cell.get("text", "").strip():
            continue
        left = int(cell["left"])
        yield Word(
            line=(int(cell["block_num"]), int(cell["par_num"]), int(cell["line_num"])),
            left=left,
            right=left + int(cell["width"]),
            height=int(cell["height"]),
            text=cell["text"],
            confidence=float(cell["conf"]),
        )
