"""Search and documents over HTTP: places to open, days, nothing there changes what is held (the console does)."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from bot.dialogue.dialogue import ScriptedDialogue
from indexer.pipeline import index_source
from knowledge.library import Library
from knowledge.storage import Change
from tests.bot.web.conftest import MakeClient


def test_a_document_is_given_with_its_text(client: TestClient) -> None:
    (document,) = client.get("/api/documents").json()["documents"]
    assert document["id"] == "luc-nam"
    detail = client.get("/api/documents/luc-nam").json()
    assert "Trồng rừng" in detail["text"]
    assert detail == {**document, "text": detail["text"], "facts": detail["facts"]}
    missing = client.get("/api/documents/no")
    assert missing.status_code == 404
    assert missing.json() == {"error": "Không có văn bản nào mang mã 'no'."}


def test_of_a_withdrawn_document_it_is_said_that_it_was_and_nothing_of_it(
    library: Library, client: TestClient
) -> None:
    assert "Trồng rừng" in client.get("/documents/luc-nam").text
    library.versions.withdraw("luc-nam", Change(1.0, "Nam", note="sai số liệu"))
    for path in ("/documents/luc-nam", "/api/documents/luc-nam"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "đã được thu hồi" in answer.text
        for word in ("Trồng rừng", "sai số liệu", "Nam,"):
            assert word not in answer.text
    assert "Không có văn bản nào mang mã" in client.get("/documents/no").text


def test_a_legal_text_tells_its_days(
    library: Library, make_client: MakeClient, tmp_path: Path
) -> None:
    path = tmp_path / "nd-1.md"
    articles = "\n\n".join(f"Điều {number}. Tên\n\nNội dung." for number in range(1, 4))
    ends = "Nghị định này có hiệu lực thi hành từ ngày 15 tháng 7 năm 2031."
    path.write_text(f"Chính phủ\n\nSố: 77/2031/NĐ-CP\n\n{articles}\n\n{ends}\n", encoding="utf-8")
    assert index_source(library, path).state == "indexed"
    with make_client(ScriptedDialogue({})) as client:
        (document,) = client.get("/api/documents").json()["documents"]
        assert (document["number"], document["effective_from"]) == ("77/2031/NĐ-CP", "2031-07-15")
        assert client.get("/api/documents/nd-1").json()["effective_to"] is None
        assert client.get("/documents/nd-1").status_code == 200


def test_search_gives_places_to_open(client: TestClient) -> None:
    (hit, *_) = client.get("/api/search", params={"q": "trong rung", "limit": 5}).json()["hits"]
    assert hit["url"].startswith("/documents/luc-nam#p")
    assert client.get("/api/search", params={"q": "x" * 501}).status_code == 400
    assert client.get("/api/search").status_code == 422


def test_the_routes_are_in_the_openapi_document(client: TestClient) -> None:
    assert "/api/messages" in client.get("/api/openapi.json").json()["paths"]


def test_no_route_changes_what_is_held_and_every_other_one_is_known(client: TestClient) -> None:
    """Documents come and go by the command line only.

    A route that changes something must be looked at before it is named here.
    """
    given = client.app.routes  # type: ignore[attr-defined]
    # Routes of a router that was put in stand behind it.
    routers = [getattr(route, "original_router", None) or route for route in given]
    routes = [route for router in routers for route in getattr(router, "routes", [router])]
    changing = {
        (method, route.path)
        for route in routes
        for method in route.methods or ()
        if method not in ("GET", "HEAD", "OPTIONS")
    }
    # What staff change asks for a permission: tests/bot/web/console/test_permissions.py.
    assert {route for route in changing if not route[1].startswith("/quan-tri")} == {
        ("POST", "/api/messages"),
        # Read, answered and gone: nothing of it is held.
        ("POST", "/api/pictures"),
        ("POST", "/api/feedback"),
        ("POST", "/actions"),
        ("POST", "/actions/webhook"),
    }
