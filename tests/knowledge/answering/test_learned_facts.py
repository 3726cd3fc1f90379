"""What answers make of facts that were learned: none of a proposal, no number, no group mixed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.model import MIN_TOLD, Document, Fact, FactDetails, Passage, Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store

DAY = date(2026, 11, 28)
TEXT = "Năm 2024, Phòng Nội vụ tổng hợp hồ sơ.\nPhòng Kinh tế chọn mô hình.\nCác xã tự chấm điểm."


def library_of(*facts: Fact) -> Library:
    library = Library(Store(":memory:"), SeededEncoder())
    document = Document("d", "Kế hoạch thi đua", text=TEXT, place="Chợ Đồn", years=(2024,))
    library.add(document, [Passage("d", 0, 0, len(TEXT), "paragraph", TEXT)], facts)
    return library


def fact(kind: str, name: str, confidence: float = 0.9, group: str = "") -> Fact:
    details = FactDetails(place=group)
    return Fact("d", kind, name, 0, 28, "", "Chợ Đồn", 2024, details, confidence)


def answer(library: Library, question: str) -> str:
    return library.answer(question, Subject(), DAY)[0].text


def test_a_proposal_is_kept_and_told_by_no_answer() -> None:
    doubtful = fact("honour", "Cờ thi đua của UBND tỉnh", MIN_TOLD - 0.01)
    library = library_of(fact("honour", "Giấy khen"), doubtful)
    assert doubtful in library.facts("d")
    told = answer(library, "Danh hiệu tôn vinh của huyện Chợ Đồn năm 2024?")
    assert "Giấy khen" in told
    assert "Cờ thi đua" not in told


def test_the_number_of_learned_facts_is_not_told() -> None:
    bodies = [fact("duty", name) for name in ("Phòng Nội vụ", "Phòng Kinh tế")]
    told = answer(library_of(*bodies), "Huyện Chợ Đồn năm 2024 giao trách nhiệm cho đơn vị nào?")
    assert "Phòng Nội vụ" in told
    assert "có 2 trách nhiệm" not in told
    assert "văn bản có thể ghi thêm" in told


def test_members_of_one_group_are_units_and_those_of_two_are_not_mixed() -> None:
    question = "Cụm thi đua ở huyện Chợ Đồn có những đơn vị nào?"
    one = [fact("member", name, group="Cụm số 1") for name in ("Xã Bằng Lũng", "Xã Nghĩa Tá")]
    told = answer(library_of(*one), question)
    assert "tôi đọc được (văn bản có thể ghi thêm): Xã Bằng Lũng, Xã Nghĩa Tá" in told
    assert "gồm 2" not in told
    two = [*one, fact("member", "Xã Yên Thượng", group="Cụm số 2")]
    assert "Yên Thượng" not in answer(library_of(*two), question)


def test_near_copies_of_one_item_are_told_once(tmp_path: Path) -> None:
    said = "UBND huyện Lục Nam phát động phong trào thi đua yêu nước năm 2024."
    for name, line in (("a", "Báo tỉnh đưa tin."), ("b", "Cổng huyện đưa tin.")):
        text = f"Huyện Lục Nam phát động thi đua năm 2024\n{said}\n{line}\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(Store(":memory:"), SeededEncoder())
    index_sources(library, [tmp_path])
    told = answer(library, "Ai phát động thi đua ở huyện Lục Nam năm 2024?")
    assert told.count("UBND huyện Lục Nam phát động thi đua") == 1


def test_the_kind_of_a_place_is_no_word_that_must_be_found() -> None:
    library = Library(Store(":memory:"), SeededEncoder())
    document = Document("d", "Kế hoạch", text=TEXT, place="Sông Cầu", years=(2024,))
    honour = Fact("d", "honour", "Giấy khen", 0, 28, place="Sông Cầu", year=2024)
    library.add(document, [Passage("d", 0, 0, len(TEXT), "paragraph", TEXT)], [honour])
    told = answer(library, "Thị xã Sông Cầu năm 2024 có những danh hiệu tôn vinh nào?")
    assert "Giấy khen" in told


def test_heads_alone_are_not_told_as_all_members() -> None:
    heads = [fact("leader", "Xã Bằng Lũng", 1.0), fact("leader", "Xã Nghĩa Tá", 1.0)]
    told = answer(library_of(*heads), "Cụm thi đua ở huyện Chợ Đồn có những đơn vị nào?")
    assert "gồm" not in told
    assert "Bằng Lũng, Xã Nghĩa Tá" not in told


@pytest.mark.parametrize("question", ["Kế hoạch 05/KH-UBND ai ký?", "ke hoach 05/kh-ubnd ai ki"])
def test_who_signed_a_numbered_text_is_told_or_refused(question: str) -> None:
    issued = replace(
        fact("issued", "Kế hoạch 05/KH-UBND", 1.0), details=FactDetails(authority="UBND")
    )
    signer = replace(fact("signer", "Vàng A Sình", 1.0), details=FactDetails(role="Chủ tịch"))
    assert "Người ký: Vàng A Sình, Chủ tịch." in answer(library_of(issued, signer), question)
    assert "Kế hoạch 05/KH-UBND của UBND" not in answer(library_of(issued), question)
