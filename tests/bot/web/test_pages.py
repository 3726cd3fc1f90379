"""The pages: what comes from a document is text, whatever it holds."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import Settings
from knowledge.library import Library
from knowledge.model import Document
from tests.bot.web.conftest import MakeClient


def test_a_document_s_own_markup_is_shown_not_run(client: TestClient) -> None:
    page = client.get("/documents/luc-nam")
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert 'id="p1"' in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_document_that_does_not_exist_is_a_page_too(client: TestClient) -> None:
    page = client.get("/documents/%3Cscript%3E")
    assert page.status_code == 404
    assert "Không tìm thấy" in page.text
    assert "<script" not in page.text


def test_the_page_of_a_document_tells_what_of_it_is_doubtful(
    library: Library, make_client: MakeClient
) -> None:
    doubts = ("trang 2: nhận dạng chữ chỉ chắc 61 %",)
    document = Document("a", "Chỉ thị", text="Nội dung.", number="1/CT-UBND", doubts=doubts)
    library.add(document, [], [])
    with make_client(ScriptedDialogue({})) as client:
        sentence = "Cần đối chiếu với bản gốc: trang 2: nhận dạng chữ chỉ chắc 61 %."
        assert sentence in client.get("/documents/a").text
        assert "file" not in client.get("/api/documents/a").json()


@pytest.mark.parametrize("path", ["/", "/widget.js", "/page.css"])
def test_the_page_and_its_parts_are_served(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "http://" not in response.text
    assert "https://" not in response.text


def test_zalo_s_page_of_proof_is_served(own: Settings, library: Library) -> None:
    settings = own.replace(zalo_verifier="Ab-12_c")
    with TestClient(create_app(settings, library, ScriptedDialogue({}))) as client:
        assert 'content="Ab-12_c"' in client.get("/zalo_verifierAb-12_c.html").text
