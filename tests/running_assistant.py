"""A running assistant on the starter documents: both processes, nothing patched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.commands.client import Client
from bot.settings import ROOT, Settings
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import open_encoder
from knowledge.storage import Store

STARTER = ROOT / "knowledge" / "data" / "documents"


def fill_with_starter_documents(address: Path | str) -> None:
    """Index the starter documents into a store."""
    with closing(Store(address)) as store:
        index_sources(Library(store, open_encoder("embedded")), [STARTER])


def starter_store(path: Path) -> Path:
    """Index the starter documents into a store; return its path."""
    fill_with_starter_documents(path)
    return path


@contextmanager
def running_assistant(settings: Settings, folder: Path) -> Iterator[Client]:
    """Run an assistant of its own with its store in a folder."""
    store = starter_store(folder / "knowledge.db")
    with Client(settings.replace(store=store), own=True) as client:
        yield client
