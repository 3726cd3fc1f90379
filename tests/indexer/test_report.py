"""What a person sees on a terminal and a program elsewhere."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from indexer.pipeline import IndexingResult
from indexer.progress import open_reporter, printable

OUTCOMES = [
    IndexingResult("/a/kế hoạch.txt", "indexed", "kế hoạch", unknown=("number", "issued")),
    IndexingResult("/a/quét.pdf", "replaced", "quét", doubts=("trang 2: nhận dạng chữ chỉ chắc 61 %",)),
    IndexingResult("/a/cũ.txt", "unchanged", "cũ"),
    IndexingResult("/a/[red]hỏng\n.pdf", "failed", reason="Tệp PDF hỏng hoặc bị cắt cụt."),
]


def shown(terminal: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=160, color_system=None, highlight=False)
    with open_reporter(len(OUTCOMES), console) as reporter:
        for outcome in OUTCOMES:
            reporter.show_stage(outcome.source, "tìm dữ kiện")
            reporter.show_result(outcome)
    reporter.show_summary(OUTCOMES)
    return out.getvalue()


def test_a_program_gets_one_object_a_line() -> None:
    lines = [json.loads(line) for line in shown(terminal=False).splitlines()]
    assert [line.get("state") for line in lines] == ["indexed", "replaced", "unchanged", "failed", None]
    assert lines[-1] == {"summary": {"indexed": 1, "replaced": 1, "unchanged": 1, "failed": 1}}
    assert lines[3]["reason"] == "Tệp PDF hỏng hoặc bị cắt cụt."


@pytest.mark.parametrize(
    "said",
    [
        "không tìm thấy: số, ngày ban hành",
        "trang 2: nhận dạng chữ chỉ chắc 61 %",
        "[red]hỏng\\u000a.pdf",
        "Tệp PDF hỏng hoặc bị cắt cụt.",
        "đã đọc: 1 · thay bản cũ: 1 · không đổi: 1 · HỎNG: 1",
    ],
)
def test_a_person_sees_what_needs_a_look_and_the_sum(said: str) -> None:
    assert said in shown(terminal=True)


def test_what_is_well_is_not_listed() -> None:
    assert "/a/cũ.txt" not in shown(terminal=True)


def test_signs_that_move_the_cursor_are_shown_as_what_they_are() -> None:
    assert printable("a\x1b[2Jb\u202ec") == "a\\u001b[2Jb\\u202ec"
