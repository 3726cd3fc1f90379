"""What is Telegram's own: buttons, HTML, groups, refusals, polling."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import DeliveryFailed
from tests.bot.channels.harness import Harness, post_update, registry_of, running, telegram
from tests.peers import telegram as tg
from tests.peers.serving import served


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    with telegram(tmp_path) as harness:
        yield harness


def post(harness: Harness, update: dict[str, Any]) -> None:
    assert post_update(harness, update).status_code == 200
    harness.settle()


def test_buttons_work_however_long_their_payload(harness: Harness) -> None:
    harness.say("1", "chủ đề")
    rows = json.loads(harness.peer.sent[0]["reply_markup"])["inline_keyboard"]
    data = [row[0]["callback_data"] for row in rows]
    assert all(0 < len(item.encode()) <= 64 for item in data)
    for number, item in enumerate(data, 2):
        post(harness, tg.pressed(number, item))
    assert harness.texts()[1:] == ["Chủ tịch.", "Người lao động."]
    assert harness.peer.acknowledged == ["q2", "q3"]


def test_html_that_telegram_cannot_read_is_sent_plain(harness: Harness) -> None:
    harness.peer.faults = [(400, "Bad Request: can't parse entities", {})]
    harness.say("1", "chủ đề")
    assert harness.texts()[0].startswith("Chủ đề là “<Đổi mới> & sáng tạo”.")
    assert "parse_mode" not in harness.peer.sent[0]


@pytest.mark.parametrize(
    ("fault", "answered"),
    [
        ((429, "Too Many Requests: retry after 0", {"retry_after": 0}), True),
        ((502, "Bad Gateway", {}), True),
        ((403, "Forbidden: bot was blocked by the user", {}), False),
        ((400, "Bad Request: chat not found", {}), False),
    ],
)
def test_refusals(harness: Harness, fault: tuple[int, str, dict[str, Any]], answered: bool) -> None:
    harness.peer.faults = [fault]
    harness.say("1", "Ai?")
    assert harness.texts() == ["Chủ tịch."] * answered
    assert harness.registry.status("telegram").state == ("ok" if answered else "failing")


REPLY_TO_BOT = {
    "message_id": 1, "date": 1, "chat": {"id": -5, "type": "group", "title": "N"}, "from": tg.BOT, "text": "?",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"text": "chủ đề"}, 0),
        ({"text": "@thidua_bot Ai?"}, 1),
        ({"text": "Ai? @THIDUA_BOT"}, 1),
        ({"text": "/start"}, 1),
        ({"text": "/start@other_bot"}, 0),
        ({"text": "Ai?", "reply_to_message": REPLY_TO_BOT}, 1),
    ],
)
def test_in_a_group_only_who_addresses_the_bot_is_answered(
    harness: Harness, more: dict[str, Any], count: int
) -> None:
    options = {name: value for name, value in more.items() if name != "text"}
    post(harness, tg.update(1, more["text"], -5, 7, "group", **options))
    assert len(harness.texts()) == count
    assert all("chưa tìm thấy" not in text for text in harness.texts())


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"text": None, "caption": "Ai?"}, "Chủ tịch."),
        (
            {"text": None, "voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
            "Tôi chỉ đọc được tin nhắn chữ",
        ),
    ],
)
def test_captions_are_read_and_what_is_no_text_is_told(
    harness: Harness, change: dict[str, Any], answer: str
) -> None:
    update = tg.update(1, "x")
    message = {**update["message"], **change}
    update["message"] = {name: value for name, value in message.items() if value is not None}
    post(harness, update)
    assert harness.texts()[0].startswith(answer)


def test_an_edited_message_is_answered_anew(harness: Harness) -> None:
    update = tg.update(1, "Ai?")
    update["edited_message"] = {**update.pop("message"), "edit_date": 5}
    post(harness, update)
    assert harness.texts() == ["Chủ tịch."]


def test_polling_takes_each_update_once_and_leaves_out_a_bad_one(tmp_path: Path) -> None:
    peer = tg.Telegram()
    bad = {"update_id": 2, "message": {"message_id": "x"}}
    peer.updates = [tg.update(1, "Ai?"), bad, tg.update(3, "chủ đề")]
    with served(tg.app_of(peer)) as address:
        environment = {
            "THIDUA_TELEGRAM_TOKEN": "1:a", "THIDUA_TELEGRAM_MODE": "polling",
            "THIDUA_TELEGRAM_API": address,
        }  # fmt: skip
        registry = registry_of(environment, tmp_path)
        assert registry.status("telegram").why == "polling"
        with running(registry):
            while len(peer.sent) < 2:
                threading.Event().wait(0.01)
    assert [sent["text"].splitlines()[0] for sent in peer.sent] == [
        "Chủ tịch.",
        "Chủ đề là “&lt;Đổi mới&gt; &amp; sáng tạo”.",
    ]


def test_the_words_for_a_wrong_token_are_told_without_it(tmp_path: Path) -> None:
    peer = tg.Telegram()
    peer.rejects_token = True
    with served(tg.app_of(peer)) as address:
        environment = {
            "THIDUA_TELEGRAM_TOKEN": "12345:secret-token", "THIDUA_TELEGRAM_SECRET": "s3cret",
            "THIDUA_TELEGRAM_API": address,
        }  # fmt: skip
        registry = registry_of(environment, tmp_path)

        async def ask() -> tuple[str, str]:
            webhook = (await registry.webhooks())["telegram"]
            with pytest.raises(DeliveryFailed) as refused:
                await registry.set_webhook("telegram", "https://a.vn")
            await registry.stop()
            return webhook, str(refused.value)

        webhook, refusal = asyncio.run(ask())
    assert webhook.startswith("không hỏi được: ")
    assert "•••" in webhook
    assert refusal.startswith("Telegram từ chối địa chỉ này: ")
    assert "secret-token" not in webhook + refusal
