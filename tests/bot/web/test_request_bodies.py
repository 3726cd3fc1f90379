"""The body of a request is checked; what is malformed is refused with a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.dialogue.dialogue import UserMessage
from bot.errors import InvalidMessage
from bot.web.request_bodies import parse_message


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {},
        {"conversation": "a"},
        {"text": "a"},
        {"conversation": 1, "text": "a"},
        {"conversation": "", "text": "a"},
        {"conversation": "a b", "text": "a"},
        {"conversation": "a" * 129, "text": "a"},
        {"conversation": "a", "text": ["a"]},
        {"conversation": "a", "text": "b", "as_of": "hôm nay"},
        {"conversation": "a", "text": "b", "as_of": 20260101},
    ],
)
def test_a_malformed_body_is_refused_with_a_sentence(body: Any) -> None:
    with pytest.raises(InvalidMessage, match=r"phải là"):
        parse_message(body)


def test_a_message_is_checked_and_cleaned() -> None:
    body = {"conversation": "web-1", "text": " Chu\u0309 đề\x00\u202e? ", "as_of": "2026-11-21"}
    assert parse_message(body) == UserMessage("web-1", "Chủ đề?", date(2026, 11, 21))
