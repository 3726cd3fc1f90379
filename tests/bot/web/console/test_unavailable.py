"""A database that cannot be used: the console says so as a page, or as a part where htmx asked."""

from __future__ import annotations

from contextlib import closing

import pytest
from fastapi import FastAPI
from lxml import html
from playwright.sync_api import expect
from sqlalchemy import text
from starlette.testclient import TestClient

from bot.accounts.model import Role
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from tests.bot.web.console.conftest import Console
from tests.browser import launched, needs_chromium
from tests.peers.serving import served

HOME = "/quan-tri"


def lose_sessions(settings: Settings) -> None:
    """Take a table away, without which nobody is known to be signed in."""
    with closing(open_conversations(settings)) as database, database.writing() as connection:
        connection.execute(text("ALTER TABLE sessions RENAME TO lost"))


@pytest.fixture
def client(console: Console, own: Settings) -> TestClient:
    """Somebody signed in, whose session the database has lost."""
    client = console(Role.ATTENDANT, Role.EDITOR)
    lose_sessions(own)
    return client


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_a_page_says_that_it_cannot_be_had_just_now_with_a_link_to_try_again(
    client: TestClient, accept: str
) -> None:
    response = client.get(f"{HOME}/van-ban?q=kế+hoạch", headers={"Accept": accept})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["content-type"].startswith("text/html")
    tree = html.fromstring(response.text)
    assert "tạm thời chưa đọc, ghi được dữ liệu" in tree.xpath("string(//*[@role='alert'])")
    (again,) = tree.xpath("//a[text()='Thử lại']/@href")
    assert client.get(again).request.url == response.request.url


def test_what_was_sent_may_not_be_kept(client: TestClient) -> None:
    response = client.post(f"{HOME}/cau-hoi/tra-loi", data={"tra-loi": "x"})
    assert response.status_code == 503
    assert "có thể chưa được lưu" in response.text
    assert f'href="{HOME}"' in response.text


def test_htmx_gets_a_part_for_the_frame_of_the_page(client: TestClient) -> None:
    response = client.get(f"{HOME}/truc/chuong", headers={"HX-Request": "true"})
    assert response.status_code == 503
    assert "<html" not in response.text
    assert 'href="">Thử lại' in response.text


def test_of_what_a_page_sends_by_itself_nothing_is_lost(client: TestClient) -> None:
    """While staff type the page tells so: they have sent nothing, and are not to leave what they typed."""
    response = client.post(f"{HOME}/truc/1/dang-go", headers={"HX-Request": "true"})
    assert response.status_code == 503
    assert "có thể chưa được lưu" not in response.text
    assert 'href="">Thử lại' in response.text


@needs_chromium
def test_a_page_that_asks_by_itself_says_so_and_keeps_what_it_shows(
    app: FastAPI, console: Console, own: Settings
) -> None:
    client = console(Role.ATTENDANT)
    with served(app) as address, launched() as browser:
        context = browser.new_context()
        cookie = {"name": COOKIE, "value": client.cookies[COOKIE], "url": f"{address}{HOME}"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{address}{HOME}/truc")
        lose_sessions(own)
        expect(page.locator("#su-co")).to_contain_text("tạm thời chưa đọc", timeout=20_000)
        expect(page.get_by_text("Không có ai chờ.")).to_be_visible()
        expect(page.get_by_role("link", name="Thử lại")).to_be_visible()


def test_an_address_that_the_console_does_not_have_is_told_as_a_page(console: Console) -> None:
    response = console().get(f"{HOME}/khong-co")
    assert (response.status_code, "Không có trang này." in response.text) == (404, True)


def test_the_rest_of_the_assistant_answers_its_callers_in_json(client: TestClient) -> None:
    assert client.get("/health").status_code == 200
    response = client.get("/api/documents/khong-co")
    assert response.json().keys() == {"error"}
    assert client.get("/api/khong-co").json() == {"detail": "Not Found"}
