"""What an authority may confer, asked from its side."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.data import load_yaml
from knowledge.law.composers.powers import authority_asked
from knowledge.library import Library
from tests.knowledge.answering.test_answerer import converse


@pytest.mark.parametrize("row", load_yaml("law/authorities.yaml"), ids=lambda row: row["name"])
def test_the_examples_ask_of_their_authority(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        found = authority_asked(example)
        assert found is not None
        assert found.name == row["name"]


@pytest.mark.parametrize(
    "asked",
    [
        "Chủ tịch xã Mường Lai tên là gì?",
        "ai ky giay khen o xa",
        "Xã được tặng những gì khi đạt nông thôn mới?",
        "Chủ tịch tỉnh và chủ tịch xã thì ai tặng được danh hiệu nào?",
        "chủ tịch xã phát động phong trào nào",
        "Chủ tịch xã được thưởng gì?",
    ],
)
def test_other_questions_do_not(asked: str) -> None:
    assert authority_asked(asked) is None


@pytest.mark.parametrize(
    ("asked", "day", "told", "never"),
    [
        (
            "chủ tịch xã tặng được những danh hiệu, hình thức khen nào",
            date(2026, 11, 30),
            ["Giấy khen (Nghị định 129/2025/NĐ-CP)", "Chiến sĩ thi đua cơ sở"],
            "Bằng khen",
        ),
        (
            "Thủ tướng có thẩm quyền tặng những hình thức khen thưởng nào?",
            date(2026, 11, 30),
            ["Bằng khen của Thủ tướng Chính phủ (Điều 73 Luật 06/2022/QH15)"],
            "Giấy khen",
        ),
        (
            "Chủ tịch huyện được tặng danh hiệu gì?",
            date(2025, 1, 15),
            ["cấp huyện quyết định tặng:", "Giấy khen"],
            "Bằng khen",
        ),
    ],
)
def test_awards_are_listed_once(
    starter: Library, asked: str, day: date, told: list[str], never: str
) -> None:
    answer = converse(starter, asked, as_of=day)
    assert answer.status == "answered"
    assert all(words in answer.text for words in told)
    assert never not in answer.text
    rules = answer.text.partition("\n\n")[0]
    awards = [line.partition(" (")[0] for line in rules.split("\n") if line.startswith("- ")]
    assert len(awards) == len(set(awards))
    assert answer.citations


def test_a_day_of_which_no_law_is_known_is_refused(starter: Library) -> None:
    answer = converse(starter, "Chủ tịch xã tặng được những gì?", as_of=date(2028, 5, 1))
    assert answer.status == "not_found"
    assert "hết hiệu lực từ 01/3/2027" in answer.text


def test_since_districts_ended_their_chairmen_confer_nothing(starter: Library) -> None:
    answer = converse(starter, "Chủ tịch huyện được tặng danh hiệu gì?", as_of=date(2026, 11, 30))
    assert answer.status == "not_found"
    assert "cấp huyện" in answer.text
