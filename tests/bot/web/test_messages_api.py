"""Messages and votes over HTTP: answered once, refused in a sentence, erased on demand."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import ScriptedDialogue, UserMessage
from bot.operations.feedback import FeedbackLog
from bot.settings import Settings
from bot.storage.opening import open_conversations
from tests.bot.web.conftest import ANSWER, AwayDialogue, MakeClient

VOTE = {
    "conversation": "c",
    "vote": "down",
    "reason": "thiếu",
    "question": "chủ đề",
    "answer": "A",
    "status": "answered",
}


def test_a_message_is_answered(client: TestClient) -> None:
    response = client.post("/api/messages", json={"conversation": "c", "text": "chủ đề"})
    assert response.json() == {"conversation": "c", "answers": [ANSWER.as_json()]}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"conversation": "a"}', b"[" * 100_000, b"x" * 300_000],
)
def test_a_malformed_request_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/api/messages", content=body)
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize("text", ["", "   ", "🙂", "\x00", "x" * 10_000])
def test_what_is_no_question_gets_a_sentence(client: TestClient, text: str) -> None:
    response = client.post("/api/messages", json={"conversation": "c", "text": text})
    assert response.status_code == 200
    (answer,) = response.json()["answers"]
    assert answer["status"] == "chat"
    assert "Anh/chị" in answer["text"]


def test_a_dialogue_that_is_away_is_never_told_as_not_found(make_client: MakeClient) -> None:
    with make_client(AwayDialogue()) as client:
        response = client.post("/api/messages", json={"conversation": "c", "text": "chủ đề"})
        (answer,) = response.json()["answers"]
        assert answer["status"] == "unavailable"


def test_a_question_sent_again_under_its_id_is_answered_once(make_client: MakeClient) -> None:
    class CountingDialogue(ScriptedDialogue):
        asked = 0

        async def ask(self, message: UserMessage) -> list[Answer]:
            self.asked += 1
            return await super().ask(message)

    dialogue = CountingDialogue({"chủ đề": ANSWER})
    with make_client(dialogue) as client:
        body = {"conversation": "c", "text": "chủ đề", "id": "q1"}
        first, second = (client.post("/api/messages", json=body).json() for _ in range(2))
        assert first == second
        client.post("/api/messages", json={**body, "id": "q2"})
        assert dialogue.asked == 2
        assert client.post("/api/messages", json={**body, "id": "a b"}).status_code == 400


def test_feedback_is_kept_until_its_writer_wants_it_gone(
    own: Settings, make_client: MakeClient
) -> None:
    with make_client(ScriptedDialogue({})) as client:
        for vote in ("up", "down"):
            assert client.post("/api/feedback", json={**VOTE, "vote": vote}).status_code == 200
        with closing(open_conversations(own)) as database:
            log = FeedbackLog(database)
            assert [(vote.vote, vote.reason) for vote in log.all()] == [("down", "thiếu")]
            client.post("/api/messages", json={"conversation": "c", "text": "xóa dữ liệu của tôi"})
            assert log.all() == []


@pytest.mark.parametrize(
    "wrong", [{"vote": "maybe"}, {"conversation": ""}, {"reason": 5}, {"question": ["a"]}]
)
def test_feedback_that_is_malformed_is_refused(client: TestClient, wrong: dict[str, Any]) -> None:
    assert client.post("/api/feedback", json={**VOTE, **wrong}).status_code == 400
