"""Questions to begin with, of what is held now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from bot.web.responses import error_schemas, json_response


class ExampleGroup(BaseModel):
    """Questions for one kind of asker."""

    model_config = ConfigDict(from_attributes=True)

    audience: str
    title: str
    questions: list[str]


class ExamplesResponse(BaseModel):
    """The examples, a group for each kind of asker."""

    groups: list[ExampleGroup]


def router(groups: Callable[[], Sequence[Any]]) -> APIRouter:
    """Return the route; `groups` gives the examples of now, `knowledge.understanding`'s."""
    routes = APIRouter(prefix="/api")

    @routes.get("/examples", response_model=ExamplesResponse, responses=error_schemas(429, 503))
    def examples() -> JSONResponse:
        """Return questions to begin with, by who may be asking."""
        found = [ExampleGroup.model_validate(group) for group in groups()]
        return json_response(ExamplesResponse(groups=found))

    return routes
