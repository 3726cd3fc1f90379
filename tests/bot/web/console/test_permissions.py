"""Every route of the console with every role: let in, or refused; and no change without a token."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx import Response

from bot.accounts.model import ROLE_PERMISSIONS, Role
from tests.bot.web.console.conftest import Console

TABLE: list[tuple[str, str, str]] = [
    tuple(row)  # type: ignore[misc]
    for row in yaml.safe_load((Path(__file__).parent / "permissions.yaml").read_text("utf-8"))
]
ROLES = [None, *Role]


def example(path: str) -> str:
    """Return a path with something in the place of each name."""
    return re.sub(r"\{(\w+)(:\w+)?\}", "1", path)


def is_allowed(role: Role | None, permission: str) -> bool:
    if not permission:
        return True
    if role is None:
        return False
    return permission == "session" or permission in ROLE_PERMISSIONS[role]


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    found = []
    for route in all_routes(app.router.routes):
        if route.path.startswith("/quan-tri"):
            found += [(method, route.path) for method in sorted(route.methods - {"HEAD"})]
    return found


def all_routes(routes: list[object]) -> list[APIRoute]:
    flat: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            flat.append(route)
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            flat += all_routes(list(getattr(inner, "routes", [])))
    return flat


def test_every_route_stands_in_the_table(app: FastAPI) -> None:
    assert sorted(routes_of(app)) == sorted((method, path) for method, path, _ in TABLE)


def is_refused(response: Response) -> bool:
    """Whether someone was sent away; a form that asks again for a code is no refusal."""
    if response.status_code == 303:
        is_sent_to_sign_in = response.headers["location"].startswith("/quan-tri/dang-nhap")
        return is_sent_to_sign_in and "set-cookie" not in response.headers
    return response.status_code == 403 and 'name="ma"' not in response.text


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_a_role_is_let_in_where_the_table_says(console: Console, role: Role | None) -> None:
    wrong = []
    client = console(role) if role else console()
    # Last what ends the session.
    for method, path, permission in sorted(TABLE, key=lambda row: row[1].endswith("dang-xuat")):
        response = client.request(method, example(path))
        if is_refused(response) == is_allowed(role, permission):
            wrong.append((method, path, permission, response.status_code))
    assert wrong == []


@pytest.mark.parametrize(("token", "origin"), [("", None), ("x", None), ("", "https://evil.vn")])
def test_no_change_is_made_without_the_session_s_token(
    console: Console, token: str, origin: str | None
) -> None:
    client = console(*Role)
    client.headers["X-CSRF-Token"] = token
    changes = [(method, path) for method, path, _ in TABLE if method not in ("GET", "HEAD")]
    headers = {"Origin": origin} if origin else {}
    let_in = [
        (method, path)
        for method, path in changes
        if client.request(method, example(path), headers=headers).status_code != 403
    ]
    assert let_in == []
