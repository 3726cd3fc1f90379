"""A file becomes a document: the same directive from every format, and what an article reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indexer.document_reader import ParsedDocument, read_file
from knowledge.model import FactDetails
from tests.conftest import SHARED, needs_shared
from tests.indexer.samples import (
    ARTICLE,
    BODY,
    HEAD,
    LEFT,
    RIGHT,
    layout_page,
    plain_text,
    semantic_page,
    word_file,
)

MAKERS: dict[str, Callable[[], bytes]] = {
    "semantic.html": semantic_page,
    "layout.htm": layout_page,
    "word.docx": word_file,
    "plain.txt": plain_text,
}


@pytest.fixture
def directive(request: pytest.FixtureRequest, tmp_path: Path) -> ParsedDocument:
    """The directive as a file of the name that the test asks for."""
    name: str = request.param
    made = request.getfixturevalue("printed") if name == "printed.pdf" else MAKERS[name]()
    (tmp_path / name).write_bytes(made)
    return read_file(tmp_path / name)


@pytest.mark.parametrize("directive", [*MAKERS, "printed.pdf"], indirect=True)
def test_the_same_directive_is_read_from_every_format(directive: ParsedDocument) -> None:
    document = directive.document
    assert (document.kind, document.number) == ("Chỉ thị", "07/CT-UBND")
    assert document.issued == date(2024, 2, 9)
    assert document.authority == "Ủy ban nhân dân huyện Lục Nam"
    assert document.place == "Lục Nam"
    assert document.years == (2024,)
    assert "phát động phong trào thi đua yêu nước năm 2024" in document.title
    assert document.signer == "Trần Văn Minh"
    names = {
        kind: {fact.name for fact in directive.facts if fact.kind == kind}
        for kind in ("theme", "movement", "principle")
    }
    assert names["theme"] == {"Kỷ luật, sáng tạo, về đích"}
    assert names["movement"] == {"Cả nước thi đua A", "Cả nước thi đua B"}
    assert len(names["principle"]) == 1
    targets = {f"{fact.name} {fact.value}" for fact in directive.facts if fact.kind == "target"}
    assert any("che phủ rừng" in target and "41%" in target for target in targets)
    assert "Không được đọc" not in document.text
    assert "Lượt truy cập" not in document.text
    for fact in directive.facts:
        assert document.text[fact.start : fact.end].strip()


@pytest.mark.parametrize(
    "directive", ["semantic.html", "layout.htm", "word.docx", "printed.pdf"], indirect=True
)
def test_a_table_stays_a_table(directive: ParsedDocument) -> None:
    rows = [passage.text for passage in directive.passages if passage.kind == "row"]
    assert [row.replace(" ", "") for row in rows] == [
        "|Chỉtiêu|Mức|",
        "|Sốxãđạtchuẩnnôngthônmới|03xã|",
    ]


def test_a_number_that_does_not_fit_its_kind_is_a_doubt(tmp_path: Path) -> None:
    lines = [*LEFT[:2], "Số: 07/CI-UBND", *RIGHT, *HEAD, *BODY]
    (tmp_path / "a.txt").write_text("\n\n".join(lines), encoding="utf-8")
    document = read_file(tmp_path / "a.txt").document
    assert document.number == "07/CI-UBND"
    assert document.doubts == ("số 07/CI-UBND không khớp loại văn bản Chỉ thị (CT)",)


@pytest.fixture
def article(tmp_path: Path) -> ParsedDocument:
    path = tmp_path / "luc-nam-2024.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return read_file(path)


def test_an_article_has_the_metadata_of_the_text_it_reports(article: ParsedDocument) -> None:
    document = article.document
    assert document.id == "luc-nam-2024"
    assert document.title == "Lục Nam phát động thi đua năm 2024"
    assert (document.kind, document.number) == ("Kế hoạch", "12/KH-UBND")
    assert (document.authority, document.place) == ("UBND huyện Lục Nam", "Lục Nam")
    assert (document.years, document.issued) == ((2024,), date(2024, 2, 5))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("theme", ["Kỷ luật, “sáng tạo” và về đích"]),
        ("launch", ["Trần Văn Minh"]),
        (
            "target",
            [
                "Tỷ lệ che phủ rừng: đạt 41%",
                "Thành lập mới: 03 hợp tác xã",
                "thu ngân sách: 250 tỷ đồng",
            ],
        ),
        ("movement", ["Cả nước thi đua A", "Cả nước thi đua B", "Lục Nam xanh"]),
        ("honour", ["Công dân gương mẫu", "Gia đình kiểu mẫu"]),
        ("index", ["Chỉ số hài lòng"]),
        ("principle", ["Khen thưởng bảo đảm kịp thời, ưu tiên người lao động trực tiếp."]),
        ("person", ["Trần Văn Minh"]),
    ],
)
def test_the_facts_of_an_article(article: ParsedDocument, kind: str, expected: list[str]) -> None:
    facts = [fact for fact in article.facts if fact.kind == kind]
    assert [f"{fact.name}: {fact.value}" if fact.value else fact.name for fact in facts] == expected


def test_movements_have_launcher_and_period(article: ParsedDocument) -> None:
    details = {fact.name: fact.details for fact in article.facts if fact.kind == "movement"}
    assert details["Cả nước thi đua A"] == FactDetails(
        period="2021-2025", launcher="Thủ tướng Chính phủ"
    )
    assert details["Lục Nam xanh"] == FactDetails(launcher="huyện")


def test_named_texts_have_author_day_and_subject(article: ParsedDocument) -> None:
    fact = next(fact for fact in article.facts if fact.name == "Nghị quyết số 05-NQ/HU")
    assert fact.details == FactDetails(
        authority="Huyện ủy", about="về cải cách hành chính", date=date(2024, 2, 1)
    )


def test_every_fact_stands_on_its_evidence(article: ParsedDocument) -> None:
    for fact in article.facts:
        evidence = article.document.text[fact.start : fact.end]
        assert evidence.strip()
        assert fact.kind == "event" or fact.name.split()[-1].strip(".”“") in evidence, fact


@needs_shared
@pytest.mark.parametrize(
    ("name", "place", "years", "number"),
    [
        ("bac-giang-2022", "Bắc Giang", (2022,), None),
        ("binh-duong-2023", "Bình Dương", (2023,), "02/CT-UBND"),
        ("cho-don-2022", "Chợ Đồn", (2022,), "15/KH-UBND"),
        (
            "cum-trung-du-2023",
            "Cụm thi đua các tỉnh Trung du và miền núi phía Bắc",
            (2022, 2023),
            None,
        ),
        ("ninh-binh-2021", "Ninh Bình", (2021,), None),
    ],
)
def test_the_metadata_of_the_originals(
    name: str, place: str, years: tuple[int, ...], number: str | None
) -> None:
    document = read_file(SHARED / "seeds" / f"{name}.txt").document
    assert (document.place, document.years, document.number) == (place, years, number)
