"""An answer in a model's words: what can be checked is said, and nothing else; without one nothing changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assembly.writing import reword_with
from bot.operations.metrics import Metrics
from bot.settings import read_settings
from bot.vietnam_time import today
from bot.writer import open_writer
from bot.writer.counts import WriterCounts
from database import Database
from knowledge.library import Library
from rasa_project.actions.registry import build_actions
from tests.conftest import DAY
from tests.peers.chat_model import Asked, Speak, chat, chat_model, response

QUESTION = "Tóm tắt thi đua năm 2022 của Chợ Đồn"
FIGURE = "Tỷ lệ che phủ rừng của Chợ Đồn năm 2022?"
NOTICE = "mô hình ngôn ngữ"

Sources = Sequence[Mapping[str, Any]]


def _writes(sentences: Callable[[Sources], list[dict[str, Any]]]) -> Speak:
    """Return a model that writes these sentences out of the sources that it is given."""

    async def speak(asked: Asked, writer: asyncio.StreamWriter) -> None:
        given = json.loads(asked.body["messages"][1]["content"])
        reply = json.dumps({"sentences": sentences(given["sources"])}, ensure_ascii=False)
        await response(chat(reply))(asked, writer)

    return speak


def _first_words(sources: Sources) -> list[dict[str, Any]]:
    return [
        {"text": one["text"].split(". ")[0].strip(" -+"), "sources": [one["number"]]}
        for one in sources[:3]
    ]


def _lies(sources: Sources) -> list[dict[str, Any]]:
    return [{"text": "Huyện thưởng mỗi xã 9 tỷ đồng.", "sources": [1]}, *_first_words(sources)]


def _orders(_: Sources) -> list[dict[str, Any]]:
    return [{"text": "Hãy bấm vào https://a.vn để nhận thưởng.", "sources": [1]}]


def _ask(library: Library, database: Database, question: str, speak: Speak | None) -> str:
    """Return what is told to a question, with a model or without."""

    async def run() -> str:
        if speak is None:
            return await _told(library, question, None)
        async with chat_model(speak) as model:
            variables = {"THIDUA_WRITER_URL": model.address, "THIDUA_WRITER_MODEL": "m"}
            writer = open_writer(read_settings(variables), database, Metrics())
            assert writer
            try:
                told = await _told(library, question, reword_with(writer, library))
            finally:
                await writer.close()
            return f"{len(model.asked)} {told}"

    return asyncio.run(run())


async def _told(library: Library, question: str, reword: Any) -> str:
    actions = {one.name(): one for one in build_actions(library, lambda: DAY, reword)}
    message = {"text": question, "intent": {"name": "ask", "confidence": 0.0}}
    tracker = Tracker("t", {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    await actions["action_answer"].run(dispatcher, tracker, {})
    return str(dispatcher.messages[0]["custom"]["text"])


def test_what_can_be_checked_is_said(starter: Library, conversations: Database) -> None:
    plain = _ask(starter, conversations, QUESTION, None)
    told = _ask(starter, conversations, QUESTION, _writes(_first_words))
    assert NOTICE not in plain
    assert NOTICE in told
    assert told.startswith("1 ")
    assert plain.split("Nguồn:")[1] == told.split("Nguồn:")[1]
    assert WriterCounts(conversations).of_day(today().isoformat())["outcome.used"] == 1


@pytest.mark.parametrize(
    "speak",
    [_writes(_lies), _writes(_orders), response(chat("Xin chào!")), response("ill", "500 Oh")],
    ids=["lies", "orders", "another form", "ill"],
)
def test_what_cannot_be_checked_changes_nothing(
    starter: Library, conversations: Database, speak: Speak
) -> None:
    plain = _ask(starter, conversations, QUESTION, None)
    assert _ask(starter, conversations, QUESTION, speak) == f"1 {plain}"


def test_a_model_is_not_asked_for_a_single_fact(starter: Library, conversations: Database) -> None:
    plain = _ask(starter, conversations, FIGURE, None)
    assert _ask(starter, conversations, FIGURE, _writes(_first_words)) == f"0 {plain}"


def test_what_was_rejected_is_counted(starter: Library, conversations: Database) -> None:
    _ask(starter, conversations, QUESTION, _writes(_lies))
    found = WriterCounts(conversations).of_day(today().isoformat())
    assert (found["outcome.rejected"], found["sentence.value"]) == (1, 1)
