"""Schemathesis over the OpenAPI document of the running app: no 500, and only what it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import given
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import read_settings
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.conftest import STARTER

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = {
    ("post", "/api/messages"),
    ("post", "/api/feedback"),
    ("post", "/api/pictures"),
    ("get", "/api/examples"),
    ("get", "/api/conversations/{conversation}/messages"),
    ("get", "/api/search"),
    ("get", "/api/documents"),
    ("get", "/api/documents/{document_id}"),
    ("get", "/health"),
    ("get", "/ready"),
}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The app on the starter documents, over a scripted dialogue."""
    library = Library(Store(":memory:"), SeededEncoder())
    index_sources(library, [STARTER])
    given = {"THIDUA_VAR": str(tmp_path_factory.mktemp("api")), "THIDUA_MOST_A_MINUTE": "100000"}
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json", create_app(read_settings(given), library, ScriptedDialogue({}))
    )


def test_every_route_of_the_document_has_schemas(api: Any) -> None:
    operations = {
        (method, path): operation
        for path, item in api.raw_schema["paths"].items()
        for method, operation in item.items()
    }
    assert operations.keys() == OPERATIONS
    for operation in operations.values():
        assert operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert (
        "schema"
        in operations["post", "/api/messages"]["requestBody"]["content"]["application/json"]
    )


def test_whatever_is_sent_the_answer_is_as_the_document_says(api: Any) -> None:
    for operation in (found.ok() for found in api.get_all_operations()):
        # Not by Schemathesis' own pytest plugin: it does not know pytest 9.
        @given(operation.as_strategy())
        def whatever_is_sent(case: Any) -> None:
            case.call_and_validate(checks=CHECKS)

        whatever_is_sent()
