"""What holds on a day, as held texts say it of each other; two versions of one number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.pipeline import index_source
from indexer.sources import SourceSpec
from knowledge.library import Library
from knowledge.model import Fact, FactDetails, StoredDocument, Subject
from knowledge.snapshot import document_versions
from knowledge.snapshot.validity import replacement_days, with_replacements

OLD = StoredDocument(
    "old",
    "",
    number="98/2023/NĐ-CP",
    issued=date(2023, 12, 31),
    effective_from=date(2024, 1, 1),
)
NEW = StoredDocument(
    "new",
    "",
    number="152/2025/NĐ-CP",
    issued=date(2025, 6, 14),
    effective_from=date(2025, 7, 1),
)
PLAN = StoredDocument("plan", "", number="15/KH-UBND", place="Lục Nam", issued=date(2024, 1, 5))
OTHER = StoredDocument("other", "", number="15/KH-UBND", place="Lục Ngạn", issued=date(2024, 1, 5))
AFTER = StoredDocument("after", "", number="20/KH-UBND", place="Lục Nam", issued=date(2024, 3, 1), effective_from=date(2024, 3, 1))  # fmt: skip


def relation(document_id: str, value: str, number: str, day: str = "") -> Fact:
    details = FactDetails(number=number, date=date.fromisoformat(day) if day else None)
    return Fact(document_id, "relation", number, 0, 1, value, details=details)


@pytest.mark.parametrize(
    ("documents", "fact", "ends"),
    [
        (
            [OLD, NEW],
            relation("new", "ends", "98/2023/NĐ-CP", "2023-12-31"),
            {"old": date(2025, 7, 1)},
        ),
        ([OLD, NEW], relation("new", "replaces", "98/2023/nđ-cp"), {"old": date(2025, 7, 1)}),
        ([OLD, NEW], relation("new", "amends", "98/2023/NĐ-CP"), {}),
        ([OLD, NEW], relation("new", "rests_on", "98/2023/NĐ-CP"), {}),
        ([OLD, NEW], relation("new", "ends", "98/2023/NĐ-CP", "2023-12-30"), {}),
        ([OLD, NEW], relation("old", "replaces", "152/2025/NĐ-CP"), {}),
        ([OLD, PLAN], relation("plan", "replaces", "98/2023/NĐ-CP"), {}),
        (
            [PLAN, OTHER, AFTER],
            relation("after", "replaces", "15/KH-UBND", "2024-01-05"),
            {"plan": date(2024, 3, 1)},
        ),
    ],
)
def test_a_text_ends_where_the_one_that_replaces_it_begins(
    documents: list[StoredDocument], fact: Fact, ends: dict[str, date]
) -> None:
    held = {document.id: document for document in documents}
    assert replacement_days(held, [fact]) == ends
    for document in with_replacements(held, ends).values():
        assert document.effective_to == ends.get(document.id)
        assert document.id not in ends or not document.in_force(ends[document.id])


def plan(number: int, day: str, target: str, last: str = "") -> str:
    return f"""ỦY BAN NHÂN DÂN
HUYỆN LỤC NAM
Số: {number}/KH-UBND
Lục Nam, ngày {day}
KẾ HOẠCH
Phát động thi đua năm 2024
Các chỉ tiêu năm 2024: tỷ lệ che phủ rừng đạt {target}.
{last}
CHỦ TỊCH
Trần Văn Minh
"""


def put(library: Library, folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert index_source(library, SourceSpec(str(folder / f"{name}.txt"))).state == "indexed"


def told(library: Library, day: date) -> str:
    return library.answer("Tỷ lệ che phủ rừng của Lục Nam năm 2024?", Subject(), day)[0].text


def test_a_replaced_plan_is_no_longer_told(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, "cu", plan(15, "05 tháng 01 năm 2024", "41%"))
    end = "Kế hoạch này có hiệu lực kể từ ngày ký và thay thế Kế hoạch số 15/KH-UBND ngày 05/01/2024 của UBND huyện."
    put(library, tmp_path, "moi", plan(20, "01 tháng 3 năm 2024", "43%", end))
    assert "41%" not in told(library, date(2026, 1, 1))
    assert "43%" in told(library, date(2026, 1, 1))
    assert "41%" in told(library, date(2024, 2, 1))
    library.remove("moi")
    assert "41%" in told(library, date(2026, 1, 1))


def test_of_two_versions_of_a_number_the_later_is_told_and_both_are_held(
    library: Library, tmp_path: Path
) -> None:
    for name, target in (("du-thao", "41%"), ("chinh-thuc", "43%")):
        put(library, tmp_path, name, plan(15, "05 tháng 01 năm 2024", target))
    assert document_versions(library.documents()) == {"chinh-thuc": ("du-thao",)}
    answer = told(library, date(2026, 1, 1))
    assert ("43%" in answer, "41%" in answer) == (True, False)
    assert {hit.document.id for hit in library.search("che phủ rừng")} == {"chinh-thuc"}
    assert library.document("du-thao").text
    # Read again, the older one stays the older one.
    (tmp_path / "du-thao.txt").write_text(plan(15, "05 tháng 01 năm 2024", "40%"), encoding="utf-8")
    assert index_source(library, tmp_path / "du-thao.txt").state == "replaced"
    assert document_versions(library.documents()) == {"chinh-thuc": ("du-thao",)}


def test_a_number_is_the_text_of_the_place_that_is_named(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, "luc-nam", plan(15, "05 tháng 01 năm 2024", "41%"))
    other = (
        plan(15, "08 tháng 01 năm 2024", "43%")
        .replace("LỤC NAM", "LỤC NGẠN")
        .replace("Lục Nam", "Lục Ngạn")
    )
    put(library, tmp_path, "luc-ngan", other)

    def cited(question: str) -> set[str]:
        answer, _ = library.answer(question, Subject(), date(2026, 1, 1))
        return {citation.document_id for citation in answer.citations}

    assert cited("Kế hoạch 15/KH-UBND của Lục Nam ngày nào?") == {"luc-nam"}
    assert cited("Kế hoạch 15/KH-UBND của Lục Ngạn ngày nào?") == {"luc-ngan"}
    asked_back, _ = library.answer("Kế hoạch 15/KH-UBND ngày nào?", Subject(), date(2026, 1, 1))
    assert asked_back.status == "clarify"
    assert len(asked_back.buttons) == 2
    assert cited("Kế hoạch 15/KH-UBND của Nghệ An ngày nào?") == set()
