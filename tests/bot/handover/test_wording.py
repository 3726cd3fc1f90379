"""Who asks for a person is heard however it is typed; a question about officials is none."""

from __future__ import annotations

import unicodedata

import pytest

from bot.handover import wording

REQUESTS = [
    wording.ASK,
    "cho tôi gặp cán bộ",
    "Tôi muốn gặp cán bộ",
    "Tôi muốn nói chuyện với người thật",
    "cho em gặp nhân viên tư vấn ạ",
    "Xin được gặp cán bộ phụ trách",
    "gặp người thật",
    "gặp nhân viên đi",
    "Làm ơn cho tôi gặp một cán bộ!",
    "chuyển cho cán bộ giúp tôi",
    "chuyển tôi sang cán bộ",
    "kết nối với tổng đài viên",
    "tôi cần gặp người phụ trách",
    "Có cán bộ nào trực không?",
    "bạn ơi cho mình gặp cán bộ với",
    "tôi không muốn nói chuyện với máy nữa",
    "liên hệ cán bộ",
    "muốn gặp chuyên viên",
]
QUESTIONS = [
    "",
    "Cán bộ nào được tặng Bằng khen?",
    "Cho tôi hỏi cán bộ xã được thưởng bao nhiêu",
    "gặp cán bộ để hỏi về mức thưởng thì đến đâu",
    "Phong trào cán bộ, công chức thi đua thực hiện văn hóa công sở?",
    "Người phụ trách thi đua của Bắc Giang là ai?",
    "cán bộ",
    "liên hệ ai để nộp hồ sơ",
    "cho tôi gặp cán bộ " * 20,
    "Tôi muốn gặp cán bộ phụ trách hồ sơ Huân chương Lao động của tỉnh Thái Nguyên năm 2026",
]


def without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_is_heard(text: str) -> None:
    for typed in (
        text,
        without_marks(text),
        text.upper(),
        f"  {text}.",
        unicodedata.normalize("NFD", text),
    ):
        assert wording.is_request(typed), typed


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_none(text: str) -> None:
    assert not wording.is_request(text)


@pytest.mark.parametrize(
    ("text", "agrees", "masked", "stops"),
    [
        (wording.AGREE, True, False, False),
        (wording.MASKED, False, True, False),
        (wording.STOP, False, False, True),
        ("Đồng ý", True, False, False),
        ("dong y", True, False, False),
        ("vâng ạ", False, False, False),
        ("ok", True, False, False),
        ("Không", False, True, False),
        ("vẫn che", False, True, False),
        ("thôi", False, False, True),
        ("Thôi nhé!", False, False, True),
        ("không cần nữa", False, False, True),
        ("Thôi được rồi, cán bộ cho hỏi thêm", False, False, False),
        ("Chủ đề thi đua 2022?", False, False, False),
    ],
)
def test_consent_and_stopping(text: str, agrees: bool, masked: bool, stops: bool) -> None:
    heard = wording.is_agreement(text), wording.is_masked_agreement(text), wording.is_stopping(text)
    assert heard == (agrees, masked, stops)


@pytest.mark.parametrize(
    ("text", "stops"), [(wording.STOP, True), ("không gặp cán bộ nữa", True), ("thôi", False)]
)
def test_while_the_assistant_answers_on_only_clear_words_stop(text: str, stops: bool) -> None:
    assert wording.is_stopping(text, clearly=True) is stops


def test_hostile_texts_are_read_at_once() -> None:
    for text in ("cho " * 25, "gap" * 40, "a" * 100_000, "cho toi gap " * 9, "da " * 40):
        assert not wording.is_request(text)
