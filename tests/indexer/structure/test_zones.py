"""Which zone of its page a line stands in: on pages by other hands, and what may never be hidden."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.structure.segmentation import segment_text
from indexer.structure.zones import ZONES, zone_probabilities
from training.pages import ZonedPage, read_zoned_pages

#: The zones of running text, which need not be told apart.
RUNNING = ("body", "list", "table", "annex")
UNREAD = ("furniture", "caption")
MIN_RIGHT, MAX_HIDDEN_TEXT = 0.94, 0.01


@pytest.fixture(scope="module")
def pages() -> list[ZonedPage]:
    return read_zoned_pages("tune")


def merged(number: int) -> str:
    zone = ZONES[number]
    return "text" if zone in RUNNING else zone


def test_lines_of_pages_by_other_hands_are_told_apart(pages: list[ZonedPage]) -> None:
    right = [
        merged(int(found)) == merged(int(zone))
        for page in pages
        for found, zone in zip(zone_probabilities(page.lines).argmax(1), page.zones, strict=True)
    ]
    assert np.mean(right) >= MIN_RIGHT


def test_next_to_no_text_is_hidden_and_most_furniture_is(pages: list[ZonedPage]) -> None:
    hidden_text, hidden_furniture, text, furniture = 0, 0, 0, 0
    for page in pages:
        blocks = segment_text("\n".join(page.lines))
        for block, number in zip(blocks, page.zones, strict=True):
            is_hidden = block.kind == "boilerplate"
            if ZONES[number] in UNREAD:
                furniture += 1
                hidden_furniture += is_hidden
            elif ZONES[number] in ("body", "list", "title"):
                text += 1
                hidden_text += is_hidden
    assert hidden_text <= MAX_HIDDEN_TEXT * text
    assert hidden_furniture >= 0.75 * furniture


def test_a_headline_that_looks_like_the_menu_is_the_title() -> None:
    page = [
        "Trang chủ | Chính trị | Kinh tế | Xã hội | Thi đua yêu nước | Media | Liên hệ",
        'Tuyên Quang mở đợt thi đua 200 ngày "Đường thông, nhà ấm, rừng xanh"',
        "Thứ Hai, 15/4/2024 | 16:42",
        "Lượt xem: 1.208",
        *(f"Sáng {day}/4, xã làm xong đoạn đường thứ {day}, bà con phấn khởi." for day in range(9)),
    ]
    title = next(block for block in segment_text("\n".join(page)) if block.zone == "title")
    assert title.text == page[1]
    assert title.kind != "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "Điều 3. Hiệu lực",
        "thi hành",
        "- Trang chủ",
        "| Tin tức | Liên hệ |",
        "Cá nhân | 800.000 đồng | 1.200.000 đồng",
        "# Đăng nhập",
        "1. Liên hệ",
    ],
)
def test_what_is_marked_as_text_is_never_hidden(line: str) -> None:
    menu = "\n".join(["Đăng nhập | Sơ đồ site | English"] * 12)
    *_, last = segment_text(f"{menu}\n{line}")
    assert last.text == line
    assert last.kind != "boilerplate"


@pytest.mark.parametrize(("lines", "is_page"), [(9, False), (10, True), (400, True), (401, False)])
def test_only_pages_have_zones(lines: int, is_page: bool) -> None:
    blocks = segment_text("Đăng nhập | Sơ đồ site | English\n" * lines)
    assert len(blocks) == lines
    assert any(block.kind == "boilerplate" for block in blocks) is is_page
    assert all(block.zone == "body" for block in blocks) is not is_page


def test_a_page_without_lines_has_no_zones() -> None:
    assert zone_probabilities([]).shape == (0, len(ZONES))
    assert zone_probabilities(["\u200b"]).sum() == pytest.approx(1.0)
