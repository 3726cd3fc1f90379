"""Who launched a campaign: the person of the body, and no word of a day that the text has after all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store

TITLE = "Tuyên Quang: Thi đua cao điểm những tháng cuối năm 2024\n"


@pytest.mark.parametrize(
    ("sentence", "told", "left_out"),
    [
        (
            "Chủ tịch UBND tỉnh Tuyên Quang phát động đợt thi đua cao điểm đến 31/12/2024.",
            "Chủ tịch UBND tỉnh Tuyên Quang phát động",
            "không ghi ngày",
        ),
        (
            "UBND tỉnh Tuyên Quang phát động đợt thi đua cao điểm trong các xã.",
            "Văn bản không ghi ngày cụ thể",
            "Chủ tịch",
        ),
        (
            "Chỉ thị số 02/CT-UBND ngày 18/01/2024 phát động phong trào thi đua trong toàn tỉnh.",
            "Tôi chưa tìm thấy",
            "UBND ngày",
        ),
    ],
)
def test_who_launched(tmp_path: Path, sentence: str, told: str, left_out: str) -> None:
    file = tmp_path / "tin-tuyen-quang-2024.txt"
    file.write_text(TITLE + sentence, encoding="utf-8")
    library = Library(Store(":memory:"), SeededEncoder())
    assert [outcome.state for outcome in index_sources(library, [file])] == ["indexed"]
    question = "Ai phát động thi đua ở Tuyên Quang năm 2024?"
    answer, _ = library.answer(question, Subject(), date(2026, 11, 28))
    assert told in answer.text
    assert left_out not in answer.text
