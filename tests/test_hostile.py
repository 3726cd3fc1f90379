"""What people with bad intentions type, to the running assistant: nothing is carried out, nothing leaks, nothing breaks."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
import yaml
from lxml import html

from bot.channels.telegram import as_html
from bot.commands.client import Client
from bot.delivery.message_parts import render_parts
from bot.delivery.parameters import MAX_TEXT
from bot.dialogue.answers import Answer
from tests.conftest import CASES, DAY

#: Signs of an inside that no answer may show.
LEAKS = re.compile(
    r"Traceback|site-packages|/work/|/home/|/tmp/|\.py\b|sqlite|THIDUA_|root:x:|trackers\.db|Rasa \d|0912345678"
)
#: The tags that Telegram reads, and the one that the assistant itself makes.
OWN_TAGS = {"a"}
STATUSES = {"answered", "nearest", "clarify", "not_found", "form", "chat"}


def typed(case: Any) -> str:
    return case if isinstance(case, str) else case["repeat"] * case["times"]


HOSTILE = yaml.safe_load((CASES / "hostile.yaml").read_text(encoding="utf-8"))
INPUTS = [(kind, typed(case)) for kind, cases in HOSTILE.items() for case in cases]


def test_the_list_is_long_enough_and_has_no_repeats() -> None:
    assert len(INPUTS) >= 200
    assert len({text for _, text in INPUTS}) == len(INPUTS)


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_is_carried_out_leaked_or_broken(server: Client, kind: str) -> None:
    for text in (text for one, text in INPUTS if one == kind):
        talk = server.new_conversation()
        server.ask(talk, "Chủ đề công tác năm 2021 của Ninh Bình?", DAY)
        for answer in server.ask(talk, text, DAY):
            assert answer["status"] in STATUSES, text
            assert 0 < len(answer["text"]) <= MAX_TEXT, text
            assert "PWNED" not in answer["text"].replace(text, ""), text
            assert "49" not in answer["text"] or "7*7" not in text, text
            assert not LEAKS.search(answer["text"]), (text, answer["text"])
            for part in render_parts([Answer.model_validate(answer)], 4000, "https://a.vn"):
                tree = html.fragments_fromstring(f"<div>{as_html(part.text)}</div>")[0]
                assert {one.tag for one in tree.iter()} - {"div"} <= OWN_TAGS, text
                assert all(
                    one.get("href", "").startswith("https://a.vn/") for one in tree.iter("a")
                ), text
        # Neither slots nor the conversation were touched: it still knows what it was about.
        if kind == "payload forgery":
            assert (
                "Phạm Quang Ngọc"
                in server.ask(talk, "Ai phát động ở Ninh Bình năm 2021?", DAY)[0]["text"]
            ), text


def test_requests_that_are_no_requests_are_refused(server: Client) -> None:
    ask = f"{server.address}/api/messages"
    for body in (b"", b"null", b"[]", b'"x"', b"{" * 5000, b"\xff" * 100, b'{"conversation": {"$ne": 1}, "text": "a"}', b'{"conversation": "a b", "text": "a"}',
                 b'{"conversation": "../../a/b", "text": "a"}', b'{"conversation": "c", "text": ["a"]}', b'{"conversation": "c", "text": "a", "as_of": "0000-00-00"}',
                 b'{"conversation": "c", "text": "a", "as_of": 1e400}', b"x" * 1_000_000):  # fmt: skip
        response = httpx.post(ask, content=body, trust_env=False)
        assert response.status_code == 400, body[:60]
        assert not LEAKS.search(response.text)
    for path in (
        "/documents/..%2f..%2fetc%2fpasswd",
        "/documents/%00",
        "/api/documents/%2e%2e",
        "/.env",
        "/var/secret",
        "/widget/../../.env",
        "/docs",
        "/redoc",
    ):
        response = httpx.get(f"{server.address}{path}", trust_env=False)
        assert response.status_code == 404, path
        assert not LEAKS.search(response.text), path
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert (
            httpx.request(method, f"{server.address}/api/documents", trust_env=False).status_code
            == 405
        )
