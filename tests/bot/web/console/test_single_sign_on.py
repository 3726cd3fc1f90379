"""Signing in by the office's own provider: a real one, and one that says what none should."""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from bot.accounts.accounts import Accounts
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.accounts.parameters import SIGN_ON_SECONDS
from bot.accounts.sign_ons import SignOns, new_sign_on
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.ports import free_port
from bot.settings import Settings, read_settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from bot.web.console.single_sign_on import RETURN, START
from database import Database
from knowledge.library import Library
from tests.bot.web.console.conftest import PASSWORD
from tests.peers.openid import CLIENT, SECRET, OpenId, app_of
from tests.peers.serving import served
from tests.peers.test_peers import CLIENTS, NODE, needs, running

#: Where npm put the provider; NODE_MODULES names another folder than set-up's.
PROVIDER = Path(os.environ.get("NODE_MODULES") or NODE) / "oidc-provider" / "lib" / "index.js"
REFUSED, AWAY = "Không xác nhận được lượt đăng nhập", "chưa trả lời"
NOT_ADDED, OLD = "chưa được cấp quyền", "đã dùng hoặc đã quá hạn"
Connect = Callable[..., TestClient]


@pytest.fixture
def peer() -> Iterator[OpenId]:
    peer = OpenId()
    with served(app_of(peer)) as peer.address:
        yield peer


@pytest.fixture
def database(own: Settings) -> Iterator[Database]:
    with closing(open_conversations(own)) as database:
        accounts = Accounts(database)
        accounts.add("lan", "Nguyễn Thị Lan", "", [Role.EDITOR])
        accounts.add("hoa", "Trần Thị Hoa", PASSWORD, [Role.ADMINISTRATOR])
        yield database


@pytest.fixture
def connect(own: Settings, library: Library, peer: OpenId, database: Database) -> Iterator[Connect]:
    """Makes a browser of an office with the stand-in for its provider."""
    opened: list[TestClient] = []

    def open_client(**given: str) -> TestClient:
        variables = {"ISSUER": peer.address, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, **given}
        settings = read_settings(
            {f"THIDUA_SIGN_ON_{name}": value for name, value in variables.items()}
            | {"THIDUA_VAR": str(own.var), "THIDUA_PUBLIC_URL": "https://tro-ly.example.gov.vn"}
        )
        app = create_app(settings, library, ScriptedDialogue({}))
        client = TestClient(app, base_url="https://tro-ly.example.gov.vn", follow_redirects=False)
        opened.append(client)
        return client

    yield open_client
    for client in opened:
        client.close()


def go_out(client: TestClient, back: str = "") -> str:
    """Go to the provider and come back to the door; return with what."""
    sent = client.get(START, params={"den": back})
    assert sent.status_code == 303, sent.text
    returned = httpx.get(sent.headers["location"], trust_env=False)
    address = returned.headers["location"]
    assert address.startswith(f"https://tro-ly.example.gov.vn{RETURN}?")
    return urlsplit(address).query


def sign_in(client: TestClient, back: str = "") -> tuple[int, str]:
    """Return the status, and where the browser is sent or what the page says."""
    response = client.get(f"{RETURN}?{go_out(client, back)}")
    return response.status_code, response.headers.get("location", response.text)


def test_who_the_provider_names_is_let_in_and_the_account_is_theirs(
    connect: Connect, peer: OpenId, database: Database
) -> None:
    client = connect()
    assert f"{START}?den=" in client.get("/quan-tri/dang-nhap").text
    assert sign_in(client, "/quan-tri/toi") == (303, "/quan-tri/toi")
    assert "Nguyễn Thị Lan" in client.get("/quan-tri").text
    assert "mật khẩu và mã hai lớp đổi ở đó" in client.get("/quan-tri/toi").text
    # The provider gives the name to another person: not to their account.
    peer.claims = {**peer.claims, "sub": "person-2"}
    status, page = sign_in(connect())
    assert (status, NOT_ADDED in page) == (403, True)
    # The person keeps their account under a new name.
    peer.claims = {"sub": "person-1", "preferred_username": "lan.moi"}
    assert sign_in(connect()) == (303, "/quan-tri")
    told = [(entry.who, entry.action) for entry in AuditTrail(database).entries()]
    assert told == [
        ("lan", "sign-in by provider"),
        ("lan", "sign-in by provider refused"),
        ("lan", "sign-in by provider"),
    ]


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "nobody"},
        {"preferred_username": "hoa"},
        {"preferred_username": "lan\x00"},
        {"preferred_username": "../lan"},
    ],
)
def test_who_the_office_has_not_added_is_not_let_in(
    connect: Connect, peer: OpenId, claims: dict[str, str]
) -> None:
    peer.claims = {"sub": "person-1", **claims}
    client = connect()
    status, page = sign_in(client)
    assert (status, NOT_ADDED in page, COOKIE in client.cookies) == (403, True, False)


def test_an_account_that_is_shut_stays_shut(connect: Connect, database: Database) -> None:
    client = connect()
    assert sign_in(client)[0] == 303
    Accounts(database).set_active("lan", False)
    assert client.get("/quan-tri").status_code == 303
    assert sign_in(client)[0] == 403


def test_an_account_given_a_password_leaves_the_provider_and_may_come_back(
    connect: Connect, peer: OpenId, database: Database
) -> None:
    accounts = Accounts(database)
    assert sign_in(connect())[0] == 303
    accounts.set_password("lan", PASSWORD)
    assert sign_in(connect())[0] == 403
    accounts.use_provider("lan")
    peer.claims = {"sub": "person-2", "preferred_username": "lan"}
    assert sign_in(connect())[0] == 303


@pytest.mark.parametrize(
    ("wrong", "signing"),
    [
        ({"aud": "another-client"}, "RS256"),
        ({"aud": [CLIENT, "another-client"], "azp": "another-client"}, "RS256"),
        ({"iss": "https://evil.vn"}, "RS256"),
        ({"exp": 1_000_000_000, "iat": 999_999_000}, "RS256"),
        ({"nonce": "another"}, "RS256"),
        ({"nonce": None}, "RS256"),
        ({"sub": None}, "RS256"),
        ({"sub": ""}, "RS256"),
        ({"sub": "x" * 300}, "RS256"),
        ({"preferred_username": ["lan"]}, "RS256"),
        ({"preferred_username": None}, "RS256"),
        ({}, "none"),
        ({}, "HS256"),
        ({}, "other"),
    ],
)
def test_a_token_that_does_not_say_so_to_us_now_lets_nobody_in(
    connect: Connect,
    peer: OpenId,
    caplog: pytest.LogCaptureFixture,
    wrong: dict[str, Any],
    signing: str,
) -> None:
    peer.claims, peer.signing = {**peer.claims, **wrong}, signing
    client = connect()
    with caplog.at_level(logging.INFO, "bot"):
        status, page = sign_in(client)
    assert (status, REFUSED in page, COOKIE in client.cookies) == (403, True, False)
    assert "sign-on refused" in caplog.text
    for secret in (*peer.issued, SECRET, "person-1", "lan"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("path", "said", "status", "sentence"),
    [
        ("/.well-known/openid-configuration", (500, ""), 503, AWAY),
        ("/.well-known/openid-configuration", (200, "<html>"), 503, AWAY),
        ("/.well-known/openid-configuration", (200, "[]"), 503, AWAY),
        ("/.well-known/openid-configuration", (200, '{"issuer": "https://evil.vn"}'), 503, AWAY),
        ("/.well-known/openid-configuration", (302, ""), 503, AWAY),
    ],
)
def test_a_provider_that_is_ill_is_said_to_be(
    connect: Connect, peer: OpenId, path: str, said: tuple[int, str], status: int, sentence: str
) -> None:
    peer.instead[path] = said
    response = connect().get(START)
    assert (response.status_code, sentence in response.text) == (status, True)


@pytest.mark.parametrize(
    ("path", "said", "status", "sentence"),
    [
        ("/token", (500, "hush"), 503, AWAY),
        ("/token", (200, "<html>"), 503, AWAY),
        ("/token", (400, '{"error": "invalid_client"}'), 403, REFUSED),
        ("/token", (200, '{"access_token": "x", "token_type": "Bearer"}'), 403, REFUSED),
        ("/token", (200, "[]"), 503, AWAY),
        ("/keys", (500, ""), 503, AWAY),
        ("/keys", (200, '{"keys": []}'), 403, REFUSED),
        ("/keys", (200, '{"keys": [1]}'), 403, REFUSED),
        ("/keys", (200, "{}"), 403, REFUSED),
    ],
)
def test_a_provider_that_falls_ill_on_the_way_lets_nobody_in(
    connect: Connect, peer: OpenId, path: str, said: tuple[int, str], status: int, sentence: str
) -> None:
    client = connect()
    query = go_out(client)
    peer.instead[path] = said
    response = client.get(f"{RETURN}?{query}")
    assert (response.status_code, sentence in response.text) == (status, True)
    assert COOKIE not in client.cookies


def test_a_provider_that_is_away_is_said_to_be(connect: Connect) -> None:
    response = connect(ISSUER=f"http://127.0.0.1:{free_port()}").get(START)
    assert (response.status_code, AWAY in response.text) == (503, True)


def test_the_claims_that_only_userinfo_tells_are_of_the_same_person(
    connect: Connect, peer: OpenId
) -> None:
    peer.claims = {"sub": "person-1"}
    peer.userinfo = {"sub": "person-2", "preferred_username": "lan"}
    assert sign_in(connect())[0] == 403
    peer.userinfo = {"sub": "person-1", "preferred_username": "Lan "}
    assert sign_in(connect()) == (303, "/quan-tri")


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), (None, 403)])
def test_an_e_mail_address_counts_once_it_is_verified(
    connect: Connect, peer: OpenId, database: Database, verified: bool | None, status: int
) -> None:
    Accounts(database).add("mai@a.gov.vn", "Mai", "", [Role.VIEWER])
    peer.claims = {"sub": "1", "email": "Mai@a.gov.vn", "email_verified": verified}
    assert sign_in(connect(CLAIM="email"))[0] == status


def test_what_came_back_once_counts_no_second_time_nor_in_another_browser(
    connect: Connect,
) -> None:
    client, other = connect(), connect()
    query = go_out(client)
    for browser in (other, client):
        response = browser.get(f"{RETURN}?{query}")
        if browser is other:
            assert (response.status_code, OLD in response.text) == (403, True)
    assert response.status_code == 303
    client.cookies.delete(COOKIE)
    again = client.get(f"{RETURN}?{query}")
    assert (again.status_code, OLD in again.text, COOKIE in client.cookies) == (403, True, False)


@pytest.mark.parametrize("query", ["", "code=x", "state=x&code=x", "error=access_denied&state=x"])
def test_a_made_up_return_is_refused_and_ends_what_was_begun(connect: Connect, query: str) -> None:
    client = connect()
    rightful = go_out(client)
    assert client.get(f"{RETURN}?{query}").status_code == 403
    assert client.get(f"{RETURN}?{rightful}").status_code == 403


def test_who_turns_back_at_the_provider_is_told(connect: Connect) -> None:
    client = connect()
    state = parse_qs(go_out(client))["state"][0]
    response = client.get(RETURN, params={"state": state, "error": "access_denied"})
    assert (response.status_code, "chưa đăng nhập" in response.text) == (403, True)


def test_the_provider_is_told_our_address_whatever_a_request_claims(connect: Connect) -> None:
    sent = connect().get(START, headers={"Host": "evil.vn", "X-Forwarded-Host": "evil.vn"})
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert asked["redirect_uri"] == [f"https://tro-ly.example.gov.vn{RETURN}"]
    assert asked["code_challenge_method"] == ["S256"]
    cookie = sent.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax"))
    assert sent.headers["cache-control"] == "no-store"


def test_without_a_provider_there_is_no_such_way_in(make_client: Any) -> None:
    with closing(make_client(ScriptedDialogue({}))) as client:
        assert START not in client.get("/quan-tri/dang-nhap").text
        for path in (START, RETURN):
            response = client.get(path)
            assert (response.status_code, "chưa nối" in response.text) == (400, True)


def test_a_sign_on_counts_once_within_its_time(conversations: Database) -> None:
    now = [1_790_000_000.0]
    sign_ons = SignOns(conversations, lambda: now[0])
    first, second = new_sign_on("/quan-tri"), new_sign_on("")
    key = sign_ons.keep(first)
    assert sign_ons.take(key, first.state) == first
    assert sign_ons.take(key, first.state) is None
    key = sign_ons.keep(second)
    now[0] += SIGN_ON_SECONDS + 1
    assert sign_ons.take(key, second.state) is None


# A real provider


def answer(client: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    """Send a form of the provider's page."""
    action = re.search(r'<form[^>]+action="([^"]+)"', page.text)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert action, page.text
    return client.post(page.url.join(action[1]), data={**hidden, **fields})


@needs(PROVIDER, "oidc-provider")
@pytest.mark.skipif(
    not shutil.which("node") and not os.environ.get("CI"), reason="Node is not installed here"
)
def test_a_certified_provider_lets_in_whom_the_office_has_added(
    own: Settings, library: Library, database: Database
) -> None:
    port, issuer = free_port(), f"http://127.0.0.1:{free_port()}"
    home = f"http://127.0.0.1:{port}"
    settings = read_settings(
        {
            "THIDUA_VAR": str(own.var),
            "THIDUA_PUBLIC_URL": home,
            "THIDUA_SIGN_ON_ISSUER": issuer,
            "THIDUA_SIGN_ON_CLIENT_ID": "thidua",
            "THIDUA_SIGN_ON_CLIENT_SECRET": "s3cret-of-the-office",
        }
    )
    script = str(CLIENTS / "oidc_provider.js")
    with (
        running(["node", script, issuer, f"{home}{RETURN}", str(PROVIDER)], issuer),
        served(create_app(settings, library, ScriptedDialogue({})), port),
    ):
        for login, status, words in (("lan", 200, "Nguyễn Thị Lan"), ("hoa", 403, NOT_ADDED)):
            with httpx.Client(follow_redirects=True, trust_env=False) as browser:
                asked = browser.get(f"{home}{START}")
                consent = answer(browser, asked, login=login, password="x")
                entered = answer(browser, consent)
            assert (entered.status_code, words in entered.text) == (status, True), entered.text
