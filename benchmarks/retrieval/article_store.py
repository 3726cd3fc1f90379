"""The store that holds the corpus for the benchmarks; filled once for each encoder."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

from benchmarks.measurement import timed
from benchmarks.report import FOLDER
from knowledge.library import Library
from knowledge.search import Encoder, open_encoder
from knowledge.storage import Store
from training.article_library import build_library
from training.corpus import read_articles


def store_path(encoder: Encoder) -> Path:
    """Return where the store with this encoder's vectors lies."""
    return FOLDER / f"laws-{encoder.name}.db"


def open_article_library(encoder: Encoder) -> tuple[Library, dict[str, float]]:
    """Return the library, and as `build_s` the seconds that its store took to fill.

    A process of its own fills the store, so that the memory of searching is measured apart.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    store = store_path(encoder)
    process = multiprocessing.get_context("spawn").Process(target=_fill, args=(store,))
    process.start()
    process.join()
    figures = json.loads(_figures_path(store).read_text(encoding="utf-8"))
    return Library(Store(store), encoder, FOLDER / "index"), figures


def _fill(store: Path) -> None:
    articles = read_articles()
    encoder = open_encoder("embedded")
    _, seconds = timed(build_library, store, encoder, articles)
    if not (path := _figures_path(store)).exists():
        path.write_text(json.dumps({"build_s": round(seconds, 1)}), encoding="utf-8")


def _figures_path(store: Path) -> Path:
    return store.with_suffix(".json")
