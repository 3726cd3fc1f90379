"""What a follow-up leaves out is the award spoken of."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from tests.knowledge.law.test_answerer import converse


@pytest.mark.parametrize(
    "turns",
    [
        ("Ai ký quyết định tặng?",),
        ("ai ký?",),
        ("ai tặng?",),
        ("cơ quan nào ký quyết định công nhận",),
        ("Ai ký quyết định tặng?", "hồ sơ gồm gì?"),
        ("nộp hồ sơ trước ngày nào?",),
    ],
)
@pytest.mark.parametrize(
    "first", ["Chiến sĩ thi đua cơ sở cần tiêu chuẩn gì?", "CSTĐCS thưởng bao nhiêu?"]
)
def test_what_is_asked_next_is_of_the_award(
    starter: Library, first: str, turns: tuple[str, ...]
) -> None:
    answer = converse(starter, first, *turns)
    assert answer.status == "answered"
    assert answer.text.startswith("Chiến sĩ thi đua cơ sở –")


@pytest.mark.parametrize("next_turn", ["Ai phát động?", "Ai phát động phong trào ở Ninh Bình?"])
def test_a_question_of_a_campaign_is_not(starter: Library, next_turn: str) -> None:
    answer = converse(starter, "Lao động tiên tiến là gì?", next_turn)
    assert "Lao động tiên tiến" not in answer.text


@pytest.mark.parametrize(
    ("first", "next_turn", "award"),
    [
        ("Huân chương Lao động hạng Ba", "thế hạng Nhì?", "Huân chương Lao động hạng Nhì"),
        ("Huân chương Lao động hạng Ba", "hang nhi", "Huân chương Lao động hạng Nhì"),
        ("Huân chương Lao động hạng Ba", "con hang 2", "Huân chương Lao động hạng Nhì"),
        ("HCLĐ hạng Ba", "hạng Nhì thưởng bao nhiêu?", "Huân chương Lao động hạng Nhì"),
        ("HCLĐ hạng Ba", "còn hạng nhất cho tập thể", "Huân chương Lao động hạng Nhất"),
        ("HCLĐ hạng Ba", "thế huân chương hạng nhì?", "Huân chương Lao động hạng Nhì"),
        ("Huân chương Độc lập hạng Nhất", "hạng Ba thì sao?", "Huân chương Độc lập hạng Ba"),
        ("Chiến sĩ thi đua toàn quốc", "the cap tinh", "Chiến sĩ thi đua bộ, ban, ngành, tỉnh"),
        ("Chiến sĩ thi đua toàn quốc", "con cap co so", "Chiến sĩ thi đua cơ sở"),
        ("Chiến sĩ thi đua cơ sở", "thế toàn quốc?", "Chiến sĩ thi đua toàn quốc"),
        ("Cờ thi đua của Chính phủ", "thế cờ của tỉnh?", "Cờ thi đua của bộ, ban, ngành, tỉnh"),
        ("Bằng khen của tỉnh", "the cua thu tuong", "Bằng khen của Thủ tướng Chính phủ"),
        ("Lao động tiên tiến", "thế tập thể thì sao?", "Tập thể lao động tiên tiến"),
        ("Lao động tiên tiến", "tap the thuong bao nhieu", "Tập thể lao động tiên tiến"),
        ("Tập thể lao động tiên tiến", "con ca nhan", "Lao động tiên tiến"),
    ],
)
def test_a_rank_level_or_recipient_alone_means_the_award_of_that_name(
    starter: Library, first: str, next_turn: str, award: str
) -> None:
    answer = converse(starter, f"{first} thưởng bao nhiêu?", next_turn)
    assert answer.status == "answered"
    assert answer.text.startswith(f"Tiền thưởng {award}:")


def test_what_is_asked_after_a_rank_is_of_that_award(starter: Library) -> None:
    turns = ("Cờ thi đua của Chính phủ ai tặng?", "thế cờ của tỉnh?", "thưởng bn")
    answer = converse(starter, *turns)
    assert answer.text.startswith("Tiền thưởng Cờ thi đua của bộ, ban, ngành, tỉnh:")


@pytest.mark.parametrize(
    ("first", "next_turn"),
    [
        ("Huân chương Lao động hạng Ba", "hạng tư thì sao?"),
        ("Huân chương Lao động hạng Ba", "hang 4 thuong bao nhieu"),
        ("Huân chương Lao động hạng Ba", "thế cấp tỉnh?"),
        ("Chiến sĩ thi đua cơ sở", "the hang nhi"),
        ("Chiến sĩ thi đua cơ sở", "thế cấp huyện?"),
        ("Giấy khen", "hạng nhì thưởng bao nhiêu?"),
    ],
)
def test_a_rank_or_level_that_no_award_has_is_refused(
    starter: Library, first: str, next_turn: str
) -> None:
    answer = converse(starter, f"{first} thưởng bao nhiêu?", next_turn)
    assert answer.status == "not_found"
    assert "lần ×" not in answer.text


@pytest.mark.parametrize("next_turn", ["thế tập thể thì sao?", "tap the thuong bao nhieu"])
def test_of_recipients_without_the_award_it_is_told_whom_it_is_for(
    starter: Library, next_turn: str
) -> None:
    answer = converse(starter, "Chiến sĩ thi đua toàn quốc thưởng bao nhiêu?", next_turn)
    assert "tặng cho cá nhân" in answer.text
    assert "lần ×" not in answer.text


@pytest.mark.parametrize("next_turn", ["hạng nhì?", "hang nhi thuong bao nhieu"])
def test_a_rank_of_several_awards_is_not_taken_for_one(starter: Library, next_turn: str) -> None:
    answer = converse(starter, "Huân chương Sao vàng thưởng bao nhiêu?", next_turn)
    assert "Huân chương Độc lập hạng Nhì" in answer.text
    assert "Huân chương Sao vàng" not in answer.text


@pytest.mark.parametrize(
    "next_turn", ["hồ sơ trình cấp tỉnh gồm gì?", "cơ quan nào ký quyết định công nhận"]
)
def test_a_level_within_another_question_is_no_award(starter: Library, next_turn: str) -> None:
    answer = converse(starter, "Chiến sĩ thi đua toàn quốc thưởng bao nhiêu?", next_turn)
    assert answer.text.startswith("Chiến sĩ thi đua toàn quốc –")


def test_it_is_asked_which_award_of_a_rank_is_meant(starter: Library) -> None:
    answer = converse(starter, "Huân chương Sao vàng tiêu chuẩn gì?", "hạng nhì?")
    assert answer.status == "clarify"
    assert "Huân chương Lao động hạng Nhì" in answer.text
