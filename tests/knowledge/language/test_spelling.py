from __future__ import annotations

import pytest

from knowledge.library import Library


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "chu de thi dua nam 2022 cua bac giang la gi",
            "chủ đề thi đua năm 2022 của bắc giang là gì",
        ),
        ("toi muon biet nhung danh hieu nao", "tôi muốn biết những danh hiệu nào"),
        ("ai phat dong", "ai phát động"),
        ("luong co so thang 7 nam 2026", "lương cơ sở tháng 7 năm 2026"),
        ("moi thang thuong bao nhieu", "mỗi tháng thưởng bao nhiêu"),
        ("the nam nay thi sao", "thế năm nay thì sao"),
        ("Chủ đề của Bắc Gaing", "Chủ đề của Bắc Giang"),
        ("chi tieu che phu rungg", "chỉ tiêu che phủ rừng"),
        ("pt thi dua ntn", "phong trào thi đua như thế nào"),
        ("gia vang hom nay", "giá vàng hôm nay"),
        ("Ai pát động phoong trào", "Ai phát động phong trào"),
        ("SIPAAS là gì", "SIPAS là gì"),
        ("co nhung phong trao nao", "có những phong trào nào"),
        ("bac gang 2022", "bắc giang 2022"),
        ("SIPAS la gi", "SIPAS là gì"),
        ("570 ha", "570 ha"),
        ("", ""),
    ],
)
def test_typing_is_read_as_it_was_meant(starter: Library, typed: str, meant: str) -> None:
    assert starter.indexed_snapshot().corrector.correct(typed).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "Giá vàng hôm nay",
        "thế lao động tiên tiến thì sao",
        "Dân số của huyện",
        "kỷ cương, trách nhiệm",
        "hội nghị họp ngày nào",
        "bún chả ngon",
        "cho tôi số, ký hiệu của chỉ thị",
        "cô kể chuyến ấy họ đi đâu, chỗ nào đông lắm",
    ],
)
def test_what_is_typed_right_stays(starter: Library, text: str) -> None:
    assert starter.indexed_snapshot().corrector.correct(text).text == text
