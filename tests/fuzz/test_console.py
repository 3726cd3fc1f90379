"""Schemathesis over the console's routes with a session of every role: whatever is sent, no 500."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import given
from schemathesis.checks import not_a_server_error

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.accounts.sessions import Sessions
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import ROOT, Settings, read_settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE, CSRF_HEADER
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.bot.web.console.test_permissions import all_routes

TEXT = {"type": "string"}
SCHEMA = "/api/console.json"
#: The names of every field of every form, as the templates have them.
FIELDS = sorted(
    {
        name
        for template in (ROOT / "bot" / "web" / "console" / "templates").rglob("*.html")
        for name in re.findall(r'name="([a-z-]+)"', template.read_text(encoding="utf-8"))
    }
    - {"csrf", "viewport", "htmx-config"}
)


def schema_of(app: FastAPI) -> dict[str, Any]:
    """Return an OpenAPI document of the console's routes, which are not in the public one."""
    paths: dict[str, dict[str, Any]] = {}
    for route in all_routes(app.router.routes):
        if route.path.startswith("/quan-tri"):
            path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
            for method in sorted(route.methods & {"GET", "POST", "PUT", "DELETE"}):
                paths.setdefault(path, {})[method.lower()] = operation(route, method)
    info = {"title": "console", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def operation(route: APIRoute, method: str) -> dict[str, Any]:
    parameters = [
        {"name": field.alias, "in": place, "required": place == "path", "schema": TEXT}
        for place, fields in (
            ("path", route.dependant.path_params),
            ("query", route.dependant.query_params),
        )
        for field in fields
    ]
    described: dict[str, Any] = {
        "parameters": parameters,
        "responses": {"200": {"description": "a page"}},
    }
    if method != "GET":
        form = {"type": "object", "properties": dict.fromkeys(FIELDS, TEXT)}
        content = {"application/x-www-form-urlencoded": {"schema": form}}
        described["requestBody"] = {"content": content}
    return described


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return read_settings({"THIDUA_VAR": str(tmp_path_factory.mktemp("console"))})


@pytest.fixture(scope="module")
def console(own: Settings) -> Any:
    library = Library(Store(":memory:"), SeededEncoder())
    app = create_app(own, library, ScriptedDialogue({}))
    schema = schema_of(app)
    app.add_api_route(SCHEMA, lambda: schema, include_in_schema=False)
    return schemathesis.openapi.from_asgi(SCHEMA, app)


@pytest.fixture(scope="module")
def sessions(own: Settings) -> Iterator[tuple[Sessions, int]]:
    """The sessions, and who is signed in: with every role, and proved by both factors."""
    with closing(open_conversations(own)) as database:
        staff = Accounts(database).add("admin", "Quản trị", "", list(Role))
        yield Sessions(database), staff.id


def test_the_forms_and_routes_are_all_tried(console: Any) -> None:
    assert {"ten", "mat-khau", "viec", "vai", "noi"} <= set(FIELDS)
    assert {"/quan-tri/dang-nhap", "/quan-tri/nguoi-dung/{name}"} <= set(
        console.raw_schema["paths"]
    )


def test_whatever_staff_send_nothing_breaks(console: Any, sessions: tuple[Sessions, int]) -> None:
    kept, staff_id = sessions
    for tried in (found.ok() for found in console.get_all_operations()):

        @given(tried.as_strategy())
        def whatever_is_sent(case: Any) -> None:
            # A session each: what is sent may end it.
            session = kept.begin(staff_id, is_complete=True)
            case.call_and_validate(
                checks=[not_a_server_error],
                headers={CSRF_HEADER: session.csrf},
                cookies={COOKIE: session.key},
            )

        whatever_is_sent()
