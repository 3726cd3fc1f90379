"""How fast documents are read and embedded, how fast an unchanged folder is, and the memory.

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

from benchmarks.report import write_report
from bot.settings import ROOT
from indexer.document_reader import ParsedDocument, parse_document, read_file
from indexer.pipeline import index_sources
from indexer.readers import READERS
from knowledge.library import Library
from knowledge.search import SeededEncoder, open_encoder
from knowledge.storage import Store

PAGE_CHARACTERS = 1800
STARTER = ROOT / "knowledge" / "data" / "documents"
DECREE = ROOT.parent / "shared" / "documents" / "nd-152-2025.md"
READING_SECONDS = 5
FOLDER_DOCUMENTS = 1000
EMBEDDED_PASSAGES = 120


def pages_per_second(paths: list[Path]) -> float:
    """Return the pages read in a second of processor time; the files are read again and again."""
    pages, start = 0.0, time.process_time()
    while time.process_time() - start < READING_SECONDS:
        for path in paths:
            parsed = parse_document(READERS[path.suffix](path.read_bytes()), path.stem, "")
            pages += len(parsed.document.text) / PAGE_CHARACTERS
    return pages / (time.process_time() - start)


def embedded_per_second(parsed: ParsedDocument) -> float:
    """Return the passages that the default encoder embeds in a second."""
    library = Library(Store(":memory:"), open_encoder("embedded"))
    # The first passages load the model.
    library.add(parsed.document, parsed.passages[:4], ())
    document, passages = replace(parsed.document, id="copy"), parsed.passages[:EMBEDDED_PASSAGES]
    passages = tuple(replace(passage, document_id="copy") for passage in passages)
    start = time.perf_counter()
    library.add(document, passages, ())
    return len(passages) / (time.perf_counter() - start)


def folder_seconds(root: Path) -> tuple[float, float]:
    """Return the seconds to index a folder of documents, and the same again unchanged.

    The encoder needs no model, so that its time is left out.
    """
    paths = sorted(STARTER.glob("*.md"))
    texts = [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in paths]
    for number in range(FOLDER_DOCUMENTS):
        text = f"{texts[number % len(texts)]}\nBản {number}.\n"
        (root / f"van-ban-{number:04}.txt").write_text(text, encoding="utf-8")
    library = Library(Store(root / "store.db"), SeededEncoder())
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        results = index_sources(library, [root], on_result=lambda _: show_dot())
        assert all(result.state != "failed" for result in results)
        seconds.append(time.perf_counter() - start)
    return seconds[0], seconds[1]


def show_dot() -> None:
    """Show that one more file is done."""
    print(".", end="", file=sys.stderr, flush=True)


def max_memory_mb(who: int) -> int:
    """Return the largest resident memory so far, of this process or of those it started."""
    return round(resource.getrusage(who).ru_maxrss / 1024)


def main() -> None:
    """Print the figures."""
    paths = sorted(STARTER.glob("*.md"))
    figures: dict[str, object] = {"starter_pages_a_second": round(pages_per_second(paths))}
    if DECREE.exists():
        figures["decree_pages_a_second"] = round(pages_per_second([DECREE]))
    with tempfile.TemporaryDirectory() as root:
        first, again = folder_seconds(Path(root))
        print(file=sys.stderr)
    figures["folder_1000_seconds"] = round(first, 1)
    figures["unchanged_1000_seconds"] = round(again, 2)
    figures["folder_memory_mb"] = max_memory_mb(resource.RUSAGE_SELF)
    figures["reader_memory_mb"] = max_memory_mb(resource.RUSAGE_CHILDREN)
    parsed = read_file(DECREE if DECREE.exists() else paths[0])
    figures["embedded_passages_a_second"] = round(embedded_per_second(parsed), 1)
    figures["memory_with_encoder_mb"] = max_memory_mb(resource.RUSAGE_SELF)
    write_report("indexing", figures)


if __name__ == "__main__":
    main()
