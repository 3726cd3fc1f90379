"""What is Zalo's Official Account's own: signatures, probes, buttons, codes, people who take over."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels import zalo as zalo_channel
from bot.channels.zalo_events import EventSignature
from bot.channels.zalo_tokens import TokenPair, TokenRecord, TokenStore
from bot.errors import DeliveryFailed
from bot.settings import ROOT
from bot.storage.lease_table import LeaseTable
from bot.storage.leases import SharedLeases
from bot.storage.opening import open_file
from database import Database
from tests.bot.channels.harness import APP, OA_SECRET, PAYLOAD, Harness, post_event, zalo
from tests.peers import zalo as za
from tests.peers.serving import served


def kept_tokens(folder: Path) -> tuple[str, str]:
    with closing(open_file(folder / "conversations.db")) as database:
        kept = TokenRecord(database).load()
    assert kept
    return kept.access, kept.refresh


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Harness]:
    with zalo(tmp_path) as harness:
        yield harness


def test_the_signature_of_the_documentation_is_ours() -> None:
    body = (
        '{"app_id":"431954545803004074","sender":{"id":"246845883529197922"},'
        '"user_id_by_app":"552177279717587730","recipient":{"id":"388613280878808645"},'
        '"event_name":"user_send_text","message":{"text":"Xin chào","msg_id":"96d3cdf3af150460909"},'
        '"timestamp":"1751100041636"}'
    ).encode()
    assert len(body) == 266
    assert (
        EventSignature(APP, OA_SECRET).of(body, "1751100041636")
        == "68d76cff6201a045a0cc354bb6265d85db14f1ed0befdafb86d415c0cdcd27eb"
    )


def test_every_code_that_is_acted_upon_is_documented() -> None:
    page = (ROOT / "docs" / "kenh.md").read_text(encoding="utf-8")
    codes = zalo_channel.REFRESH_TOKEN | zalo_channel.TRY_AGAIN | zalo_channel.NO_BUTTONS
    for code in codes | zalo_channel.TELL_OPERATOR:
        assert re.search(rf"(?<!\d){code}(?!\d)", page), code


def test_probes_are_taken_in_silence(harness: Harness) -> None:
    for body in (b"", b"{}"):
        assert harness.post(body, {}).status_code == 200
    message = {"text": "This is testing message", "msg_id": "This is message id"}
    assert post_event(harness, za.event("user_send_text", message=message)).status_code == 200
    for name in ("user_seen_message", "unfollow", "user_reacted_message", "anything_new"):
        assert post_event(harness, za.event(name)).status_code == 200
    harness.settle()
    assert harness.texts() == []


def test_an_old_signature_is_refused(harness: Harness) -> None:
    event = za.event("user_send_text", message={"text": "a", "msg_id": "1"})
    assert post_event(harness, {**event, "timestamp": "1751100041636"}).status_code == 403


def test_buttons_and_numbers_where_the_account_has_none(harness: Harness) -> None:
    harness.say("1", "chủ đề")
    buttons = harness.peer.sent[0]["message"]["attachment"]["payload"]["buttons"]
    offered = [(button["type"], button["payload"]) for button in buttons]
    assert offered == [("oa.query.show", "Ai?"), ("oa.query.show", PAYLOAD)]
    harness.peer.buttons = False
    harness.say("2", "chủ đề")
    harness.say("3", "2")
    assert "1. Ai phát động?" in harness.texts()[1]
    assert harness.texts()[2] == "Người lao động."


def test_a_token_that_is_rejected_is_replaced_once_for_all_and_kept(
    harness: Harness, tmp_path: Path
) -> None:
    harness.say("1", "Ai?")
    assert harness.peer.refreshed == 1
    harness.peer.access = "another"
    for number in range(2, 8):
        harness.post_message(str(number), "Ai?", str(number))
    harness.settle()
    assert len(harness.texts()) == 7
    assert harness.peer.refreshed == 2
    assert kept_tokens(tmp_path) == (harness.peer.access, harness.peer.refresh)
    for path in tmp_path.glob("conversations.db*"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lifetime", ["soon", None, [1], "nan", -5])
def test_a_pair_is_kept_whatever_is_said_of_its_lifetime(
    harness: Harness, tmp_path: Path, lifetime: Any
) -> None:
    """The refresh token that it was given for is spent."""
    harness.peer.lifetime = lifetime
    harness.say("1", "Ai?")
    assert len(harness.texts()) == 1
    assert kept_tokens(tmp_path) == (harness.peer.access, harness.peer.refresh)


def test_a_spent_refresh_token_is_told_to_the_operator(harness: Harness) -> None:
    harness.peer.refresh = "spent by another"
    harness.say("1", "Ai?")
    assert harness.texts() == []
    status = harness.registry.status("zalo")
    assert status.state == "failing"
    assert "cần cấp quyền lại" in status.why


@pytest.mark.parametrize(
    ("code", "answered"), [(-32, True), (-200, True), (-230, False), (-213, False), (-204, False)]
)
def test_error_codes(harness: Harness, code: int, answered: bool) -> None:
    harness.peer.codes = [code]
    harness.say("1", "Ai?")
    assert harness.texts() == ["Chủ tịch."] * answered


def test_a_human_who_writes_silences_the_bot_for_that_person(harness: Harness) -> None:
    echo = za.event("oa_send_text", message={"text": "Để tôi", "msg_id": "e1"})
    for admin in ({}, {"admin_id": "9"}):
        event = {**echo, "sender": {"id": "oa", **admin}, "recipient": {"id": "7"}}
        assert post_event(harness, event).status_code == 200
    harness.say("1", "Ai?", "7")
    harness.say("2", "Ai?", "8")
    assert len(harness.texts()) == 1
    assert harness.peer.sent[0]["recipient"] == {"user_id": "8"}


def test_followers_are_greeted_and_anonymous_people_answered(harness: Harness) -> None:
    follow = {**za.event("follow"), "follower": {"id": "7"}, "source": "oa_profile"}
    assert post_event(harness, follow).status_code == 200
    message = {"text": "Ai?", "msg_id": "1", "conversation_id": "c9"}
    anonymous = za.event("anonymous_send_text", "a5", message=message)
    assert post_event(harness, anonymous).status_code == 200
    harness.settle()
    assert "Tôi là máy." in harness.texts()
    recipients = [sent["recipient"] for sent in harness.peer.sent]
    assert {"anonymous_id": "a5", "conversation_id": "c9"} in recipients


def test_an_answer_quotes_the_question(harness: Harness) -> None:
    harness.say("1", "Ai?")
    assert harness.peer.sent[0]["message"]["quote_message_id"] == "m1"


def test_of_several_assistants_one_replaces_the_token(open_again: Callable[[], Database]) -> None:
    peer = za.Zalo()

    async def run(api: str) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            stores = [store_of(open_again(), client, api) for _ in range(3)]
            tokens = await asyncio.gather(*(store.access_token() for store in stores * 3))
            assert (set(tokens), peer.refreshed) == ({peer.access}, 1)
            # One has it replaced; the others, to whom it is rejected, get the new one.
            peer.access = "another"
            replaced = [await store.access_token(rejected=tokens[0]) for store in stores]
            assert (set(replaced), peer.refreshed) == ({peer.access}, 2)
            # The operator gives another: who begins with it frees those that were refused.
            peer.refresh = "spent by another"
            with pytest.raises(DeliveryFailed, match="cần cấp quyền lại"):
                await stores[0].access_token(rejected=peer.access)
            peer.refresh = "given anew"
            stores[1].bootstrap("given anew")
            assert await stores[0].access_token(rejected=peer.access) == peer.access

    with served(za.app_of(peer)) as api:
        asyncio.run(run(api))


def store_of(database: Database, client: httpx.AsyncClient, api: str) -> TokenStore:
    leases = SharedLeases(LeaseTable(database))
    store = TokenStore(TokenRecord(database), leases, "app", "secret", client, oauth=api)
    store.bootstrap("r0")
    return store


def test_a_token_is_begun_with_once_and_another_anew(conversations: Database) -> None:
    record = TokenRecord(conversations)
    record.begin(TokenPair("", "r0", 0.0, 0.0, origin="of r0"))
    record.save(TokenPair("a1", "r1", 9.0, 8.0, origin="of r0"))
    record.begin(TokenPair("", "r0", 0.0, 0.0, origin="of r0"))
    assert record.load() == TokenPair("a1", "r1", 9.0, 8.0, origin="of r0")
    # What a version before left does not say where it came from.
    record.save(TokenPair("a1", "r1", 9.0, 8.0))
    record.begin(TokenPair("", "r0", 0.0, 0.0, origin="of r0"))
    assert record.load() == TokenPair("a1", "r1", 9.0, 8.0, origin="of r0")
    record.begin(TokenPair("", "s0", 0.0, 0.0, origin="of s0"))
    assert record.load() == TokenPair("", "s0", 0.0, 0.0, origin="of s0")
