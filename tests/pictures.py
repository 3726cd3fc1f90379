"""Pictures for tests: pages of texts as an office prints them, and files that mean harm."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from functools import cache
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from tests.indexer.samples import BODY, HEAD, LEFT, RIGHT, SIGNATURE

#: A page of A4 at 150 dots an inch.
PAGE = (1240, 1754)
MARGIN, LETTER, LEADING = 90, 22, 34
#: The plan of Chợ Đồn, which is among the starter documents.
HELD = (
    ["ỦY BAN NHÂN DÂN", "HUYỆN CHỢ ĐỒN", "Số: 15/KH-UBND"],
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Chợ Đồn, ngày 26 tháng 01 năm 2022"],
    ["KẾ HOẠCH", "Phát động thi đua thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2022"],
    ["Ủy ban nhân dân huyện phát động thi đua năm 2022 trên toàn huyện."],
)  # fmt: skip


def draw_page(
    left: Sequence[str], right: Sequence[str], head: Sequence[str], body: Sequence[str]
) -> Image.Image:
    """Return a page with the two columns of a letterhead, kind and subject, and paragraphs."""
    page = Image.new("L", PAGE, 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSerif.ttf", LETTER)
    for column, lines in ((320, left), (850, right)):
        for row, line in enumerate(lines):
            draw.text((column, MARGIN + row * LEADING), line, 0, font, anchor="ma")
    top = MARGIN + 4 * LEADING
    for line in head:
        top += LEADING
        draw.text((PAGE[0] / 2, top), line, 0, font, anchor="ma")
    for paragraph in body:
        top += LEADING
        for line in wrap(paragraph, 80):
            top += LEADING
            draw.text((MARGIN, top), line, 0, font)
    return page


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


@cache
def held_page() -> Image.Image:
    return draw_page(*HELD)


@cache
def other_page() -> Image.Image:
    """The directive of a made-up district, which nobody holds."""
    return draw_page(LEFT, RIGHT, HEAD, [*BODY, *SIGNATURE])


def note() -> Image.Image:
    """A page with words that is no document."""
    return draw_page(
        [], [], [], ["Mai nhớ mua rau, thịt và trứng cho cả tuần; gọi thợ sửa ống nước."]
    )


def photographed(image: Image.Image) -> bytes:
    """A page as a phone keeps it: lying on its side, with a word beside the pixels on how to turn it."""
    exif = Image.Exif()
    # TIFF 6.0, Orientation: turn by 90° clockwise to see it upright.
    exif[0x0112] = 6
    return encoded(image.rotate(90, expand=True), "JPEG", quality=85, exif=exif.tobytes())


def huge_png(side: int) -> bytes:
    """A small file that unpacks to side × side pixels, written by hand: Pillow would hold them."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
