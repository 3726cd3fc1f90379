"""The guided conversations, turn by turn, over a real library; Rasa's own part is in tests/test_journey.py."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge.law import FORMS
from knowledge.library import Library
from rasa_project.actions.registry import build_actions
from tests.conftest import DAY

#: What Rasa takes these turns for (tests/rasa_project/test_training_data.py); all others give a value.
INTENTS = {
    "à nhầm, tập thể": "correct", "à nhầm, 3 năm": "correct", "em gõ nhầm, 3 năm thôi": "correct",
    "sửa lại thành tập thể": "correct", "làm lại": "restart_conversation",
    "thôi": "stop", "Dừng lại": "stop", "huy bo": "stop", "không làm nữa.": "stop",
    "toi di day": "goodbye", "có bắt buộc phải có sáng kiến không": "law_criteria",
}  # fmt: skip


class Talk:
    """A conversation with one form's action; slots are kept as Rasa keeps them."""

    def __init__(self, library: Library, form: str) -> None:
        self._action = {action.name(): action for action in build_actions(library, lambda: DAY)}[
            f"validate_{form}"
        ]
        self.slots: dict[str, Any] = {}

    def say(self, typed: str, confidence: float = 1.0) -> dict[str, Any]:
        """Say something, read as Rasa reads it (INTENTS), and return the answer."""
        intent = {"name": INTENTS.get(typed, "inform"), "confidence": confidence}
        message = {"text": typed, "intent": intent, "metadata": {}}
        tracker = Tracker(
            "t", dict(self.slots), message, [{"event": "bot"}], False, None, {}, "action_listen"
        )
        dispatcher = CollectingDispatcher()
        for event in asyncio.run(self._action.run(dispatcher, tracker, {})):
            self.slots[event["name"]] = event["value"]
        (sent,) = dispatcher.messages
        answer: dict[str, Any] = sent["custom"]
        return answer

    @property
    def asked(self) -> str | None:
        """The slot that is asked next."""
        return self.slots.get("requested_slot")


def converse(library: Library, form: str, *turns: str) -> tuple[Talk, dict[str, Any]]:
    talk = Talk(library, form)
    answer: dict[str, Any] = {}
    for turn in turns:
        answer = talk.say(turn)
    return talk, answer


MONEY = [
    (["tính tiền thưởng giúp tôi", "giấy khen", "hộ gia đình", "hôm nay"], ["0,45 lần", "1.140.000 đồng"]),
    (["tinh giup tien thuong ldtt", "hom nay"], ["760.000 đồng"]),
    (["tính tiền thưởng CSTĐCS giúp tôi", "15/3/2024"], ["1.800.000 đồng", "15/03/2024"]),
    (["tính tiền thưởng", "bằng khen", "bằng khen của tỉnh", "cá nhân", "à nhầm, tập thể", "1/8/2025"], ["3,0 lần", "7.020.000"]),
    (["tính tiền thưởng", "bằng khen", "bằng khen của tỉnh", "cá nhân", "sửa lại thành tập thể", "1/8/2025"], ["3,0 lần", "7.020.000"]),
    (["tính tiền thưởng giúp", "Gia đình văn hóa", "hôm nay"], ["không ấn định"]),
    (["tính tiền thưởng", "giấy khen", "làm lại", "LĐTT", "01/01/2025"], ["0,3 lần", "710.000"]),
    (["tính tiền thưởng LĐTT", "1/6/2028"], ["chưa biết văn bản nào thay thế"]),
]  # fmt: skip


@pytest.mark.parametrize(("turns", "says"), MONEY)
def test_the_money_form_ends_with_the_calculation(
    starter: Library, turns: list[str], says: list[str]
) -> None:
    talk, answer = converse(starter, "reward_form", *turns)
    assert talk.asked is None
    assert answer["status"] in ("answered", "not_found")
    for part in says:
        assert part in answer["text"], answer["text"]


ELIGIBLE = [
    (
        ["tôi có đủ điều kiện CSTĐ cấp tỉnh không", "CSTĐCS 2023, 2024, 2025", "có, cấp tỉnh", "không"],
        ["đều đủ", "Điều 22", "không phải kết luận hay cam kết"],
    ),
    (
        ["kiểm tra điều kiện CSTĐ cấp tỉnh", "CSTĐCS 2 năm liên tục", "cấp tỉnh", "không"],
        ["✗ Còn thiếu", "còn thiếu 1 lần", "Chiến sĩ thi đua cơ sở"],
    ),
    (
        ["kiem tra dieu kien cstd cap tinh", "cstdcs 2 nam lien tuc", "à nhầm, 3 năm", "tinh", "khong"],
        ["đều đủ"],
    ),
    (
        ["kiem tra dieu kien cstd cap tinh", "cstdcs 2 nam lien tuc", "em gõ nhầm, 3 năm thôi", "tinh", "khong"],
        ["đều đủ"],
    ),
    (
        ["tôi có đủ điều kiện CSTĐCS không", "không biết", "không có", "không"],
        ["? Chưa rõ", "Còn thiếu 0 điều kiện, chưa rõ 2"],
    ),
    (
        ["kiểm tra điều kiện Tập thể lao động xuất sắc", "xuất sắc 2025", "có", "69%", "có", "không"],
        ["mới 69%", "Điều 27 khoản 1"],
    ),
    (
        ["kiểm tra điều kiện bằng khen thủ tướng", "tốt 2021-2025", "bằng khen tỉnh 2020; CSTĐCS 2021, 2022, 2024", "đã chấp hành xong năm 2022"],
        ["mới 3 năm liên tục, còn thiếu 2 năm", "chỉ tính sau năm 2022"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("turns", "says"), ELIGIBLE)
def test_the_eligibility_form_tells_each_condition(
    starter: Library, turns: list[str], says: list[str]
) -> None:
    talk, answer = converse(starter, "eligibility_form", *turns)
    assert talk.asked is None, answer["text"]
    assert answer["status"] == "answered"
    assert answer["citations"]
    for part in says:
        assert part in answer["text"], answer["text"]


@pytest.mark.parametrize(
    "question",
    ["CSTĐCS được thưởng bao nhiêu?", "Chủ đề thi đua năm 2022 của Bắc Giang?", "sáng kiến là gì", "ldtt thuong bao nhieu"],
)  # fmt: skip
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(
    starter: Library, question: str
) -> None:
    talk, answer = converse(
        starter,
        "eligibility_form",
        "kiểm tra điều kiện CSTĐ cấp tỉnh",
        "CSTĐCS 2023-2025",
        question,
    )
    assert answer["status"] == "answered"
    assert "Quay lại câu đang hỏi: Có sáng kiến" in answer["text"]
    assert talk.asked == "eligibility_initiative"
    assert talk.slots["eligibility_prior"] == "CSTĐCS 2023-2025"
    talk.say("cấp tỉnh")
    assert "đều đủ" in talk.say("không")["text"]


@pytest.mark.parametrize(("form", "begin"), [("reward_form", "tính tiền thưởng"), ("eligibility_form", "kiểm tra điều kiện giúp tôi")])  # fmt: skip
@pytest.mark.parametrize("typed", ["thôi", "Dừng lại", "huy bo", "không làm nữa.", "toi di day"])
def test_it_can_be_stopped(starter: Library, form: str, begin: str, typed: str) -> None:
    talk, answer = converse(starter, form, begin, typed)
    assert answer["text"] == "Tôi đã dừng. Anh/chị cần gì cứ hỏi tiếp."
    assert talk.asked is None
    assert not any(talk.slots[field.slot] for field in FORMS[form].fields)


def test_an_unsure_stop_is_read_as_a_value(starter: Library) -> None:
    talk, _ = converse(starter, "reward_form", "tính tiền thưởng", "LĐTT")
    answer = talk.say("huy bo", confidence=0.3)
    assert (answer["status"], talk.asked) == ("form", "reward_day")


@pytest.mark.parametrize(
    ("form", "turns", "slot", "says"),
    [
        ("reward_form", ["tính tiền thưởng", "cái gì đó"], "reward_award", "chưa nhận ra"),
        ("reward_form", ["tính tiền thưởng", "bằng khen"], "reward_award", "nhiều loại"),
        ("reward_form", ["tính tiền thưởng", "LĐTT và CSTĐCS"], "reward_award", "một danh hiệu"),
        (
            "reward_form",
            ["tính tiền thưởng", "giấy khen", "ai cũng được"],
            "reward_who",
            "chọn cá nhân",
        ),
        ("reward_form", ["tính tiền thưởng", "LĐTT", "hôm nọ"], "reward_day", "chưa đọc được ngày"),
        ("reward_form", ["tính tiền thưởng", "LĐTT", "1/1/1990"], "reward_day", "01/7/2004"),
        (
            "eligibility_form",
            ["kiểm tra điều kiện", "Huân chương Sao vàng"],
            "eligibility_award",
            "Tôi đối chiếu được",
        ),
        (
            "eligibility_form",
            ["kiểm tra điều kiện CSTĐCS", "-3 năm"],
            "eligibility_results",
            "từ 1 đến 60",
        ),
        (
            "eligibility_form",
            ["kiểm tra điều kiện CSTĐCS", "tốt 500 năm"],
            "eligibility_results",
            "từ 1 đến 60",
        ),
        (
            "eligibility_form",
            ["kiểm tra điều kiện CSTĐCS", "tốt 2099"],
            "eligibility_results",
            "không hợp lý",
        ),
        (
            "eligibility_form",
            ["kiểm tra điều kiện CSTĐ tỉnh", "bằng khen 2024"],
            "eligibility_prior",
            "nhiều loại",
        ),
    ],
)
def test_what_cannot_be_read_is_asked_again(
    starter: Library, form: str, turns: list[str], slot: str, says: str
) -> None:
    talk, answer = converse(starter, form, *turns)
    assert (answer["status"], talk.asked) == ("form", slot)
    assert says in answer["text"]
    assert len(answer["text"]) <= 2000


def test_a_question_that_only_sounds_like_a_form_is_answered(starter: Library) -> None:
    talk, answer = converse(starter, "reward_form", "Giấy khen được thưởng bao nhiêu?")
    assert answer["status"] == "answered"
    assert talk.asked is None


def test_every_slot_of_a_form_is_in_the_domain() -> None:
    import yaml

    from bot.settings import ROOT

    domain = yaml.safe_load(
        (ROOT / "rasa_project" / "domain" / "domain.yml").read_text(encoding="utf-8")
    )
    for name, interview in FORMS.items():
        assert domain["forms"][name]["required_slots"] == [field.slot for field in interview.fields]
        assert f"validate_{name}" in domain["actions"]
        assert all(field.slot in domain["slots"] for field in interview.fields)
