"""Answers as messages: within an app's length, cut where a reader would, counted as the apps count."""

from __future__ import annotations

import random

import pytest

from bot.delivery.message_parts import (
    Choice,
    MessagePart,
    as_numbered_list,
    render_parts,
    split_text,
    utf16_length,
)
from bot.dialogue.answers import Button
from tests.answers import make_answer, make_citation

ANSWER = make_answer(
    "Chủ đề là “A”.",
    citations=(
        make_citation("/documents/a#p1", "A"),
        make_citation("/documents/a#p1", "A"),
        make_citation("/documents/b#p2", "B"),
        make_citation("", ""),
    ),
    buttons=(Button(title="Ai phát động?", payload="Ai?"),),
)


@pytest.mark.parametrize(
    ("text", "longest", "pieces"),
    [
        ("ngắn", 10, ["ngắn"]),
        ("Câu một. Câu hai. Câu ba.", 18, ["Câu một. Câu hai.", "Câu ba."]),
        ("dòng một\ndòng hai. Còn nữa", 20, ["dòng một", "dòng hai. Còn nữa"]),
        ("không có dấu chấm nào cả", 12, ["không có", "dấu chấm", "nào cả"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
        ("😀" * 6, 5, ["😀😀", "😀😀", "😀😀"]),
    ],
)
def test_long_texts_are_cut_where_a_reader_would(
    text: str, longest: int, pieces: list[str]
) -> None:
    assert list(split_text(text, longest)) == pieces


def test_nothing_is_lost_and_nothing_too_long() -> None:
    chance = random.Random(7)
    for _ in range(200):
        text = (
            "".join(chance.choice("ab .\n;é😀") for _ in range(chance.randrange(1, 400))).strip()
            or "a"
        )
        pieces = list(split_text(text, 40))
        assert all(0 < utf16_length(piece) <= 40 for piece in pieces)
        assert "".join("".join(pieces).split()) == "".join(text.split())


def test_an_answer_names_where_its_words_can_be_opened_each_place_once() -> None:
    (part,) = render_parts([ANSWER], 2000, "https://a.vn")
    assert part.text.endswith(
        "\n\nXem: https://a.vn/documents/a#p1\nXem: https://a.vn/documents/b#p2"
    )
    assert render_parts([ANSWER], 2000, "")[0].text == "Chủ đề là “A”."


def test_the_last_part_carries_the_choices_and_comes_back_from_disk() -> None:
    made = render_parts([ANSWER.model_copy(update={"text": "Một câu. " * 60})], 200, "")
    assert len(made) > 2
    assert [bool(part.choices) for part in made] == [False] * (len(made) - 1) + [True]
    assert [MessagePart.from_json(part.as_json()) for part in made] == made


def test_choices_become_a_numbered_list() -> None:
    assert as_numbered_list(
        MessagePart("A", (Choice("Hỏi một", "x"), Choice("Hỏi hai", "y")))
    ).splitlines() == [
        "A",
        "",
        "1. Hỏi một",
        "2. Hỏi hai",
        "(Anh/chị nhắn số để chọn.)",
    ]
    assert as_numbered_list(MessagePart("A")) == "A"
