"""What a person or a program sees of indexing: a bar and a table on a terminal, one JSON object a line elsewhere."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from types import TracebackType
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

from indexer.pipeline import Outcome, State

#: State → how it is told, and its colour.
STATES: dict[State, tuple[str, str]] = {
    "indexed": ("đã đọc", "green"),
    "replaced": ("thay bản cũ", "green"),
    "unchanged": ("không đổi", "dim"),
    "failed": ("HỎNG", "red"),
}
#: Fields of a document → what they are called where they are missing.
FIELDS = {"kind": "loại", "number": "số", "authority": "cơ quan", "issued": "ngày ban hành"}
LONGEST_NAME = 60


class Report(Protocol):
    """Is told of the stages of each file and of what became of it, and sums up at the end."""

    def __enter__(self) -> Report: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None: ...

    def stage(self, source: str, stage: str) -> None:
        """A file is at this stage."""
        ...

    def done(self, outcome: Outcome) -> None:
        """This became of a file."""
        ...

    def sum_up(self, outcomes: Sequence[Outcome]) -> None:
        """All files are done."""
        ...


def report_for(total: int, console: Console) -> Report:
    """Give the report that suits where it is shown."""
    return Terminal(total, console) if console.is_terminal else JsonLines(console)


def printable(name: str) -> str:
    """Write a name in one line: signs that move the cursor or turn the text are shown as what they are."""
    return "".join(
        sign if unicodedata.category(sign)[0] != "C" else f"\\u{ord(sign):04x}" for sign in name
    )


class JsonLines:
    """One JSON object a file, written as it is done, and one for them all."""

    def __init__(self, console: Console) -> None:
        self._out = console.file

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._out.flush()

    def stage(self, source: str, stage: str) -> None:
        """Stages are for people."""

    def done(self, outcome: Outcome) -> None:
        """Write the line of one file."""
        print(json.dumps(asdict(outcome), ensure_ascii=False), file=self._out, flush=True)

    def sum_up(self, outcomes: Sequence[Outcome]) -> None:
        """Write how many files are in which state."""
        counted = Counter(outcome.state for outcome in outcomes)
        print(
            json.dumps({"summary": {state: counted[state] for state in STATES}}),
            file=self._out,
            flush=True,
        )


class Terminal:
    """A bar with the file, its stage and the rate; at the end a table."""

    def __init__(self, total: int, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            SpinnerColumn(), TextColumn("{task.fields[file]}"), TextColumn("[dim]{task.fields[stage]}"), BarColumn(24),
            MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), console=console, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=total, file="", stage="", rate="")

    def __enter__(self) -> Terminal:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def stage(self, source: str, stage: str) -> None:
        """Show the file's name and its stage."""
        name = printable(source.rstrip("/").rpartition("/")[2])
        self._bar.update(self._task, file=escape(name[:LONGEST_NAME]), stage=escape(stage))

    def done(self, outcome: Outcome) -> None:
        """Move the bar on."""
        task = self._bar.tasks[0]
        rate = f"{(task.completed + 1) / task.elapsed:.1f} tệp/giây" if task.elapsed else ""
        self._bar.update(self._task, advance=1, rate=rate)

    def sum_up(self, outcomes: Sequence[Outcome]) -> None:
        """Show what needs a look, one row a file, and how many files are in which state."""
        noted = [outcome for outcome in outcomes if _notes(outcome)]
        if noted:
            table = Table("Tệp", "Kết quả", "Mã văn bản", "Cần xem lại", show_lines=True)
            for outcome in noted:
                said, colour = STATES[outcome.state]
                table.add_row(
                    escape(printable(outcome.source)), f"[{colour}]{said}[/]", escape(printable(outcome.document_id)),
                    escape("\n".join(_notes(outcome))),
                )  # fmt: skip
            self._console.print(table)
        counted = Counter(outcome.state for outcome in outcomes)
        self._console.print(
            " · ".join(
                f"[{colour}]{said}: {counted[state]}[/]" for state, (said, colour) in STATES.items()
            )
        )


def _notes(outcome: Outcome) -> list[str]:
    """Give what a person should look at: why a file failed, pages that OCR is unsure of, metadata that was not found."""
    unknown = ", ".join(FIELDS[name] for name in outcome.unknown)
    notes = [outcome.reason, *outcome.doubts, f"không tìm thấy: {unknown}" if unknown else ""]
    return [printable(note) for note in notes if note]
