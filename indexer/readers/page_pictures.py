"""Pictures of the pages of a file, as a person sees them beside what was read."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from indexer.errors import CorruptFile, FileTooLarge, MissingFile
from indexer.readers.parameters import (
    MAX_PICTURE_SIDE,
    MAX_PIXELS,
    PICTURE_DPI,
    PICTURE_QUALITY,
)

#: PDF units in an inch.
POINTS = 72
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
NO_PAGE = "Tệp không có trang này."


@dataclass(frozen=True)
class PagePicture:
    """A page as a JPEG, and how many pages the file has."""

    content: bytes
    page_count: int


def has_pictures(suffix: str) -> bool:
    """Whether files with a suffix have pages that can be shown; other files are text alone."""
    return suffix == ".pdf" or suffix in IMAGE_SUFFIXES


def render_page(content: bytes, suffix: str, number: int) -> PagePicture:
    """Return the picture of a page, by its number from 1. Raise an IndexingError where it has none."""
    if not has_pictures(suffix):
        raise MissingFile(NO_PAGE)
    return _of_pdf(content, number) if suffix == ".pdf" else _of_image(content, number)


def _of_pdf(content: bytes, number: int) -> PagePicture:
    try:
        with pypdfium2.PdfDocument(content) as document:
            count = len(document)
            _require(number, count)
            page = document[number - 1]
            scale = min(PICTURE_DPI / POINTS, MAX_PICTURE_SIDE / max(*page.get_size(), 1))
            image: Image.Image = page.render(scale=scale).to_pil()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise CorruptFile("Tệp PDF hỏng hoặc bị cắt cụt.") from error
    return _encoded(image, count)


def _of_image(content: bytes, number: int) -> PagePicture:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content)) as image:
                count = getattr(image, "n_frames", 1)
                _require(number, count)
                image.seek(number - 1)
                if image.width * image.height > MAX_PIXELS:
                    raise FileTooLarge("Ảnh quá lớn, không vẽ lại.")
                upright = ImageOps.exif_transpose(image).convert("RGB")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise FileTooLarge("Ảnh quá lớn, không vẽ lại.") from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise CorruptFile("Tệp ảnh hỏng hoặc không phải ảnh.") from error
    upright.thumbnail((MAX_PICTURE_SIDE, MAX_PICTURE_SIDE))
    return _encoded(upright, count)


def _require(number: int, count: int) -> None:
    if not 1 <= number <= count:
        raise MissingFile(NO_PAGE)


def _encoded(image: Image.Image, count: int) -> PagePicture:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=PICTURE_QUALITY)
    return PagePicture(buffer.getvalue(), count)
