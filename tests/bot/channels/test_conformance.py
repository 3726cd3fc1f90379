"""What every channel must pass: the same answer, once, in order, shaped for the app; hostile input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.delivery.inbox import InboxRecords
from bot.errors import InvalidSetting
from bot.pictures import notices
from bot.pictures.parameters import MAX_PICTURE_BYTES
from bot.pictures.picture_reader import PNG
from bot.storage.opening import open_file
from bot.storage.tables import MESSAGES
from tests.bot.channels.harness import HARNESSES, LONG, PLAN, PROOFS, Harness, bot_event
from tests.peers import telegram as tg
from tests.peers import zalo as za
from tests.pictures import SVG


@pytest.fixture(params=HARNESSES)
def harness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harness]:
    with HARNESSES[request.param](tmp_path) as harness:
        yield harness


def test_the_same_question_gets_the_same_facts_and_citations(harness: Harness) -> None:
    harness.say("1", "chủ đề")
    text = harness.texts()[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert text.startswith("Chủ đề là “<Đổi mới> & sáng tạo”.")
    assert "https://a.vn/documents/a#p1" in text


def test_a_message_delivered_again_is_answered_once(harness: Harness) -> None:
    for _ in range(3):
        assert harness.post_message("1", "chủ đề", "7").status_code == 200
    harness.settle()
    assert len(harness.texts()) == 1


def test_order_is_kept_and_people_are_told_apart(harness: Harness) -> None:
    messages = [("chủ đề", "7"), ("2", "7"), ("1", "8"), ("Ai?", "7")]
    for key, (text, person) in enumerate(messages, 1):
        harness.post_message(str(key), text, person)
    harness.settle()
    texts = harness.texts()
    assert len(texts) == 4
    expected = ["Người lao động.", "Chủ tịch."]
    assert [text for text in texts if text in expected] == expected


def test_choices_can_be_answered_by_their_number(harness: Harness) -> None:
    harness.say("1", "chủ đề")
    harness.say("2", "1")
    assert harness.texts()[-1] == "Chủ tịch."


def test_a_long_answer_comes_in_parts_that_lose_nothing(harness: Harness) -> None:
    harness.say("1", "dài")
    texts = harness.texts()
    assert len(texts) > 1
    assert all(len(text) <= harness.registry.channels[harness.name].max_length for text in texts)
    assert " ".join(texts).split() == LONG.split()


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'"a"', b"null", b"\xff\xfe", b"[" * 90_000, b"1" * 300_000]
)
def test_malformed_requests_are_refused_and_nothing_breaks(harness: Harness, body: bytes) -> None:
    assert harness.post(body, PROOFS).status_code in (200, 400, 403, 413)
    harness.say("1", "Ai?")
    assert harness.texts() == ["Chủ tịch."]


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "\u202e\u200b", "<script>alert(1)</script>", "a\x00b", "{{7*7}}", "/" * 50],
)
def test_strange_texts_are_answered_with_text(harness: Harness, text: str) -> None:
    harness.say("1", text)
    assert len(harness.texts()) == 1
    assert "<script>" not in harness.texts()[0]


@pytest.mark.parametrize(
    "headers", [{}, {**dict.fromkeys(PROOFS, "no"), "X-ZEvent-Signature": "mac=00"}]
)
def test_who_cannot_prove_where_it_comes_from_is_refused(
    harness: Harness, headers: dict[str, str]
) -> None:
    for event in (
        tg.update(1, "chủ đề"),
        za.event("user_send_text", message={"text": "a", "msg_id": "1"}),
        bot_event("1", "a", "7"),
        {"key": "1", "person": "7", "text": "a"},
    ):
        assert harness.post(event, headers).status_code == 403
    harness.settle()
    assert harness.texts() == []


def test_nothing_of_a_person_stays_in_the_inbox(harness: Harness, tmp_path: Path) -> None:
    harness.say("1", "chủ đề", "123456789")
    with closing(open_file(tmp_path / "conversations.db")) as database:
        with database.reading() as connection:
            rows = [tuple(row) for row in connection.execute(select(MESSAGES))]
        assert len(rows) == 1
        assert "123456789" not in json.dumps(rows)
        assert InboxRecords(database).export("123456789") == []


def test_a_channel_tells_how_it_stands_and_where_it_is_posted_to(harness: Harness) -> None:
    registry = harness.registry
    assert registry.status(harness.name).state == "ok"
    assert registry.status(harness.name).why.startswith("webhook")
    portal = harness.client.portal
    assert portal
    (webhook,) = portal.call(registry.webhooks).values()
    assert webhook
    if webhook.startswith("đặt trong trang quản trị"):
        with pytest.raises(InvalidSetting, match="đặt trong trang quản trị"):
            portal.call(registry.set_webhook, harness.name, "https://a.vn/")
        return
    assert webhook == "chưa đặt"
    portal.call(registry.set_webhook, harness.name, "https://a.vn/")
    expected = {harness.name: f"https://a.vn/channels/{harness.name}"}
    assert portal.call(registry.webhooks) == expected


def test_a_picture_is_answered_with_its_link_and_what_is_known_of_the_text(
    harness: Harness,
) -> None:
    harness.pictures["plan.jpg"] = PLAN
    harness.show("1", "plan.jpg")
    first, second = harness.texts()
    assert first.startswith("Trong ảnh: Kế hoạch 15.")
    assert "https://a.vn/documents/a#p2" in first
    assert second == "Tóm tắt: đoàn kết."


def test_what_is_written_to_a_picture_is_answered_too(harness: Harness) -> None:
    harness.pictures["plan.jpg"] = PLAN
    harness.show("1", "plan.jpg", "Ai?")
    assert harness.texts()[-1] == "Chủ tịch."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PNG + b"blank", notices.NO_TEXT),
        (SVG, notices.WRONG_TYPE),
        (PNG + bytes(MAX_PICTURE_BYTES), notices.TOO_LARGE),
        (PNG + bytes(21_000_000), notices.TOO_LARGE),
        # The app has it no more, as after a crash that took long.
        (None, notices.NOT_FETCHED),
    ],
)
def test_a_picture_that_is_not_answered_is_refused_in_a_sentence(
    harness: Harness, content: bytes | None, said: str
) -> None:
    if content is None and harness.name == "telegram":
        harness.peer.files.clear()
    elif content is not None:
        if len(content) > MAX_PICTURE_BYTES and harness.name == "memory":
            pytest.skip("nothing is fetched")
        harness.pictures["a.jpg"] = content
    harness.show("1", "a.jpg")
    assert harness.texts() == [said]


def test_what_is_kept_of_an_address_names_no_picture(harness: Harness) -> None:
    channel = harness.registry.channels[harness.name]
    lasting = channel.lasting({"chat": 7, "user": "7", "person": "7", "picture": "a.jpg"})
    assert lasting
    assert "picture" not in lasting


def test_of_a_picture_only_its_address_is_on_disk_and_not_for_long(
    harness: Harness, tmp_path: Path
) -> None:
    harness.pictures["plan.jpg"] = PLAN
    harness.show("1", "plan.jpg")
    path = tmp_path / "conversations.db"
    with closing(open_file(path)) as database, database.reading() as connection:
        rows = [tuple(row) for row in connection.execute(select(MESSAGES))]
    assert len(rows) == 1
    assert "plan.jpg" not in json.dumps(rows)
    assert not [
        file for file in tmp_path.rglob("*") if file.is_file() and PLAN in file.read_bytes()
    ]
