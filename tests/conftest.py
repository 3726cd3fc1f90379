"""What tests share: real stores, the real encoder, a real server with a real Rasa."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.commands.client import Client
from bot.settings import ROOT, Settings, read_settings
from bot.storage.opening import open_file
from bot.storage.tables import CONVERSATIONS
from database import Database, open_database, upgrade
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import SeededEncoder, open_encoder
from knowledge.storage import Store
from tests.running_assistant import STARTER, running_assistant
from tests.servers import new_database, postgresql_server, redis_server

SHARED = ROOT.parent / "shared"
CASES = Path(__file__).parent / "cases"
#: The day on which questions are asked unless they say otherwise.
DAY = date(2026, 11, 21)

#: Files that take minutes: begun first, so that no worker is left alone with one at the end.
LONG = ("test_journey.py", "test_page.py", "law/test_answerer.py", "documents/test_review.py")

needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="../shared is not beside this checkout"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of long files first; the others stay in their order."""
    items.sort(key=lambda item: not str(item.path).endswith(LONG))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running PostgreSQL with pgvector."""
    with postgresql_server(tmp_path_factory.mktemp("postgresql")) as address:
        yield address


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Redis."""
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    with redis_server(tmp_path_factory.mktemp("redis")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database: what is true of one engine is true of the other."""
    if request.param == "sqlite":
        return str(tmp_path / "new.db")
    return new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def open_again(address: str) -> Iterator[Callable[[], Database]]:
    """Opens what the bot keeps, each time as another process would."""
    opened: list[Database] = []

    def open_once() -> Database:
        database = open_file(address) if "://" not in address else open_database(address)
        upgrade(database, CONVERSATIONS)
        opened.append(database)
        return database

    yield open_once
    for database in opened:
        database.close()


@pytest.fixture
def conversations(open_again: Callable[[], Database]) -> Database:
    """What the bot keeps, empty, on either engine."""
    return open_again()


@pytest.fixture
def library() -> Library:
    """An empty library in memory, with the encoder that needs no model."""
    return Library(Store(":memory:"), SeededEncoder())


@pytest.fixture(scope="session")
def starter() -> Library:
    """The starter documents with the real encoder."""
    library = Library(Store(":memory:"), open_encoder("embedded"))
    assert all(outcome.state == "indexed" for outcome in index_sources(library, [STARTER]))
    return library


@pytest.fixture(scope="session")
def originals() -> Library:
    """The originals, read as they were taken from the web, with the real encoder."""
    if not SHARED.exists():
        pytest.skip("../shared is not beside this checkout")
    library = Library(Store(":memory:"), open_encoder("embedded"))
    assert all(outcome.state == "indexed" for outcome in index_sources(library, [SHARED / "seeds"]))
    return library


@pytest.fixture(scope="session")
def decree() -> Library:
    """The starter documents and the decree in force, with the real encoder."""
    if not SHARED.exists():
        pytest.skip("../shared is not beside this checkout")
    library = Library(Store(":memory:"), open_encoder("embedded"))
    paths = [STARTER, SHARED / "documents" / "nd-152-2025.md"]
    assert all(outcome.state == "indexed" for outcome in index_sources(library, paths))
    return library


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of this checkout."""
    return read_settings(
        {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
    )


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A running assistant on the starter documents: both processes, nothing patched."""
    with running_assistant(settings, tmp_path_factory.mktemp("starter")) as client:
        yield client
