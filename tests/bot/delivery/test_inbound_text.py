"""What people type is cleaned, and what cannot be answered is told."""

from __future__ import annotations

import pytest

from bot.delivery.inbound_text import clean_text, is_erasure_request, refusal_for
from bot.delivery.notices import EMPTY, TOO_LONG
from bot.delivery.parameters import MAX_TEXT


@pytest.mark.parametrize(
    "sign",
    [
        *"\u200b\u200d\u202e\u2066\u061c\u180e\u034f\u2028\u2029\x85\x9b\ufff9\ufeff\x1b",
        "\U000e0041",
    ],
)
def test_what_cannot_be_seen_or_turns_the_reading_is_dropped(sign: str) -> None:
    assert clean_text(f"chủ{sign} đề") == "chủ đề"


def test_half_a_surrogate_is_dropped() -> None:
    assert clean_text("a\ud800b") == "ab"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", EMPTY),
        ("   ", EMPTY),
        ("🙂🙂", EMPTY),
        ("?!", EMPTY),
        ("x" * (MAX_TEXT + 1), TOO_LONG),
        ("chủ đề", None),
    ],
)
def test_what_cannot_be_answered_is_told(text: str, refusal: str | None) -> None:
    assert refusal_for(text) == refusal


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("xóa dữ liệu của tôi", True),
        ("Xoá dữ liệu của tôi.", True),
        ("xoa het tin nhan cua toi di", True),
        ("Vui lòng xóa lịch sử hội thoại của tôi", True),
        ("/xóa dữ liệu của tôi", True),
        ("xóa dữ liệu", False),
        ("Huyện xóa dữ liệu của tôi chưa?", False),
        ("phong trào xóa nhà tạm của tỉnh", False),
    ],
)
def test_a_wish_to_be_forgotten_is_understood_and_nothing_else(typed: str, wanted: bool) -> None:
    assert is_erasure_request(typed) is wanted
