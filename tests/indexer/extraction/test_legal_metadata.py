"""What a legal text states of itself; its rules match their examples."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.document_reader import parse_document, read_file
from indexer.readers.extracted_text import ExtractedText
from indexer.rules import compile_pattern, load_rules
from tests.indexer.samples import LEGAL_TEXT

RULES: Any = load_rules("legal_metadata")


@pytest.mark.parametrize("name", RULES)
def test_rules_match_their_examples(name: str) -> None:
    pattern = compile_pattern(RULES[name]["pattern"])
    assert all(pattern.search(example) for example in RULES[name]["examples"])


def test_a_legal_text_states_its_metadata(tmp_path: Path) -> None:
    path = tmp_path / "nd-77-2031.md"
    path.write_text(LEGAL_TEXT, encoding="utf-8")
    document = read_file(path).document
    assert (document.kind, document.number) == ("Nghị định", "77/2031/NĐ-CP")
    assert document.title == "Nghị định quy định về việc thử nghiệm trợ lý"
    assert (document.authority, document.place, document.years) == ("Chính phủ", None, ())
    assert (document.issued, document.effective_from) == (date(2031, 4, 5), date(2031, 7, 15))
    assert document.effective_to == date(2033, 3, 20)
    days = (2031, 7, 14), (2031, 7, 15), (2033, 3, 19), (2033, 3, 20)
    assert [document.in_force(date(*day)) for day in days] == [False, True, True, False]


PACT = """CỤM THI ĐUA CÁC TRƯỜNG
Số: 02/GƯTĐ-CTĐ
Lục Nam, ngày 17 tháng 3 năm 2024
GIAO ƯỚC THI ĐUA NĂM 2024
Trường THPT Lục Nam là Cụm trưởng năm 2024.
Chủ đề của Cụm: "Dạy thật, học thật, thi thật".
Điều 1. Chỉ tiêu
Phấn đấu tỷ lệ tốt nghiệp đạt trên 99%; học sinh bỏ học không quá 0,5%.
Điều 2. Chấm điểm
Mỗi trường tự chấm, gửi Cụm trưởng trước ngày 10/12/2024.
Điều 3. Khen thưởng
Chỉ xét khen trường không có giáo viên vi phạm quy chế thi.
"""


def test_a_pact_in_articles_is_a_campaigns_text_and_a_decree_is_none() -> None:
    def kinds(text: str) -> set[str]:
        return {fact.kind for fact in parse_document(ExtractedText(text), "d", "").facts}

    assert {"leader", "theme", "target", "deadline"} <= kinds(PACT)
    assert not kinds(LEGAL_TEXT) & {"leader", "theme", "target", "deadline", "content", "duty"}
