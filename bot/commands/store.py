"""The store that a command works on: the option `--store`, its settings, its library."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.library import Library

LOG = logging.getLogger(__name__)
#: Beside the store: the vectors' index, which can be made again from it.
INDEX_FOLDER = "index"
STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Kho dữ liệu riêng (mặc định: THIDUA_STORE).",
)


def settings_for(store: Path | None) -> Settings:
    """Return the settings; a store named on the command line holds only what was put into it."""
    from bot.setting_groups.values import NO_SECRET
    from bot.settings import read_settings

    settings = read_settings()
    return settings.replace(store=store, database=NO_SECRET) if store else settings


def open_library(settings: Settings, with_starter_documents: bool = True) -> Library:
    """Open the store with its encoder; the starter documents are indexed on first use."""
    from knowledge.library import Library
    from knowledge.search import open_encoder
    from knowledge.storage import Store

    replica = settings.database_replica.get_secret_value() if settings.database else ""
    store, folder = Store(settings.knowledge, replica), settings.store.parent / INDEX_FOLDER
    library = Library(store, open_encoder(settings.encoder), folder)
    if settings.documents and with_starter_documents:
        _add_starter_documents(library, settings.documents)
    if missing := library.count_missing_vectors():
        message = "%s đoạn chưa có vectơ của bộ mã hóa %s: đang tính lại."
        LOG.error(message, missing, library.encoder)
        library.rebuild()
    return library


def _add_starter_documents(library: Library, folder: Path) -> None:
    """Index the starter documents, but those that the office has replaced or withdrawn."""
    from indexer.pipeline import index_sources

    own = {
        document.id
        for document in library.documents()
        if document.file and not Path(document.file).is_relative_to(folder)
    }
    own |= {version.document_id for version in library.versions.withdrawn()}
    paths = sorted(path for path in folder.iterdir() if path.stem not in own)
    for result in index_sources(library, paths):
        if result.state == "failed":
            LOG.error("%s: %s", result.source, result.reason)
