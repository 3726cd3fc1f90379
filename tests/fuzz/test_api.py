"""Schemathesis over the OpenAPI document of the running app: whatever is sent, no 500."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import given
from schemathesis.checks import not_a_server_error

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import read_settings
from indexer.pipeline import add_all
from knowledge.encoders import SeededEncoder
from knowledge.library import Library
from knowledge.store import Store
from tests.conftest import STARTER


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The app on the starter documents, over a scripted dialogue."""
    library = Library(Store(":memory:"), SeededEncoder())
    add_all(library, [STARTER])
    given = {"THIDUA_VAR": str(tmp_path_factory.mktemp("api")), "THIDUA_MOST_A_MINUTE": "100000"}
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json", create_app(read_settings(given), library, ScriptedDialogue({}))
    )


def test_no_request_makes_the_server_fail(api: Any) -> None:
    operations = [found.ok() for found in api.get_all_operations()]
    assert {(one.method, one.path) for one in operations} >= {
        ("post", "/api/messages"),
        ("post", "/api/feedback"),
        ("get", "/api/search"),
    }
    for operation in operations:
        # Not by Schemathesis' own pytest plugin: it does not know pytest 9.
        @given(operation.as_strategy())
        def whatever_is_sent(case: Any) -> None:
            case.call_and_validate(checks=[not_a_server_error])

        whatever_is_sent()
