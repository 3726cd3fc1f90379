"""The assistant's HTTP face, over a scripted dialogue and a real library; what comes from outside is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.app import create_app
from bot.dialogue.answers import Answer, plain_answer
from bot.dialogue.dialogue import ScriptedDialogue
from bot.dialogue.training import action_token
from bot.dialogue.user_message import UserMessage
from bot.errors import DialogueUnavailable, InvalidSetting
from bot.operations.feedback import FeedbackLog
from bot.settings import read_settings
from bot.web.actions_api import TOKEN_HEADER
from indexer.pipeline import add
from knowledge.library import Library
from knowledge.model import Document

ANSWER = plain_answer("answered", "Chủ đề là “Đổi mới”.", None)


ADMIN = "operator-s-token"
OFF = {"telegram": "off", "zalo": "off", "zalo-bot": "off"}


def states(told: dict[str, Any]) -> dict[str, str]:
    """Give the state of each part that /ready tells of."""
    assert all(part["seconds"] >= 0 for part in told["parts"].values())
    return {name: part["state"] for name, part in told["parts"].items()}


class AwayDialogue:
    """A dialogue whose process does not answer."""

    async def ask(self, message: UserMessage) -> list[Answer]:
        raise DialogueUnavailable("gone")

    async def ready(self) -> bool:
        return False

    async def forget(self, conversation: str) -> None:
        raise AssertionError("nothing was asked to be forgotten")


def client_of(library: Library, dialogue: Any) -> TestClient:
    return TestClient(create_app(read_settings({"THIDUA_ADMIN_TOKEN": ADMIN}), library, dialogue))


@pytest.fixture
def client(library: Library, tmp_path: Path) -> Iterator[TestClient]:
    path = tmp_path / "luc-nam.txt"
    path.write_text(
        "Kế hoạch thi đua <b>Lục Nam</b> năm 2024\n\n- Trồng rừng <script>alert(1)</script>\n",
        encoding="utf-8",
    )
    assert add(library, path).state == "indexed"
    with client_of(library, ScriptedDialogue({"chủ đề": ANSWER})) as client:
        yield client


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


def test_a_dialogue_that_is_away_is_never_told_as_not_found(library: Library) -> None:
    with client_of(library, AwayDialogue()) as client:
        (answer,) = client.post(
            "/api/messages", json={"conversation": "c", "text": "chủ đề"}
        ).json()["answers"]
        assert answer["status"] == "unavailable"
        assert client.get("/health").status_code == 200
        ready = client.get("/ready")
        assert ready.status_code == 503
        assert states(ready.json()) == {
            "dialogue": "failing",
            "knowledge": "failing",
            "disk": "ok",
            "messages": "ok",
            **OFF,
        }


def test_a_legal_text_tells_its_days(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "nd-1.md"
    articles = "\n\n".join(f"Điều {number}. Tên\n\nNội dung." for number in range(1, 4))
    ends = "Nghị định này có hiệu lực thi hành từ ngày 15 tháng 7 năm 2031."
    path.write_text(f"Chính phủ\n\nSố: 77/2031/NĐ-CP\n\n{articles}\n\n{ends}\n", encoding="utf-8")
    assert add(library, path).state == "indexed"
    with client_of(library, ScriptedDialogue({})) as client:
        (document,) = client.get("/api/documents").json()["documents"]
        assert (document["number"], document["effective_from"]) == ("77/2031/NĐ-CP", "2031-07-15")
        assert client.get("/api/documents/nd-1").json()["effective_to"] is None
        assert client.get("/documents/nd-1").status_code == 200


def test_ready_and_documents(client: TestClient) -> None:
    ready = client.get("/ready")
    assert ready.status_code == 200
    assert states(ready.json()) == {
        "dialogue": "ok",
        "knowledge": "ok",
        "disk": "ok",
        "messages": "ok",
        **OFF,
    }
    (document,) = client.get("/api/documents").json()["documents"]
    assert document["id"] == "luc-nam"
    held = client.get("/api/documents/luc-nam").json()
    assert "Trồng rừng" in held["text"]
    assert client.get("/api/documents/no").status_code == 404
    assert "/api/messages" in client.get("/api/openapi.json").json()["paths"]


def test_search_gives_places_to_open(client: TestClient) -> None:
    (hit, *_) = client.get("/api/search", params={"q": "trong rung", "limit": 5}).json()["hits"]
    assert hit["url"].startswith("/documents/luc-nam#p")
    assert client.get("/api/search", params={"q": "x" * 501}).status_code == 400
    assert client.get("/api/search").status_code == 422


def test_a_document_s_own_markup_is_shown_not_run(client: TestClient) -> None:
    page = client.get("/documents/luc-nam")
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert 'id="p1"' in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert client.get("/documents/%3Cscript%3E").status_code == 404


@pytest.mark.parametrize("path", ["/", "/widget.js", "/page.css"])
def test_the_page_and_its_parts_are_served(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "http://" not in response.text
    assert "https://" not in response.text


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 200),
        (b'{"next_action": "no_such"}', 404),
        (b'{"next_action": "action_answer"}', 400),
    ],
)
def test_a_wrong_action_call_is_refused(client: TestClient, call: bytes, status: int) -> None:
    headers = {TOKEN_HEADER: action_token(read_settings({}))}
    assert client.post("/actions", content=call, headers=headers).status_code == status
    for wrong in ("", "0" * 32, "é"):
        assert (
            client.post(
                "/actions", content=call, headers={TOKEN_HEADER: wrong.encode()}
            ).status_code
            == 403
        )


def test_a_question_sent_again_under_its_id_is_answered_once(
    library: Library, tmp_path: Path
) -> None:
    class Counting(ScriptedDialogue):
        asked = 0

        async def ask(self, message: UserMessage) -> list[Answer]:
            Counting.asked += 1
            return await super().ask(message)

    settings = read_settings({"THIDUA_VAR": str(tmp_path)})
    with TestClient(create_app(settings, library, Counting({"chủ đề": ANSWER}))) as client:
        body = {"conversation": "c", "text": "chủ đề", "id": "q1"}
        first, second = (client.post("/api/messages", json=body).json() for _ in range(2))
        assert first == second
        client.post("/api/messages", json={**body, "id": "q2"})
        assert Counting.asked == 2
        assert client.post("/api/messages", json={**body, "id": "a b"}).status_code == 400


VOTE = {
    "conversation": "c",
    "vote": "down",
    "reason": "thiếu",
    "question": "chủ đề",
    "answer": "A",
    "status": "answered",
}


def test_feedback_is_kept_until_its_writer_wants_it_gone(library: Library, tmp_path: Path) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path)})
    with TestClient(create_app(settings, library, ScriptedDialogue({}))) as client:
        for vote in ("up", "down"):
            assert client.post("/api/feedback", json={**VOTE, "vote": vote}).status_code == 200
        book = FeedbackLog(tmp_path / "feedback.db")
        assert [(one.vote, one.reason) for one in book.all()] == [("down", "thiếu")]
        client.post("/api/messages", json={"conversation": "c", "text": "xóa dữ liệu của tôi"})
        assert book.all() == []
        book.close()


@pytest.mark.parametrize(
    "wrong", [{"vote": "maybe"}, {"conversation": ""}, {"reason": 5}, {"question": ["a"]}]
)
def test_feedback_that_is_malformed_is_refused(client: TestClient, wrong: dict[str, Any]) -> None:
    assert client.post("/api/feedback", json={**VOTE, **wrong}).status_code == 400


def test_only_named_sites_may_ask_from_a_browser(library: Library, tmp_path: Path) -> None:
    settings = read_settings(
        {"THIDUA_VAR": str(tmp_path), "THIDUA_ORIGINS": "https://so.gov.vn/, https://b.vn"}
    )
    with TestClient(create_app(settings, library, ScriptedDialogue({}))) as client:
        for origin, allowed in (
            ("https://so.gov.vn", "https://so.gov.vn"),
            ("https://evil.vn", None),
        ):
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            assert (
                client.options("/api/messages", headers=headers).headers.get(
                    "access-control-allow-origin"
                )
                == allowed
            )


def test_zalo_s_page_of_proof_is_served(library: Library, tmp_path: Path) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path), "THIDUA_ZALO_VERIFIER": "Ab-12_c"})
    with TestClient(create_app(settings, library, ScriptedDialogue({}))) as client:
        assert 'content="Ab-12_c"' in client.get("/zalo_verifierAb-12_c.html").text
    with pytest.raises(InvalidSetting):
        read_settings({"THIDUA_ZALO_VERIFIER": '"><script>'})


def test_the_page_of_a_document_tells_what_of_it_is_doubtful(
    library: Library, tmp_path: Path
) -> None:
    library.add(
        Document(
            "a",
            "Chỉ thị",
            "Nội dung.",
            number="1/CT-UBND",
            doubts=("trang 2: nhận dạng chữ chỉ chắc 61 %",),
        ),
        [],
        [],
    )
    with client_of(library, ScriptedDialogue({})) as client:
        assert (
            "Cần đối chiếu với bản gốc: trang 2: nhận dạng chữ chỉ chắc 61 %."
            in client.get("/documents/a").text
        )
        assert "file" not in client.get("/api/documents/a").json()


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    """Read /metrics with Prometheus' own reader: name and labels → value."""
    response = client.get("/metrics", headers={"Authorization": f"Bearer {ADMIN}"})
    assert response.headers["content-type"].startswith("text/plain")
    assert "riêng tư" not in response.text
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_turns_are_counted_by_channel_and_status_and_nothing_typed_is_told(
    client: TestClient, library: Library
) -> None:
    for text in ("chủ đề", "riêng tư", "riêng tư"):
        client.post("/api/messages", json={"conversation": "riêng-tư", "text": text})
    told = figures(client)
    assert told["thidua_turns_total", "web", "answered"] == 1
    assert told["thidua_turns_total", "web", "not_found"] == 2
    assert told["thidua_turn_seconds_count", "web"] == 3
    assert told["thidua_messages_waiting",] == 0
    with client_of(library, AwayDialogue()) as away:
        away.post("/api/messages", json={"conversation": "c", "text": "chủ đề"})
        assert figures(away)["thidua_turns_total", "web", "unavailable"] == 1


def test_no_route_changes_what_is_held_and_every_other_one_is_known(client: TestClient) -> None:
    """Documents come and go by the command line only; a route that changes something must be looked at before it is named here."""
    given = client.app.routes  # type: ignore[attr-defined]
    # Routes of a router that was put in stand behind it.
    routes = [
        one
        for route in given
        for one in getattr(getattr(route, "original_router", None), "routes", [route])
    ]
    changing = {
        (method, route.path)
        for route in routes
        for method in route.methods or ()
        if method not in ("GET", "HEAD", "OPTIONS")
    }
    assert changing == {
        ("POST", "/api/messages"),
        ("POST", "/api/feedback"),
        ("POST", "/actions"),
        ("POST", "/actions/webhook"),
    }


@pytest.mark.parametrize(("token", "given", "status"), [
    ("", "", 403), ("", "Bearer x", 403), ("operator", "", 403), ("operator", "Bearer wrong", 403), ("operator", "Bearer operator", 200),
])  # fmt: skip
def test_figures_are_for_the_operator(
    library: Library, tmp_path: Path, token: str, given: str, status: int
) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path), "THIDUA_ADMIN_TOKEN": token})
    with TestClient(
        create_app(settings, library, ScriptedDialogue({})), client=("203.0.113.9", 1)
    ) as client:
        assert client.get("/metrics", headers={"Authorization": given}).status_code == status
