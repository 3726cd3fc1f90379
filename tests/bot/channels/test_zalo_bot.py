"""What is the Zalo Bot Platform's own: two shapes of events, polling."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.channels.harness import (
    Harness,
    bot_event,
    post_bot_event,
    registry_of,
    running,
    zalo_bot,
)
from tests.peers import zalo as za
from tests.peers.serving import served


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    with zalo_bot(tmp_path) as harness:
        yield harness


def test_both_shapes_of_events_are_read(harness: Harness) -> None:
    for event in (
        bot_event("1", "Ai?", "7"),
        {"ok": True, "result": bot_event("2", "Ai?", "7")},
        bot_event("3", "", "7", "message.voice.received"),
    ):
        assert post_bot_event(harness, event).status_code == 200
    assert harness.post(b"", {}).status_code == 200
    harness.settle()
    assert harness.texts()[:2] == ["Chủ tịch.", "Chủ tịch."]
    assert harness.texts()[2].startswith("Tôi chỉ đọc được tin nhắn chữ")


@pytest.mark.parametrize(
    "event",
    [
        {}, [], {"event_name": "message.text.received"}, {"event_name": 5, "message": {}},
        {"result": None},
        {"event_name": "message.text.received", "message": {"from": 5, "chat": [], "text": {}}},
    ],
)  # fmt: skip
def test_half_events_are_taken_in_silence(harness: Harness, event: Any) -> None:
    assert post_bot_event(harness, event).status_code == 200
    harness.settle()
    assert harness.texts() == []


def test_a_bot_without_a_public_address_asks_for_its_messages(tmp_path: Path) -> None:
    peer = za.Zalo()
    peer.updates = [
        bot_event("1", "Ai?", "7"),
        {"event_name": "message.text.received"},
        bot_event("2", "chủ đề", "7"),
    ]
    with served(za.app_of(peer)) as address:
        environment = {
            "THIDUA_ZALO_BOT_TOKEN": "1:a", "THIDUA_ZALO_BOT_MODE": "polling",
            "THIDUA_ZALO_BOT_API": address,
        }  # fmt: skip
        with running(registry_of(environment, tmp_path)):
            while len(peer.sent) < 2:
                threading.Event().wait(0.01)
    first_lines = [sent["text"].splitlines()[0] for sent in peer.sent]
    assert first_lines == ["Chủ tịch.", "Chủ đề là “<Đổi mới> & sáng tạo”."]
