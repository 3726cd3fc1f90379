"""How fast a search is among 300,000 passages: `python -m benchmarks.large [COPIES]`.

Needs the store that `python -m benchmarks.retrieval` leaves. Its articles are there ten times over,
each copy with its sentences in another order and its vectors moved a little, so that neither words
nor vectors repeat themselves exactly.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measurement import latency, peak_memory_mb, percentile, timed
from benchmarks.report import write_report
from benchmarks.retrieval.article_store import store_path
from knowledge.library import Library
from knowledge.model import Document, Passage
from knowledge.search import Encoder, open_encoder
from knowledge.storage import Entry, Store
from training.corpus import read_questions

#: The limit asked for, milliseconds.
MAX_P95_MS = 60.0
COPIES = 10
#: Length of what is added to a unit vector.
NOISE = 0.02
DOCUMENTS_PER_DOT = 500


def copies(store: Store, encoder: str, count: int) -> Iterator[Entry]:
    """Yield every document `count` times, with its passages and their vectors by number."""
    for document in store.documents():
        passages = store.passages(document.id)
        batches = store.iter_vectors(encoder, passages)
        vectors = {key: row for batch in batches for key, row in batch.items()}
        for copy in range(count):
            rng = np.random.default_rng(copy)
            moved = {passages[key].number: _moved(row, rng) for key, row in vectors.items()}
            copied, rows = _shuffled(document, list(passages.values()), copy)
            yield Entry(copied, rows, (), moved)


def _shuffled(
    document: Document, passages: list[Passage], copy: int
) -> tuple[Document, list[Passage]]:
    """Return a document under an id of its own, with the lines of each passage in another order."""
    rng = random.Random(f"{document.id}{copy}")
    copy_id = f"{document.id}#{copy}"
    rows, text = [], ""
    for passage in passages:
        lines = passage.text.split("\n")
        rng.shuffle(lines)
        body = "\n".join(lines)
        start, end = len(text), len(text) + len(body)
        rows.append(replace(passage, document_id=copy_id, start=start, end=end, text=body))
        text += body + "\n"
    return replace(document, id=copy_id, text=text, checksum=copy_id), rows


def _moved(vector: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    moved = vector + NOISE / len(vector) ** 0.5 * rng.standard_normal(len(vector))
    unit: np.ndarray = (moved / np.linalg.norm(moved)).astype(np.float32)
    return unit


def fill(store: Store, encoder: Encoder, count: int) -> None:
    """Put `count` copies of every article into a store; show progress on standard error."""
    articles = Store(store_path(encoder))
    store.fill(_with_progress(copies(articles, encoder.name, count)), encoder.name)
    articles.close()


def _with_progress(entries: Iterable[Entry]) -> Iterator[Entry]:
    for number, entry in enumerate(entries):
        if number % DOCUMENTS_PER_DOT == 0:
            print(".", end="", file=sys.stderr, flush=True)
        yield entry
    print(file=sys.stderr)


def measure(store: Store, encoder: Encoder, folder: Path) -> tuple[dict[str, Any], list[float]]:
    """Open the library, ask every question, remove a document.

    Returns the figures, and the milliseconds of each question.
    """
    library = Library(store, encoder, folder)
    passages, start = timed(lambda: len(library.snapshot().documents) and store.state.texts)
    texts = [labelled.question for labelled in read_questions()]
    times = [timed(library.search, text)[1] * 1000 for text in texts]
    library.remove(store.document_ids()[0])
    # What the change costs the one who asks next.
    _, change = timed(library.search, "thi đua")
    figures = {
        "passages": passages,
        "start_s": round(start, 1),
        **latency(times),
        "change_ms": round(change * 1000),
        "memory_mb": peak_memory_mb(),
    }
    return figures, times


def main() -> None:
    """Print the figures; too slow a search makes the exit code 1."""
    count = int(sys.argv[1]) if sys.argv[1:] else COPIES
    encoder = open_encoder("embedded")
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch) / "large.db")
        fill(store, encoder, count)
        figures, times = measure(store, encoder, Path(scratch) / "index")
    write_report("large", figures)
    sys.exit(percentile(times, 0.95) > MAX_P95_MS)


if __name__ == "__main__":
    main()
