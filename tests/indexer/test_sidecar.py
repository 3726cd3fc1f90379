"""What staff enter beside a file wins over what was read, is marked, and needs evidence, too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.document_reader import read_file
from indexer.errors import InvalidMetadata
from indexer.pipeline import index_source
from knowledge.library import Library

TEXT = """Lục Nam phát động thi đua năm 2024

Đồng chí Trần Văn Minh, Chủ tịch UBND huyện phát động thi đua năm 2024 với chủ đề “Kỷ luật”.

Huyện quyết tâm nâng độ che phủ rừng lên bốn mươi mốt phần trăm.
"""
ENTERED = """title: Chỉ thị phát động thi đua năm 2024 của huyện Lục Nam
issued: 2024-02-09
signer: Trần Văn Minh
facts:
- {kind: theme, name: Kỷ luật, value: theo bản ký, quote: "chủ đề “Kỷ luật”"}
- {kind: target, name: Độ che phủ rừng, value: 41%, year: 2024,
   quote: nâng độ che phủ rừng lên bốn mươi mốt phần trăm}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "luc-nam.txt"
    file.write_text(TEXT, encoding="utf-8")
    file.with_suffix(".yaml").write_text(ENTERED, encoding="utf-8")
    return file


def test_what_was_entered_wins_and_is_marked(path: Path) -> None:
    parsed = read_file(path)
    document = parsed.document
    assert document.title == "Chỉ thị phát động thi đua năm 2024 của huyện Lục Nam"
    assert (document.issued, document.signer) == (date(2024, 2, 9), "Trần Văn Minh")
    assert document.place == "Lục Nam"
    assert document.by_hand == ("title", "issued", "signer")
    facts = {(fact.kind, fact.name): fact for fact in parsed.facts}
    assert facts["theme", "Kỷ luật"].value == "theo bản ký"
    entered = facts["target", "Độ che phủ rừng"]
    assert (entered.value, entered.year, entered.place) == ("41%", 2024, "Lục Nam")
    assert entered.details.by_hand
    assert "che phủ rừng" in document.text[entered.start : entered.end]
    assert not facts["person", "Trần Văn Minh"].details.by_hand


def test_a_change_beside_a_file_is_a_change_of_it(library: Library, path: Path) -> None:
    assert [index_source(library, path).state for _ in range(2)] == ["indexed", "unchanged"]
    path.with_suffix(".yaml").write_text("signer: Lê Văn Nam\n", encoding="utf-8")
    assert index_source(library, path).state == "replaced"
    document = library.document("luc-nam")
    assert (document.signer, document.by_hand) == ("Lê Văn Nam", ("signer",))
    path.with_suffix(".yaml").unlink()
    assert index_source(library, path).state == "replaced"
    assert library.document("luc-nam").by_hand == ()


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        ("title: [", "sai cú pháp"),
        ("- chỉ là danh sách", "phải là các dòng"),
        ("colour: đỏ", "không có trong danh mục"),
        ("issued: hôm qua", "sai kiểu"),
        ("facts: nhiều lắm", "phải là một danh sách"),
        ("facts: [{kind: target, name: A}]", "phải có kind, name, quote"),
        ("facts: [{kind: target, name: A, quote: không hề có câu này}]", "không có trong văn bản"),
        ("facts: [{kind: target, name: A, quote: ''}]", "không có trong văn bản"),
        ("title: " + "x" * 300_000, "quá lớn"),
    ],
)
def test_what_is_entered_wrongly_is_refused_with_its_cause(
    path: Path, entered: str, message: str
) -> None:
    path.with_suffix(".yaml").write_text(entered, encoding="utf-8")
    with pytest.raises(InvalidMetadata, match=message):
        read_file(path)
