"""Legal texts from the file to the answer: only in force, and quoted as the copy has them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.pipeline import index_source
from knowledge.language import tokenize
from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import needs_shared
from tests.indexer.samples import LEGAL_TEXT


def test_a_text_out_of_force_is_not_quoted(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "nd-77-2031.md"
    path.write_text(LEGAL_TEXT, encoding="utf-8")
    index_source(library, path)
    for day, is_in_force in ((date(2032, 1, 1), True), (date(2034, 1, 1), False)):
        considered = library.considered("Ai được thử một mình?", Subject(), day)
        texts = [answer.text for answer, _ in considered]
        assert any("thử một mình" in text for text in texts) is is_in_force, texts


@needs_shared
@pytest.mark.parametrize(
    ("question", "place", "joined"),
    [
        ("Tỉnh ủy xem xét gì trước khi trình Thủ tướng?", "Điều 33 khoản 2", "Tỉnhủy"),
        ("in ấn và mua sắm hiện vật khen thưởng lấy từ đâu", "Điều 48 khoản 2", "inấn"),
    ],
)
def test_words_that_a_copy_joined_are_found_and_quoted_as_they_stand(
    decree: Library, question: str, place: str, joined: str
) -> None:
    answer, _ = decree.answer(question, Subject(), date(2026, 11, 21))
    assert answer.status == "answered"
    (citation,) = answer.citations
    assert citation.place == place
    assert joined in citation.quote


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("trungương", ["trung", "ương"]),
        ("lấyý kiến", ["lấy", "ý", "kiến"]),
        ("định cưở", ["định", "cư", "ở"]),
        ("Nhà giáoưu tú", ["Nhà", "giáo", "ưu", "tú"]),
        ("khuyến khích nghiêng thuở", ["khuyến", "khích", "nghiêng", "thuở"]),
        ("phong tràào độộng", ["phong", "tràào", "độộng"]),
    ],
)
def test_a_lost_blank_is_seen_and_a_doubled_letter_is_not(text: str, parts: list[str]) -> None:
    assert [word.text for word in tokenize(text)] == parts
