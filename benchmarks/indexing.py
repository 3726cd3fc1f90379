"""How fast documents are read: pages a second without embedding, embedding apart, memory, and a folder that has not changed.

A page is 1,800 characters of text, the usual measure of a typed A4 page.
Run: python -m benchmarks.indexing
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.report import tell
from bot.settings import ROOT
from indexer.document_reader import ParsedDocument, parse_document, read_file
from indexer.pipeline import index_sources
from indexer.readers import READERS
from knowledge.encoders import SeededEncoder, open_encoder
from knowledge.library import Library
from knowledge.store import Store

PAGE = 1800
STARTER = ROOT / "knowledge" / "data" / "documents"
DECREE = ROOT.parent / "shared" / "documents" / "nd-152-2025.md"
FOLDER, UNCHANGED = 1000, "unchanged_1000_seconds"
EMBEDDED = 120


def pages_a_second(paths: list[Path]) -> float:
    """Read each file again and again for some seconds; give pages of text a second of processor time."""
    pages, begun = 0.0, time.process_time()
    while time.process_time() - begun < 5:
        for path in paths:
            reading = parse_document(READERS[path.suffix](path.read_bytes()), path.stem, "")
            pages += len(reading.document.text) / PAGE
    return pages / (time.process_time() - begun)


def embedding(reading: ParsedDocument) -> float:
    """Give passages a second that the default encoder embeds."""
    library = Library(Store(":memory:"), open_encoder("embedded"))
    library.add(reading.document, reading.passages[:4], ())
    some = replace(reading.document, id="some")
    passages = [replace(passage, document_id="some") for passage in reading.passages[:EMBEDDED]]
    begun = time.perf_counter()
    library.add(some, passages, ())
    return len(passages) / (time.perf_counter() - begun)


def folder(root: Path) -> tuple[float, float]:
    """Index a folder of 1,000 documents, then again unchanged; give the seconds of both, encoder left out."""
    texts = [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in sorted(STARTER.glob("*.md"))]
    for number in range(FOLDER):
        (root / f"van-ban-{number:04}.txt").write_text(
            f"{texts[number % len(texts)]}\nBản {number}.\n", encoding="utf-8"
        )
    library = Library(Store(root / "store.db"), SeededEncoder())
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        assert all(outcome.state != "failed" for outcome in index_sources(library, [root], on_result=lambda _: show()))
        seconds.append(time.perf_counter() - begun)
    return seconds[0], seconds[1]


def show() -> None:
    """Show that something goes on."""
    print(".", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Print the figures."""
    paths = sorted(STARTER.glob("*.md"))
    figures: dict[str, object] = {"starter_pages_a_second": round(pages_a_second(paths))}
    if DECREE.exists():
        figures["decree_pages_a_second"] = round(pages_a_second([DECREE]))
    with tempfile.TemporaryDirectory() as root:
        first, again = folder(Path(root))
        print(file=sys.stderr)
    figures |= {"folder_1000_seconds": round(first, 1), UNCHANGED: round(again, 2)}
    figures["folder_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    figures["reader_memory_mb"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    figures["embedded_passages_a_second"] = round(embedding(read_file(DECREE if DECREE.exists() else paths[0])), 1)
    figures["memory_with_encoder_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    tell("indexing", figures)


if __name__ == "__main__":
    main()
