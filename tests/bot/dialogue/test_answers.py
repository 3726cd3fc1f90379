"""An Answer is the same JSON on every layer; Rasa's replies are read whole or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.rasa_client import read_replies
from bot.errors import DialogueUnavailable
from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import DAY

ANSWER: dict[str, Any] = {
    "status": "answered",
    "text": "Chủ đề là “A”.",
    "citations": [
        {
            "document_id": "cho-don-2022", "title": "Kế hoạch", "number": "15/KH-UBND", "place": "mục 2", "quote": "A",
            "start": 812, "end": 813, "url": "/documents/cho-don-2022#p4", "source_url": None,
        }
    ],
    "facts": [{"name": "Tỷ lệ che phủ rừng", "value": "80,5%", "citation": 0}],
    "buttons": [{"title": "Ai phát động?", "payload": "Ai phát động?"}],
    "about": {"topic": "theme", "year": 2022},
    "as_of": "2026-11-21",
}  # fmt: skip


def reply(answer: Any) -> bytes:
    """Return what Rasa's REST channel says when an action sends one answer."""
    return json.dumps([{"recipient_id": "c", "custom": answer}]).encode()


def test_an_answer_is_the_same_json_before_and_after() -> None:
    (answer,) = read_replies(reply(ANSWER))
    assert json.dumps(answer.as_json()) == json.dumps(ANSWER)


@pytest.mark.parametrize(
    "question",
    ["Chủ đề thi đua năm 2022 của Bắc Giang?", "CSTĐCS được thưởng bao nhiêu?", "Chủ đề thi đua của Cà Mau?", "Lục Nam có gì?"],
)  # fmt: skip
def test_what_the_library_says_fits(starter: Library, question: str) -> None:
    answer_json = starter.answer(question, Subject(), DAY)[0].as_json()
    assert json.dumps(Answer.model_validate(answer_json).as_json()) == json.dumps(answer_json)
    (answer,) = read_replies(reply(answer_json))
    assert json.dumps(answer.as_json()) == json.dumps(answer_json)


CHANGES: list[dict[str, Any]] = [
    {"status": "sure"}, {"status": None}, {"text": None}, {"text": 7}, {"text": ["a"]}, {"citations": None}, {"citations": {}},
    {"citations": [{"url": "/documents/a"}]}, {"citations": [{**ANSWER["citations"][0], "start": -1}]},
    {"citations": [{**ANSWER["citations"][0], "start": 2**31}]}, {"citations": [{**ANSWER["citations"][0], "end": "813"}]},
    {"facts": [{"name": "a", "value": 5, "citation": 0}]}, {"buttons": [{"title": "a"}]}, {"buttons": ["a"]}, {"about": []},
    {"about": {"place": None}}, {"about": {"place": ["Bắc Giang"]}}, {"as_of": "hôm nay"}, {"as_of": 20261121}, {"as_of": None},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_an_answer_with_a_part_that_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DialogueUnavailable):
        read_replies(reply({**ANSWER, **change}))


@pytest.mark.parametrize("name", ANSWER)
def test_an_answer_without_one_of_its_parts_is_refused(name: str) -> None:
    with pytest.raises(DialogueUnavailable):
        read_replies(reply({key: value for key, value in ANSWER.items() if key != name}))


NESTED = b"[" * 100_000
NONSENSE = [
    b"", b"{", b"[]", b"{}", b"null", b"7", b'"ok"', b"<html>", b"\xff\xfe", NESTED, b'[{"custom": ' + NESTED,
    b'[{"custom": {"about": ' + NESTED, b'[{"text": "x"}]', b'[{"custom": null}]', b'[{"custom": 1}]', b"[" + b"1" * 500_000 + b"]",
    b'[{"custom": "' + b"x" * 5_000_000 + b'"}]', b"[" + b'{"custom": {}},' * 50_000 + b"{}]",
    reply(ANSWER).replace(b"Ch", b"\\ud800", 1), reply(ANSWER).replace(b"812", b"9" * 5_000),
]  # fmt: skip


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
def test_what_is_no_list_of_answers_is_refused(body: bytes) -> None:
    with pytest.raises(DialogueUnavailable) as refused:
        read_replies(body)
    # It may hold what people typed, and this is logged.
    assert len(str(refused.value)) < 80


def test_what_else_rasa_says_beside_answers_is_left_out() -> None:
    both = json.loads(reply(ANSWER)) + [{"recipient_id": "c", "text": "x"}]
    assert [answer.text for answer in read_replies(json.dumps(both).encode())] == [ANSWER["text"]]


def test_an_answer_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        plain_answer("chat", "Chào.", DAY).text = "Khác."  # type: ignore[misc]
