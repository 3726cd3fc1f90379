"""What a person sees on a terminal and a program elsewhere."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from indexer.pipeline import IndexingResult
from indexer.progress import open_reporter, printable

RESULTS = [
    IndexingResult(
        "/a/kế hoạch.txt", "indexed", "kế hoạch", unknown=("number", "issued"), proposed=2
    ),
    IndexingResult(
        "/a/quét.pdf", "replaced", "quét", doubts=("trang 2: nhận dạng chữ chỉ chắc 61 %",)
    ),
    IndexingResult("/a/cũ.txt", "unchanged", "cũ"),
    IndexingResult("/a/tin.txt", "indexed", "tin", filed="UBND phường Bình Khê, 2026"),
    IndexingResult("/a/[red]hỏng\n.pdf", "failed", reason="Tệp PDF hỏng hoặc bị cắt cụt."),
]


def render(terminal: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=terminal, width=160, color_system=None, highlight=False
    )
    with open_reporter(len(RESULTS), console) as reporter:
        for result in RESULTS:
            reporter.show_stage(result.source, "tìm dữ kiện")
            reporter.show_result(result)
    reporter.show_summary(RESULTS)
    return out.getvalue()


def test_a_program_gets_one_object_a_line() -> None:
    lines = [json.loads(line) for line in render(terminal=False).splitlines()]
    assert [line.get("state") for line in lines] == [
        "indexed",
        "replaced",
        "unchanged",
        "indexed",
        "failed",
        None,
    ]
    assert lines[-1] == {
        "summary": {"indexed": 2, "replaced": 1, "unchanged": 1, "failed": 1, "proposed": 2}
    }
    assert lines[4]["reason"] == "Tệp PDF hỏng hoặc bị cắt cụt."


@pytest.mark.parametrize(
    "text",
    [
        "không tìm thấy: số, ngày ban hành",
        "trang 2: nhận dạng chữ chỉ chắc 61 %",
        "[red]hỏng\\u000a.pdf",
        "Tệp PDF hỏng hoặc bị cắt cụt.",
        "UBND phường Bình Khê, 2026",
        "đã đọc: 2 · thay bản cũ: 1 · không đổi: 1 · HỎNG: 1 · 2 dữ kiện chưa chắc",
    ],
)
def test_a_person_sees_what_needs_a_check_and_the_counts(text: str) -> None:
    assert text in render(terminal=True)


def test_results_without_notes_are_not_listed() -> None:
    assert "/a/cũ.txt" not in render(terminal=True)


def test_control_characters_are_shown_as_code_points() -> None:
    assert printable("a\x1b[2Jb\u202ec") == "a\\u001b[2Jb\\u202ec"
