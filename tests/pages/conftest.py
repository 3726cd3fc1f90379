"""The public pages of the starter documents, served to a real Chromium on a day that stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from bot.delivery.limits import rate_limit
from bot.operations.metrics import Metrics
from bot.web import pages
from bot.web.middleware import add_middleware
from bot.web.public import public_pages
from knowledge.library import Library
from knowledge.reading import Reading
from tests.browser import launched
from tests.conftest import DAY
from tests.peers.serving import served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(starter: Library) -> Iterator[str]:
    """The address of the pages, with the middleware that sets their policy."""
    app = FastAPI()
    add_middleware(app, Metrics(), rate_limit(600, "address", None), ())
    app.include_router(public_pages(Reading(starter), starter, lambda: DAY))
    app.include_router(pages.router(""))
    with served(app) as address:
        yield address
