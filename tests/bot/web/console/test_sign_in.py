"""Signing in: by name, password and code; sessions of one's own key; tries that are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.accounts.accounts import Accounts
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from bot.web.console.parameters import TRIES_PER_NAME
from database import Database
from tests.bot.web.console.conftest import PASSWORD, code_now, csrf_of

SIGN_IN = "/quan-tri/dang-nhap"


@pytest.fixture
def database(own: Settings) -> Iterator[Database]:
    with closing(open_conversations(own)) as database:
        Accounts(database).add("lan", "Nguyễn Thị Lan", PASSWORD, [Role.EDITOR])
        yield database


@pytest.fixture
def client(app: FastAPI, database: Database) -> Iterator[TestClient]:
    with closing(TestClient(app, follow_redirects=False)) as client:
        yield client


def sign_in(client: TestClient, **fields: str) -> tuple[int, str]:
    """Return the status, and where the browser is sent."""
    data = {"ten": "lan", "mat-khau": PASSWORD, **fields}
    response = client.post(SIGN_IN, data=data)
    return response.status_code, response.headers.get("location", "")


def enrol(client: TestClient) -> str:
    """Set up the second factor; return its secret."""
    page = client.get("/quan-tri/ma-hai-lop").text
    match = re.search(r'name="khoa" value="(\w+)"', page)
    assert match
    fields = {"csrf": csrf_of(page), "khoa": match[1], "ma": code_now(match[1])}
    response = client.post("/quan-tri/ma-hai-lop", data=fields)
    assert (response.status_code, response.headers["location"]) == (303, "/quan-tri")
    return match[1]


def test_the_first_time_a_second_factor_is_set_up_before_anything_else(client: TestClient) -> None:
    assert sign_in(client) == (303, "/quan-tri/ma-hai-lop")
    before = client.cookies[COOKIE]
    assert client.get("/quan-tri").headers["location"] == f"{SIGN_IN}?den=/quan-tri"
    secret = enrol(client)
    assert client.cookies[COOKIE] != before
    assert "Nguyễn Thị Lan" in client.get("/quan-tri").text
    client.cookies.clear()
    assert sign_in(client)[0] == 403
    assert sign_in(client, ma=code_now(secret, ahead=1)) == (303, "/quan-tri")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"mat-khau": "sai"}, 403),
        ({"ten": "hoa"}, 403),
        ({"ten": ""}, 403),
        ({"ten": "x" * 200}, 400),
    ],
)
def test_a_wrong_word_is_refused_in_the_same_words(
    client: TestClient, fields: dict[str, str], status: int
) -> None:
    response = client.post(SIGN_IN, data={"ten": "lan", "mat-khau": PASSWORD, **fields})
    assert response.status_code == status
    assert COOKIE not in client.cookies
    if status == 403:
        assert "Tên, mật khẩu hoặc mã không đúng." in response.text


def test_a_session_that_was_planted_is_not_signed_in(client: TestClient) -> None:
    client.cookies.set(COOKIE, "planted", domain="testserver.local", path="/quan-tri")
    sign_in(client)
    enrol(client)
    client.cookies.clear()
    client.cookies.set(COOKIE, "planted", domain="testserver.local", path="/quan-tri")
    assert client.get("/quan-tri").status_code == 303


def test_the_cookie_is_the_browser_s_alone(client: TestClient) -> None:
    response = client.post(SIGN_IN, data={"ten": "lan", "mat-khau": PASSWORD})
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/quan-tri" in cookie


def test_another_site_s_form_is_refused(client: TestClient) -> None:
    data = {"ten": "lan", "mat-khau": PASSWORD}
    response = client.post(SIGN_IN, data=data, headers={"Origin": "https://evil.vn"})
    assert response.status_code == 403
    assert COOKIE not in client.cookies


def test_tries_are_counted_and_written_down(client: TestClient, database: Database) -> None:
    statuses = [sign_in(client, **{"mat-khau": "sai"})[0] for _ in range(TRIES_PER_NAME + 1)]
    assert statuses == [403] * TRIES_PER_NAME + [429]
    # The right password is of no use either, until the minute is over.
    refused = client.post(SIGN_IN, data={"ten": "lan", "mat-khau": PASSWORD})
    assert (refused.status_code, "đợi một phút" in refused.text) == (429, True)
    told = [(entry.who, entry.action) for entry in AuditTrail(database).entries()]
    assert told == [("lan", "sign-in refused")] * TRIES_PER_NAME


def test_what_is_typed_for_a_name_is_not_written_down(
    client: TestClient, database: Database
) -> None:
    sign_in(client, ten="mat-khau-go-nham-o")
    assert [entry.who for entry in AuditTrail(database).entries()] == ["?"]


@pytest.mark.parametrize(
    ("back", "goes_to"),
    [
        ("/quan-tri/nhat-ky", "/quan-tri/nhat-ky"),
        ("https://evil.vn", "/quan-tri"),
        ("//evil.vn", "/quan-tri"),
        ("/quan-tri//evil.vn", "/quan-tri"),
        ("/quan-tri\r\nX: y", "/quan-tri"),
        ("/api/messages", "/quan-tri"),
    ],
)
def test_one_goes_on_within_the_console(client: TestClient, back: str, goes_to: str) -> None:
    sign_in(client)
    secret = enrol(client)
    assert sign_in(client, ma=code_now(secret, ahead=1), den=back) == (303, goes_to)


def test_signing_out_ends_the_session(client: TestClient) -> None:
    sign_in(client)
    enrol(client)
    key = client.cookies[COOKIE]
    response = client.post(
        "/quan-tri/dang-xuat", data={"csrf": csrf_of(client.get("/quan-tri").text)}
    )
    assert response.headers["location"] == SIGN_IN
    client.cookies.set(COOKIE, key, domain="testserver.local", path="/quan-tri")
    assert client.get("/quan-tri").status_code == 303
