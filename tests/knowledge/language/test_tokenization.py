from __future__ import annotations

import pytest

from knowledge.language import (
    cached_tokens,
    clause_spans,
    fold,
    has_marks,
    normalize,
    normalize_tones,
    sentence_spans,
    tokenize,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đẩy mạnh Hoà Bình", "day manh hoa binh"),
        ("ĐĂK LẮK", "dak lak"),
        ("UBND tỉnh – 80,5%", "ubnd tinh – 80,5%"),
        ("ở đâu", "o dau"),
        ("", ""),
    ],
)
def test_fold_drops_marks_and_keeps_length(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("Hoà", "hòa"),
        ("hòa", "hòa"),
    ],
)
def test_spellings_of_a_tone_are_one_word(one: str, other: str) -> None:
    assert normalize_tones(one) == normalize_tones(other)


@pytest.mark.parametrize("word", ["quý", "hoàn", "thuế", "toán", "quỹ"])
def test_words_with_one_spelling_stay(word: str) -> None:
    assert normalize_tones(word) == word


def test_decomposed_controls_and_invisible_signs_are_cleaned() -> None:
    assert normalize("Ba\u0301c\u200b Giang\x00\r\n") == "Bác Giang\n"


def test_words_carry_offsets_into_the_text() -> None:
    text = "đạt 80,5% (PCI), 116.000 đồng"
    assert [text[word.start : word.end] for word in tokenize(text)] == [
        "đạt",
        "80,5",
        "PCI",
        "116.000",
        "đồng",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Một. Hai! Ba?", ["Một.", "Hai!", "Ba?"]),
        ("Đạt 80.5 điểm. Xong", ["Đạt 80.5 điểm.", "Xong"]),
        ("1. Tiếp tục làm. Hết", ["1. Tiếp tục làm.", "Hết"]),
        ("Tại TP. Vinh họp.", ["Tại TP. Vinh họp."]),
        ("  dòng một\ndòng hai ", ["dòng một", "dòng hai"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == parts


def test_clauses_end_at_semicolons() -> None:
    text = "làm a; làm b; làm c"
    assert [text[start:end] for start, end in clause_spans(text)] == ["làm a;", "làm b;", "làm c"]


def test_marks_are_seen() -> None:
    assert has_marks("đề")
    assert not has_marks("de")
    assert cached_tokens("Hoà Bình, 2022") == ("hòa", "bình", "2022")
