"""Whatever comes from outside is read, or refused with an error of ours; no hang."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from telegram import Bot

from bot.channels.picture_fetching import PictureFetcher
from bot.channels.telegram import TelegramChannel
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_events import EventSignature
from bot.channels.zalo_tokens import TokenRecord, TokenStore
from bot.delivery.inbound_text import clean_text, is_erasure_request, refusal_for
from bot.delivery.inbox import Inbox
from bot.delivery.message_parts import MessagePart, render_parts
from bot.delivery.personal_data import mask
from bot.dialogue.answers import plain_answer
from bot.errors import BotError
from bot.handover.queue import Queue
from bot.operations.backup import MANIFEST, restore
from bot.operations.logs import LineFormatter
from bot.settings import read_settings
from bot.storage.leases import OwnLeases
from bot.storage.opening import open_file
from bot.web.request_bodies import parse_feedback, parse_message
from indexer.document_reader import parse_document
from indexer.errors import IndexingError
from indexer.readers.extracted_text import ExtractedText
from indexer.readers.html import read_html
from indexer.readers.markdown import read_markdown
from indexer.readers.plain import read_plain
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store, prepare_copy, replace_store
from knowledge.understanding import cluster_questions
from tests.conftest import DAY, STARTER

SETTINGS = (
    "THIDUA_PORT",
    "THIDUA_KEEP_DAYS",
    "THIDUA_MOST_A_MINUTE",
    "THIDUA_PUBLIC_URL",
    "THIDUA_TELEGRAM_MODE",
    "THIDUA_ZALO_VERIFIER",
)
#: Words of the field among anything at all: texts that reach further in than noise does.
WORDS = [
    "chủ đề", "thi đua", "Điều 5", "khoản 2", "năm 2022", "Bắc Giang", "Số: 15/KH-UBND",
    "06/2022/QH15", "chỉ tiêu", "80,5%", "| a | b |", "Một là,", "1.", "a)", "ngày 30/02/2023",
    "CSTĐCS", "Nơi nhận:", "Căn cứ", "\n", "\n\n", "“", "”", "99999999999",
    "ngày 15 tháng 13 năm 0000", "0912 345 678", "điều thứ một trăm", "từ năm 2020-2019",
    "CHƯƠNG I", "PHỤ LỤC", "TM. ỦY BAN NHÂN DÂN", "\u202e", "\ud83d", "e\u0301",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(codec=None), max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=30).map("".join),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), ANY_TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(ANY_TEXT, inner, max_size=4)
    ),
    max_leaves=12,
)


#: Never used: nothing is sent here.
CLIENT = httpx.AsyncClient()


def object_of(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of the fields a reader looks for, holding anything."""
    inner = st.dictionaries(st.sampled_from(names), JSON, max_size=6)
    return st.dictionaries(st.sampled_from(names), st.one_of(JSON, inner), max_size=8)


@given(st.one_of(JSON, object_of("conversation", "text", "id", "as_of")))
def test_messages(body: Any) -> None:
    with contextlib.suppress(BotError):
        message = parse_message(body)
        refusal_for(message.text)
        is_erasure_request(message.text)


@given(st.one_of(JSON, object_of("conversation", "vote", "reason", "question", "answer", "status")))
def test_votes(body: Any) -> None:
    with contextlib.suppress(BotError):
        parse_feedback(body)


@given(ANY_TEXT)
@example("0" * 5000)
@example("a@" * 3000)
@example("số nhà " * 800)
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert mask(cleaned) == cleaned


TELEGRAM = object_of(
    "update_id",
    "message",
    "edited_message",
    "callback_query",
    "chat",
    "from",
    "text",
    "id",
    "type",
    "entities",
    "data",
    "date",
)
ZALO = object_of(
    "event_name",
    "app_id",
    "sender",
    "recipient",
    "message",
    "timestamp",
    "user_id",
    "info",
    "id",
    "text",
    "msg_id",
    "follower",
)
ZALO_BOT = object_of(
    "event_name",
    "result",
    "message",
    "chat",
    "from",
    "text",
    "message_id",
    "id",
    "is_bot",
    "chat_type",
    "date",
    "ok",
)


def read_all(channel: Any, headers: dict[str, str], body: bytes) -> None:
    with contextlib.suppress(BotError):
        for note in channel.read(httpx.Headers(headers), body):
            assert note.conversation
            assert isinstance(clean_text(note.text), str)
            json.dumps(dict(note.address))


@given(
    st.one_of(
        st.binary(max_size=300),
        st.one_of(TELEGRAM, JSON).map(lambda body: json.dumps(body).encode()),
    ),
    st.text(max_size=20),
)
def test_what_telegram_posts(body: bytes, wrong: str) -> None:
    pictures = PictureFetcher(CLIENT, "http://a")
    channel = TelegramChannel(Bot("1:a"), "s3cret", Inbox(open_file()), str, pictures)
    channel._name = "bot"
    read_all(channel, {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}, body)
    with pytest.raises(BotError):
        channel.read({"x-telegram-bot-api-secret-token": wrong}, body)


@given(st.one_of(ZALO, JSON), st.booleans(), ANY_TEXT)
def test_what_zalo_posts(body: Any, signed: bool, header: str) -> None:
    keeper = TokenStore(
        TokenRecord(open_file()), OwnLeases(), "app", "secret", CLIENT, oauth="http://a"
    )
    signature = EventSignature("app", "oa-secret", lambda: 1_700_000_000.0)
    channel = ZaloChannel(
        signature, keeper, CLIENT, Queue(open_file()), str, api="http://a", handover=60.0
    )
    if isinstance(body, dict) and signed:
        body = {**body, "app_id": "app", "timestamp": "1700000000000"}
    raw = json.dumps(body).encode()
    mac = signature.of(raw, "1700000000000") if signed else header
    with contextlib.suppress(BotError):
        channel.read({"x-zevent-signature": mac, "x-zevent-timestamp": header}, raw)


@given(st.one_of(ZALO_BOT, JSON, st.binary(max_size=200)))
def test_what_a_zalo_bot_is_posted(body: Any) -> None:
    channel = ZaloBotChannel("1:a", "s3cret", CLIENT, str, api="http://a")
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    read_all(channel, {"X-Bot-Api-Secret-Token": "s3cret"}, raw)


@given(ANY_TEXT, st.integers(20, 4096))
def test_answers_are_cut_into_parts_that_fit(text: str, longest: int) -> None:
    # Half a surrogate is no text: neither JSON from Rasa nor an Answer can hold it.
    answer = plain_answer("answered", text.encode("utf-8", "ignore").decode() or "a", DAY)
    made = render_parts([answer], longest, "https://a.vn")
    assert made
    assert all(len(part.text) <= longest for part in made)
    assert [MessagePart.from_json(part.as_json()) for part in made] == made


@given(st.dictionaries(st.sampled_from(SETTINGS), ANY_TEXT, max_size=3))
def test_settings(given_values: dict[str, str]) -> None:
    with contextlib.suppress(BotError):
        read_settings(given_values)


@given(st.one_of(st.binary(max_size=200), JSON.map(lambda found: json.dumps(found).encode())))
def test_a_copy_s_list(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("copy")
    (folder / MANIFEST).write_bytes(content)
    with contextlib.suppress(BotError):
        own = read_settings({"THIDUA_VAR": str(folder / "var")})
        restore(own, folder, prepare_copy, replace_store)
    assert not list((folder / "var").glob("*.db"))


@given(st.binary(max_size=400))
def test_kept_tokens(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("tokens")
    (folder / "zalo-tokens.json").write_bytes(content)
    record = TokenRecord(open_file(folder / "conversations.db"))
    assert TokenStore(record, OwnLeases(), "a", "b", CLIENT, oauth="http://a").summary


@given(ANY_TEXT, ANY_TEXT)
def test_a_log_line_is_one_line_of_json(text: str, secret: str) -> None:
    import logging

    record = logging.LogRecord("bot", logging.INFO, "", 1, "%s", (text,), None)
    line = LineFormatter([secret]).format(record)
    assert "\n" not in line
    assert "\r" not in line


@given(st.lists(ANY_TEXT, max_size=20))
def test_groups_hold_every_text(texts: list[str]) -> None:
    assert sum(group.count for group in cluster_questions(texts)) == len(texts)


@given(
    st.one_of(st.binary(max_size=600), ANY_TEXT.map(lambda text: text.encode("utf-8", "replace"))),
    st.sampled_from([read_plain, read_markdown, read_html]),
)
@example(b"<!---->", read_html)
@example(b"<?xml?>", read_html)
def test_readers(content: bytes, reader: Any) -> None:
    with contextlib.suppress(IndexingError):
        source = reader(content)
        assert source.text.strip()


@given(st.lists(ANY_TEXT, min_size=1, max_size=6).map("\n\n".join))
@example("1.\n\n2.\n\n3.")
def test_whatever_a_document_says_its_facts_stand_in_it(text: str) -> None:
    text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode()).strip() or "a"
    reading = parse_document(ExtractedText(text), "x", "sum")
    for fact in reading.facts:
        assert 0 <= fact.start <= fact.end <= len(text)
    for passage in reading.passages:
        assert text[passage.start : passage.end] == passage.text


@pytest.fixture(scope="module")
def held() -> Library:
    """The starter documents with the encoder that needs no model: reading is what is tried."""
    from indexer.pipeline import index_sources

    library = Library(Store(":memory:"), SeededEncoder())
    index_sources(library, [STARTER])
    return library


@given(
    ANY_TEXT,
    st.one_of(st.none(), st.just("Bắc Giang"), ANY_TEXT),
    st.one_of(st.none(), st.integers(1900, 2100)),
)
def test_any_question_gets_an_answer(
    held: Library, typed: str, place: str | None, year: int | None
) -> None:
    answer, _ = held.answer(clean_text(typed), Subject(place, year), DAY)
    assert answer.text.strip()
    assert len(answer.text) <= 2000
    for citation in answer.citations:
        if citation.quote:
            text = held.document(citation.document_id).text
            assert text[citation.start : citation.end] == citation.quote
