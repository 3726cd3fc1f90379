"""How fast a search is among 300,000 passages: `python -m benchmarks.large [COPIES]`, after `python -m benchmarks.retrieval`.

The articles of the retrieval benchmark ten times over, each copy with its sentences in another order and its vectors moved a
little, so that neither words nor vectors repeat themselves exactly.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.report import FOLDER, percentile, tell
from knowledge.encoders import open_encoder
from knowledge.library import Library
from knowledge.model import Document, Passage
from knowledge.store import Store
from training.laws import questions

COPIES, MOVED = 10, 0.02
MOST_P95_MS = 60.0


def copies(held: Store, encoder: str, count: int) -> Iterator[tuple[Document, list[Passage], dict[int, np.ndarray]]]:
    """Yield every document so many times, each time said in another order."""
    for document in held.documents():
        passages = held.passages(document.id)
        vectors = {key: row for some in held.vectors_of(encoder, passages) for key, row in some.items()}
        for copy in range(count):
            order = random.Random(f"{document.id}{copy}")
            number = f"{document.id}#{copy}"
            rows, text = [], ""
            for passage in passages.values():
                said = passage.text.split("\n")
                order.shuffle(said)
                body = "\n".join(said)
                rows.append(replace(passage, document_id=number, start=len(text), end=len(text) + len(body), text=body))
                text += body + "\n"
            chance = np.random.default_rng(copy)
            near = {passages[key].number: _moved(row, chance) for key, row in vectors.items()}
            yield replace(document, id=number, text=text, checksum=number), rows, near


def _moved(row: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    moved = row + MOVED / len(row) ** 0.5 * chance.standard_normal(len(row))
    return (moved / np.linalg.norm(moved)).astype(np.float32)


def main() -> None:
    """Print the figures; too slow a search makes the exit code 1."""
    count = int(sys.argv[1]) if sys.argv[1:] else COPIES
    encoder = open_encoder("embedded")
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch) / "large.db")
        for number, (document, passages, vectors) in enumerate(
            copies(Store(FOLDER / f"laws-{encoder.name}.db"), encoder.name, count)
        ):
            store.put(document, passages, (), vectors, encoder.name)
            if number % 500 == 0:
                print(".", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        library, begun = Library(store, encoder, Path(scratch) / "index"), time.perf_counter()
        held = len(library.snapshot().passages)
        figures: dict[str, object] = {"passages": held, "start_s": round(time.perf_counter() - begun, 1)}
        times = []
        for one in questions():
            began = time.perf_counter()
            library.search(one.question)
            times.append((time.perf_counter() - began) * 1000)
        figures |= {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}
        begun = time.perf_counter()
        library.remove(f"{store.document_ids()[0]}")
        library.search("thi đua")
        figures["change_ms"] = round((time.perf_counter() - begun) * 1000)
        figures["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    tell("large", figures)
    sys.exit(percentile(times, 0.95) > MOST_P95_MS)


if __name__ == "__main__":
    main()
