"""What programs and people see of a run: a JSON object a line, and at the end a short table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from indexer.progress import coloured, printable
from indexer.watching.visits import WatchState
from indexer.watching.watch_run import WatchResult

#: State → its name in Vietnamese and its colour.
STATE_LABELS: dict[WatchState, tuple[str, str]] = {
    "new": ("mới", "green"),
    "changed": ("đã đổi", "green"),
    "unchanged": ("không đổi", "dim"),
    "vanished": ("không còn", "yellow"),
    "withdrawn": ("đã thu hồi", "yellow"),
    "failed": ("HỎNG", "red"),
}


def result_line(result: WatchResult) -> str:
    """Return the JSON line of one address or file."""
    return json.dumps(asdict(result), ensure_ascii=False)


def show_summary(results: Sequence[WatchResult], console: Console) -> None:
    """Show what is not as it was, one row each, and how many addresses and files are in which state."""
    told = [result for result in results if result.state != "unchanged"]
    if told:
        table = Table("Nguồn", "Kết quả", "Mã văn bản", "Ghi chú")
        for result in told:
            notes = [note for note in (result.reason, *result.doubts) if note]
            cells = (result.source, result.document_id, "\n".join(notes))
            source, document_id, note = (escape(_lines(cell)) for cell in cells)
            table.add_row(source, coloured(STATE_LABELS[result.state]), document_id, note)
        console.print(table)
    counts = Counter(result.state for result in results)
    parts = (coloured(STATE_LABELS[state], f": {counts[state]}") for state in STATE_LABELS)
    console.print(" · ".join(parts) if results else "Chưa có nguồn nào đến hạn xem lại.")


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
