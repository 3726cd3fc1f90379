"""The contract of every channel, against stand-ins served over HTTP: same answer, once, shaped for the place; hostile input."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.app import create_app
from bot.dialogue.answers import Button, plain_answer
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import read_settings
from knowledge.library import Library
from tests.answers import make_answer, make_citation
from tests.peers import telegram as tg
from tests.peers import zalo as za
from tests.peers.serving import served

APP, SECRET = "431954545803004074", "OA_SECRET_FOR_TEST"
LONG = "Nội dung thứ nhất của phong trào thi đua năm nay là một câu dài. " * 90
PAYLOAD = "Khen thưởng của Cụm thi đua các tỉnh Trung du và miền núi phía Bắc ưu tiên những ai?"
SCRIPT = {
    "chủ đề": make_answer(
        "Chủ đề là “<Đổi mới> & sáng tạo”.",
        citations=(make_citation("/documents/a#p1", "Đổi mới"),),
        buttons=(Button(title="Ai phát động?", payload="Ai?"), Button(title="Khen thưởng ai?", payload=PAYLOAD)),
    ),
    "dài": plain_answer("answered", LONG, None),
    "Ai?": plain_answer("answered", "Chủ tịch.", None),
    PAYLOAD: plain_answer("answered", "Người lao động.", None),
    "Xin chào": plain_answer("chat", "Tôi là máy.", None),
}


@dataclass
class Bench:
    """One channel under test: how a person's message gets in, and what has come out as plain texts."""

    name: str
    client: TestClient
    post: Callable[[str, str, str], Any]
    texts: Callable[[], list[str]]
    settle: Callable[[], None]
    peer: Any


def settling(client: TestClient) -> Callable[[], None]:
    connections = client.app.state.connections  # type: ignore[attr-defined]

    def settle() -> None:
        while connections.inbox.waiting() or connections.gateway.busy:
            threading.Event().wait(0.01)

    return settle


@pytest.fixture
def telegram(library: Library, tmp_path: Path) -> Iterator[Bench]:
    peer = tg.Telegram()
    with served(tg.app_of(peer)) as address:
        given = {
            "THIDUA_VAR": str(tmp_path), "THIDUA_TELEGRAM_TOKEN": "1:a", "THIDUA_TELEGRAM_SECRET": "s3cret",
            "THIDUA_TELEGRAM_API": address, "THIDUA_PUBLIC_URL": "https://a.vn",
        }  # fmt: skip
        with TestClient(create_app(read_settings(given), library, ScriptedDialogue(SCRIPT))) as client:
            ready(client, tg.body({"update_id": 0}))

            def post(key: str, text: str, person: str = "7") -> Any:
                body = tg.body(tg.update(int(key), text, int(person), int(person)))
                return client.post("/channels/telegram", content=body, headers={tg_secret(): "s3cret"})

            yield Bench("telegram", client, post, lambda: [one["text"] for one in peer.sent], settling(client), peer)


def tg_secret() -> str:
    return "X-Telegram-Bot-Api-Secret-Token"


def ready(client: TestClient, body: bytes) -> None:
    """Wait until the bot has learned its name."""
    while client.post("/channels/telegram", content=body, headers={tg_secret(): "s3cret"}).status_code == 503:
        threading.Event().wait(0.01)


@pytest.fixture
def zalo(library: Library, tmp_path: Path) -> Iterator[Bench]:
    peer = za.Zalo()
    with served(za.app_of(peer)) as address:
        given = {
            "THIDUA_VAR": str(tmp_path), "THIDUA_ZALO_APP_ID": APP, "THIDUA_ZALO_APP_SECRET": "app",
            "THIDUA_ZALO_OA_SECRET": SECRET, "THIDUA_ZALO_REFRESH_TOKEN": "r0", "THIDUA_ZALO_API": address,
            "THIDUA_ZALO_OAUTH": address, "THIDUA_PUBLIC_URL": "https://a.vn",
        }  # fmt: skip
        with TestClient(create_app(read_settings(given), library, ScriptedDialogue(SCRIPT))) as client:

            def post(key: str, text: str, person: str = "7") -> Any:
                return zalo_post(
                    client, za.event("user_send_text", person, message={"text": text, "msg_id": f"m{key}"})
                )

            def texts() -> list[str]:
                return [one["message"]["text"] for one in peer.sent]

            yield Bench("zalo", client, post, texts, settling(client), peer)


def zalo_post(client: TestClient, event: dict[str, Any]) -> Any:
    body, headers = za.signed(event, SECRET)
    return client.post("/channels/zalo", content=body, headers=headers)


@pytest.fixture
def zalo_bot(library: Library, tmp_path: Path) -> Iterator[Bench]:
    peer = za.Zalo()
    with served(za.app_of(peer)) as address:
        given = {
            "THIDUA_VAR": str(tmp_path), "THIDUA_ZALO_BOT_TOKEN": "1:a", "THIDUA_ZALO_BOT_SECRET": "s3cret-long",
            "THIDUA_ZALO_BOT_API": address, "THIDUA_PUBLIC_URL": "https://a.vn",
        }  # fmt: skip
        with TestClient(create_app(read_settings(given), library, ScriptedDialogue(SCRIPT))) as client:

            def post(key: str, text: str, person: str = "7") -> Any:
                return bot_post(client, bot_event(key, text, person))

            yield Bench("zalo-bot", client, post, lambda: [one["text"] for one in peer.sent], settling(client), peer)


def bot_event(key: str, text: str, person: str, name: str = "message.text.received") -> dict[str, Any]:
    who = {"id": person, "display_name": "Lan", "is_bot": False}
    message = {"from": who, "chat": {"id": person, "chat_type": "PRIVATE"}, "text": text, "message_id": key, "date": 1}
    return {"event_name": name, "message": message}


def bot_post(client: TestClient, event: Any) -> Any:
    return client.post("/channels/zalo-bot", json=event, headers={"X-Bot-Api-Secret-Token": "s3cret-long"})


@pytest.fixture(params=["telegram", "zalo", "zalo_bot"])
def bench(request: pytest.FixtureRequest) -> Bench:
    found: Bench = request.getfixturevalue(request.param)
    return found


def test_the_same_question_gets_the_same_facts_and_citations(bench: Bench) -> None:
    assert bench.post("1", "chủ đề", "7").status_code == 200
    bench.settle()
    text = bench.texts()[0].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert text.startswith("Chủ đề là “<Đổi mới> & sáng tạo”.")
    assert "https://a.vn/documents/a#p1" in text


def test_a_message_delivered_again_is_answered_once(bench: Bench) -> None:
    for _ in range(3):
        assert bench.post("1", "chủ đề", "7").status_code == 200
    bench.settle()
    assert len(bench.texts()) == 1


def test_order_is_kept_and_people_are_told_apart(bench: Bench) -> None:
    for key, (text, person) in enumerate([("chủ đề", "7"), ("2", "7"), ("1", "8"), ("Ai?", "7")], 1):
        bench.post(str(key), text, person)
    bench.settle()
    said = bench.texts()
    assert len(said) == 4
    assert [text for text in said if text in ("Người lao động.", "Chủ tịch.")] == ["Người lao động.", "Chủ tịch."]


def test_a_long_answer_comes_in_parts_that_lose_nothing(bench: Bench) -> None:
    bench.post("1", "dài", "7")
    bench.settle()
    said = bench.texts()
    assert len(said) > 1
    assert " ".join(said).split() == LONG.split()


@pytest.mark.parametrize("body", [b"{", b"[]", b'"a"', b"null", b"\xff\xfe", b"[" * 90_000, b"1" * 300_000])
def test_malformed_requests_are_refused_and_nothing_breaks(bench: Bench, body: bytes) -> None:
    secret = {tg_secret(): "s3cret", "X-Bot-Api-Secret-Token": "s3cret-long"}
    response = bench.client.post(f"/channels/{bench.name}", content=body, headers=secret)
    assert response.status_code in (200, 400, 403, 413)
    bench.post("1", "Ai?", "7")
    bench.settle()
    assert bench.texts() == ["Chủ tịch."]


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\u202e\u200b", "<script>alert(1)</script>", "a\x00b", "{{7*7}}", "/" * 50]
)
def test_strange_texts_are_answered_with_text(bench: Bench, text: str) -> None:
    assert bench.post("1", text, "7").status_code == 200
    bench.settle()
    assert len(bench.texts()) == 1
    assert "<script>" not in bench.texts()[0]


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Telegram-Bot-Api-Secret-Token": "no", "X-Bot-Api-Secret-Token": "no", "X-ZEvent-Signature": "mac=00"}],
)
def test_who_cannot_prove_where_it_comes_from_is_refused(bench: Bench, headers: dict[str, str]) -> None:
    for event in (
        tg.update(1, "chủ đề"),
        za.event("user_send_text", message={"text": "a", "msg_id": "1"}),
        bot_event("1", "a", "7"),
    ):
        assert bench.client.post(f"/channels/{bench.name}", json=event, headers=headers).status_code == 403
    bench.settle()
    assert bench.texts() == []


def test_nothing_of_a_person_stays_in_the_inbox(bench: Bench, tmp_path: Path) -> None:
    bench.post("1", "chủ đề", "123456789")
    bench.settle()
    (path,) = tmp_path.glob("inbox.db")
    kept = path.read_bytes() + b"".join(extra.read_bytes() for extra in tmp_path.glob("inbox.db-*"))
    rows = bench.client.app.state.connections.inbox._run("SELECT * FROM messages")  # type: ignore[attr-defined]
    assert kept
    assert "123456789" not in json.dumps(rows)


# Telegram


def press(bench: Bench, number: int, data: str) -> None:
    body = tg.body(tg.pressed(number, data))
    assert bench.client.post("/channels/telegram", content=body, headers={tg_secret(): "s3cret"}).status_code == 200
    bench.settle()


def test_buttons_work_however_long_their_payload(telegram: Bench) -> None:
    telegram.post("1", "chủ đề", "7")
    telegram.settle()
    rows = json.loads(telegram.peer.sent[0]["reply_markup"])["inline_keyboard"]
    data = [row[0]["callback_data"] for row in rows]
    assert all(0 < len(one.encode()) <= 64 for one in data)
    for number, one in enumerate(data, 2):
        press(telegram, number, one)
    assert telegram.texts()[1:] == ["Chủ tịch.", "Người lao động."]
    assert telegram.peer.acknowledged == ["q2", "q3"]


def test_html_that_telegram_cannot_read_is_sent_plain(telegram: Bench) -> None:
    telegram.peer.faults = [(400, "Bad Request: can't parse entities", {})]
    telegram.post("1", "chủ đề", "7")
    telegram.settle()
    assert telegram.texts()[0].startswith("Chủ đề là “<Đổi mới> & sáng tạo”.")
    assert "parse_mode" not in telegram.peer.sent[0]


@pytest.mark.parametrize(
    ("fault", "answered"),
    [
        ((429, "Too Many Requests: retry after 0", {"retry_after": 0}), True),
        ((502, "Bad Gateway", {}), True),
        ((403, "Forbidden: bot was blocked by the user", {}), False),
        ((400, "Bad Request: chat not found", {}), False),
    ],
)
def test_refusals_of_telegram(telegram: Bench, fault: tuple[int, str, dict[str, Any]], answered: bool) -> None:
    telegram.client.app.state.connections.gateway._pause = no_pause  # type: ignore[attr-defined]
    telegram.peer.faults = [fault]
    telegram.post("1", "Ai?", "7")
    telegram.settle()
    assert telegram.texts() == ["Chủ tịch."] * answered


async def no_pause(_: float) -> None:
    """Wait for nothing."""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": "chủ đề"}, 0),
        ({"text": "@thidua_bot Ai?"}, 1),
        ({"text": "Ai? @THIDUA_BOT"}, 1),
        ({"text": "/start"}, 1),
        ({"text": "/start@other_bot"}, 0),
        ({"text": "Ai?", "reply_to_message": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group", "title": "N"}, "from": tg.BOT, "text": "?"}}, 1),
    ],
)  # fmt: skip
def test_in_a_group_only_who_addresses_the_bot_is_answered(telegram: Bench, more: dict[str, Any], said: int) -> None:
    update = tg.update(1, more.pop("text"), -5, 7, "group", **more)
    telegram.client.post("/channels/telegram", content=tg.body(update), headers={tg_secret(): "s3cret"})
    telegram.settle()
    assert len(telegram.texts()) == said
    assert all("chưa tìm thấy" not in text for text in telegram.texts())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": None, "caption": "Ai?"}, "Chủ tịch."),
        (
            {"text": None, "voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
            "Tôi chỉ đọc được tin nhắn chữ",
        ),
    ],
)
def test_captions_are_read_and_what_is_no_text_is_told(telegram: Bench, change: dict[str, Any], said: str) -> None:
    update = tg.update(1, "x")
    update["message"] = {name: value for name, value in {**update["message"], **change}.items() if value is not None}
    telegram.client.post("/channels/telegram", content=tg.body(update), headers={tg_secret(): "s3cret"})
    telegram.settle()
    assert telegram.texts()[0].startswith(said)


def test_an_edited_message_is_answered_anew(telegram: Bench) -> None:
    update = tg.update(1, "Ai?")
    update["edited_message"] = {**update.pop("message"), "edit_date": 5}
    telegram.client.post("/channels/telegram", content=tg.body(update), headers={tg_secret(): "s3cret"})
    telegram.settle()
    assert telegram.texts() == ["Chủ tịch."]


# Zalo Official Account


def test_the_signature_of_the_spec_is_ours() -> None:
    body = (
        '{"app_id":"431954545803004074","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",'
        '"recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"Xin chào",'
        '"msg_id":"96d3cdf3af150460909"},"timestamp":"1751100041636"}'
    ).encode()
    from bot.channels.zalo import ZaloChannel

    channel = ZaloChannel(APP, SECRET, None, None, None, str, float, "", 0)  # type: ignore[arg-type]
    assert len(body) == 266
    assert (
        channel.signature(body, "1751100041636") == "68d76cff6201a045a0cc354bb6265d85db14f1ed0befdafb86d415c0cdcd27eb"
    )


def test_zalo_s_probes_are_taken_in_silence(zalo: Bench) -> None:
    for body in (b"", b"{}"):
        assert zalo.client.post("/channels/zalo", content=body).status_code == 200
    probe = za.event("user_send_text", message={"text": "This is testing message", "msg_id": "This is message id"})
    assert zalo_post(zalo.client, probe).status_code == 200
    for name in ("user_seen_message", "unfollow", "user_reacted_message", "anything_new"):
        assert zalo_post(zalo.client, za.event(name)).status_code == 200
    zalo.settle()
    assert zalo.texts() == []


def test_an_old_signature_is_refused(zalo: Bench) -> None:
    event = {**za.event("user_send_text", message={"text": "a", "msg_id": "1"}), "timestamp": "1751100041636"}
    assert zalo_post(zalo.client, event).status_code == 403


def test_zalo_buttons_and_numbers_where_the_oa_has_none(zalo: Bench) -> None:
    zalo.post("1", "chủ đề", "7")
    zalo.settle()
    buttons = zalo.peer.sent[0]["message"]["attachment"]["payload"]["buttons"]
    assert [(one["type"], one["payload"]) for one in buttons] == [("oa.query.show", "Ai?"), ("oa.query.show", PAYLOAD)]
    zalo.peer.buttons = False
    zalo.post("2", "chủ đề", "7")
    zalo.post("3", "2", "7")
    zalo.settle()
    assert "1. Ai phát động?" in zalo.texts()[1]
    assert zalo.texts()[2] == "Người lao động."


def test_a_worn_token_is_refreshed_once_for_all_and_kept(zalo: Bench, tmp_path: Path) -> None:
    zalo.post("1", "Ai?", "7")
    zalo.settle()
    assert zalo.peer.refreshed == 1
    zalo.peer.access = "another"
    for number in range(2, 8):
        zalo.post(str(number), "Ai?", str(number))
    zalo.settle()
    assert len(zalo.texts()) == 7
    assert zalo.peer.refreshed == 2
    kept = json.loads((tmp_path / "zalo-tokens.json").read_text())
    assert (kept["access"], kept["refresh"]) == (zalo.peer.access, zalo.peer.refresh)
    assert (tmp_path / "zalo-tokens.json").stat().st_mode & 0o077 == 0


def test_a_spent_refresh_token_is_told_to_the_operator(zalo: Bench) -> None:
    zalo.peer.refresh = "spent by another"
    zalo.post("1", "Ai?", "7")
    zalo.settle()
    assert zalo.texts() == []
    assert "cần cấp quyền lại" in zalo.client.app.state.connections.channels["zalo"].state  # type: ignore[attr-defined]


@pytest.mark.parametrize(("code", "answered"), [(-32, True), (-200, True), (-230, False), (-213, False), (-204, False)])
def test_zalo_s_error_codes(zalo: Bench, code: int, answered: bool) -> None:
    zalo.client.app.state.connections.gateway._pause = no_pause  # type: ignore[attr-defined]
    zalo.peer.codes = [code]
    zalo.post("1", "Ai?", "7")
    zalo.settle()
    assert zalo.texts() == ["Chủ tịch."] * answered


def test_a_human_who_writes_silences_the_bot_for_that_person(zalo: Bench) -> None:
    echo = za.event("oa_send_text", message={"text": "Để tôi", "msg_id": "e1"})
    for admin in ({}, {"admin_id": "9"}):
        event = {**echo, "sender": {"id": "oa", **admin}, "recipient": {"id": "7"}}
        assert zalo_post(zalo.client, event).status_code == 200
    zalo.post("1", "Ai?", "7")
    zalo.post("2", "Ai?", "8")
    zalo.settle()
    assert len(zalo.texts()) == 1
    assert zalo.peer.sent[0]["recipient"] == {"user_id": "8"}


def test_followers_are_greeted_and_anonymous_people_answered(zalo: Bench) -> None:
    follow = {**za.event("follow"), "follower": {"id": "7"}, "source": "oa_profile"}
    assert zalo_post(zalo.client, follow).status_code == 200
    message = {"text": "Ai?", "msg_id": "1", "conversation_id": "c9"}
    assert zalo_post(zalo.client, za.event("anonymous_send_text", "a5", message=message)).status_code == 200
    zalo.settle()
    assert "Tôi là máy." in zalo.texts()
    assert {"anonymous_id": "a5", "conversation_id": "c9"} in [one["recipient"] for one in zalo.peer.sent]


def test_an_answer_quotes_the_question(zalo: Bench) -> None:
    zalo.post("1", "Ai?", "7")
    zalo.settle()
    assert zalo.peer.sent[0]["message"]["quote_message_id"] == "m1"


# Zalo Bot


def test_both_shapes_of_a_bot_s_events_are_read(zalo_bot: Bench) -> None:
    assert bot_post(zalo_bot.client, bot_event("1", "Ai?", "7")).status_code == 200
    assert bot_post(zalo_bot.client, {"ok": True, "result": bot_event("2", "Ai?", "7")}).status_code == 200
    assert bot_post(zalo_bot.client, bot_event("3", "", "7", "message.voice.received")).status_code == 200
    assert zalo_bot.client.post("/channels/zalo-bot", content=b"").status_code == 200
    zalo_bot.settle()
    assert zalo_bot.texts()[:2] == ["Chủ tịch.", "Chủ tịch."]
    assert zalo_bot.texts()[2].startswith("Tôi chỉ đọc được tin nhắn chữ")


@pytest.mark.parametrize(
    "event",
    [{}, [], {"event_name": "message.text.received"}, {"event_name": 5, "message": {}}, {"result": None},
     {"event_name": "message.text.received", "message": {"from": 5, "chat": [], "text": {}}}],
)  # fmt: skip
def test_half_events_are_taken_in_silence(zalo_bot: Bench, event: Any) -> None:
    assert bot_post(zalo_bot.client, event).status_code == 200
    zalo_bot.settle()
    assert zalo_bot.texts() == []


def test_a_bot_without_a_public_address_asks_for_its_messages(library: Library, tmp_path: Path) -> None:
    peer = za.Zalo()
    peer.updates = [bot_event("1", "Ai?", "7"), {"event_name": "message.text.received"}, bot_event("2", "chủ đề", "7")]
    with served(za.app_of(peer)) as address:
        given = {
            "THIDUA_VAR": str(tmp_path), "THIDUA_ZALO_BOT_TOKEN": "1:a", "THIDUA_ZALO_BOT_MODE": "polling",
            "THIDUA_ZALO_BOT_API": address,
        }  # fmt: skip
        with TestClient(create_app(read_settings(given), library, ScriptedDialogue(SCRIPT))):
            while len(peer.sent) < 2:
                threading.Event().wait(0.01)
    assert [one["text"].splitlines()[0] for one in peer.sent] == ["Chủ tịch.", "Chủ đề là “<Đổi mới> & sáng tạo”."]


SECRETS = {
    "THIDUA_TELEGRAM_TOKEN": "hush-1", "THIDUA_TELEGRAM_SECRET": "hush-2", "THIDUA_ZALO_APP_SECRET": "hush-3",
    "THIDUA_ZALO_OA_SECRET": "hush-4", "THIDUA_ZALO_REFRESH_TOKEN": "hush-5", "THIDUA_ZALO_BOT_TOKEN": "hush-6",
    "THIDUA_ZALO_BOT_SECRET": "hush-7",
}  # fmt: skip


@pytest.mark.parametrize("missing", ["THIDUA_TELEGRAM_SECRET", "THIDUA_ZALO_OA_SECRET", "THIDUA_ZALO_BOT_SECRET"])
def test_a_channel_without_its_secret_is_off_and_says_so(library: Library, tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    settings = read_settings({**given, "THIDUA_ZALO_APP_ID": "1", "THIDUA_VAR": str(tmp_path)})
    app = create_app(settings, library, ScriptedDialogue({}))
    states = {state.name: state for state in app.state.connections.states}
    off = [state for state in states.values() if not state.on]
    assert [missing in state.why for state in off] == [True]
    app.state.connections.inbox.close()
