"""What people and programs see of indexing: a bar and a table, or one JSON object a line."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from indexer.parameters import MAX_LISTED, MAX_NAME_CHARACTERS
from indexer.pipeline import IndexingResult, IndexingState

#: State → its name in Vietnamese and its colour.
STATE_LABELS: dict[IndexingState, tuple[str, str]] = {
    "indexed": ("đã đọc", "green"),
    "replaced": ("thay bản cũ", "green"),
    "unchanged": ("không đổi", "dim"),
    "failed": ("HỎNG", "red"),
}
#: Expected field of a document → its name in Vietnamese.
FIELD_LABELS = {
    "kind": "loại",
    "number": "số",
    "authority": "cơ quan",
    "issued": "ngày ban hành",
}


class ProgressReporter(Protocol):
    """Shows the stages and the result of each file, and a summary at the end."""

    def __enter__(self) -> ProgressReporter: ...

    def __exit__(self, *_: object) -> None: ...

    def show_stage(self, location: str, stage: str) -> None:
        """Show the stage at which a file is."""
        ...

    def show_result(self, result: IndexingResult) -> None:
        """Show what became of a file."""
        ...

    def show_summary(self, results: Sequence[IndexingResult]) -> None:
        """Show what became of all files."""
        ...


def open_reporter(total: int, console: Console) -> ProgressReporter:
    """Return a reporter for `total` files: for people on a terminal, else for programs."""
    if console.is_terminal:
        return TerminalReporter(total, console)
    return JsonLinesReporter(console)


def printable(name: str) -> str:
    """Return a name in one line, with control and direction characters as their code points."""
    return "".join(
        character if unicodedata.category(character)[0] != "C" else f"\\u{ord(character):04x}"
        for character in name
    )


class JsonLinesReporter:
    """Writes one JSON object for each file, as soon as it is done, and one summary."""

    def __init__(self, console: Console) -> None:
        self._out = console.file

    def __enter__(self) -> JsonLinesReporter:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.flush()

    def show_stage(self, location: str, stage: str) -> None:
        """Do nothing: stages are for people."""

    def show_result(self, result: IndexingResult) -> None:
        """Write the line of one file."""
        print(json.dumps(asdict(result), ensure_ascii=False), file=self._out, flush=True)

    def show_summary(self, results: Sequence[IndexingResult]) -> None:
        """Write how many files are in which state."""
        counts = Counter(result.state for result in results)
        summary: dict[str, int] = {state: counts[state] for state in STATE_LABELS}
        summary["proposed"] = sum(result.proposed for result in results)
        print(json.dumps({"summary": summary}), file=self._out, flush=True)


class TerminalReporter:
    """Shows a bar with file, stage and rate, and at the end a table of what needs a check."""

    def __init__(self, total: int, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[file]}"),
            TextColumn("[dim]{task.fields[stage]}"),
            BarColumn(24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total, file="", stage="", rate="")

    def __enter__(self) -> TerminalReporter:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show_stage(self, location: str, stage: str) -> None:
        """Show the file's name and its stage."""
        name = printable(location.rstrip("/").rpartition("/")[2])[:MAX_NAME_CHARACTERS]
        self._bar.update(self._task, file=escape(name), stage=escape(stage))

    def show_result(self, result: IndexingResult) -> None:
        """Advance the bar."""
        task = self._bar.tasks[0]
        rate = f"{(task.completed + 1) / task.elapsed:.1f} tệp/giây" if task.elapsed else ""
        self._bar.update(self._task, advance=1, rate=rate)

    def show_summary(self, results: Sequence[IndexingResult]) -> None:
        """Show where each of a few files was filed and what of any needs a check; then the counts."""
        is_short = len(results) <= MAX_LISTED
        rows = [
            (one, notes) for one in results if (notes := _notes(one)) or (is_short and one.filed)
        ]
        if rows:
            heads = ("Tệp", "Kết quả", "Mã văn bản", "Xếp vào", "Cần xem lại")
            table = Table(*heads, show_lines=True)
            for one, notes in rows:
                cells = (one.source, one.document_id, one.filed)
                source, document_id, filed = (escape(printable(cell)) for cell in cells)
                state = coloured(STATE_LABELS[one.state])
                table.add_row(source, state, document_id, filed, escape("\n".join(notes)))
            self._console.print(table)
        counts = Counter(result.state for result in results)
        states = (coloured(STATE_LABELS[state], f": {counts[state]}") for state in STATE_LABELS)
        proposed = sum(result.proposed for result in results)
        note = f" · {proposed} dữ kiện chưa chắc (chưa dùng để trả lời)" if proposed else ""
        self._console.print(" · ".join(states) + note)


def coloured(label: tuple[str, str], detail: str = "") -> str:
    """Return a label's name in its colour, as Rich writes it."""
    name, colour = label
    return f"[{colour}]{name}{detail}[/]"


def _notes(result: IndexingResult) -> list[str]:
    """Return what a person should check: the failure, doubts, metadata that was not found."""
    unknown = ", ".join(FIELD_LABELS[name] for name in result.unknown)
    missing = f"không tìm thấy: {unknown}" if unknown else ""
    attached = f"kèm toàn văn: {result.attached}" if result.attached else ""
    notes = (result.reason, *result.doubts, missing, attached)
    return [printable(note) for note in notes if note]
