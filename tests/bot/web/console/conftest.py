"""Clients of the console, signed in with each role."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pyotp
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.accounts.one_time_codes import new_secret
from bot.accounts.sessions import Sessions
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from knowledge.library import Library

PASSWORD = "mat-khau-rat-dai"
Console = Callable[..., TestClient]


@pytest.fixture
def app(own: Settings, library: Library) -> FastAPI:
    """An app with a console on the fixture's library."""
    return create_app(own, library, ScriptedDialogue({}))


@pytest.fixture
def console(app: FastAPI, own: Settings) -> Iterator[Console]:
    """Makes a client signed in with these roles, its CSRF token in a header of each request.

    Without roles nobody is signed in. `name` names the account, `places` are its places; to hash a
    `password` takes its time, so that there is one only where it is needed.
    """
    opened: list[TestClient] = []

    def sign_in(
        *roles: Role, name: str = "", places: tuple[str, ...] = (), password: str = ""
    ) -> TestClient:
        client = TestClient(app, follow_redirects=False)
        opened.append(client)
        if roles:
            with closing(open_conversations(own)) as database:
                accounts, sessions = Accounts(database), Sessions(database)
                name = name or "-".join(sorted(roles))
                staff = accounts.add(name, f"Họ tên {name}", password, roles, places)
                secret = new_secret()
                accounts.enrol(name, secret, pyotp.TOTP(secret).now())
                session = sessions.begin(staff.id, is_complete=True)
            client.cookies.set(COOKIE, session.key, domain="testserver.local", path="/quan-tri")
            client.headers["X-CSRF-Token"] = session.csrf
        return client

    yield sign_in
    for client in opened:
        client.close()


def csrf_of(page: str) -> str:
    """Return the token that a page's forms carry."""
    match = re.search(r'name="csrf" value="([\w-]+)"', page)
    assert match
    return match[1]


def code_now(secret: str, ahead: int = 0) -> str:
    """Return the code of a secret now, or so many time steps ahead (one is accepted)."""
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * ahead)
