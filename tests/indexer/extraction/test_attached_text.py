"""An article with the whole text that it reports below it becomes two documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.extraction.pages import read_pages
from indexer.document_reader import ATTACHED_MARK, parse_document
from indexer.pipeline import index_source, reindex_document
from indexer.readers.extracted_text import ExtractedText
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store

ARTICLE = """Trang chủ | Tin tức | Văn bản | Liên hệ
Thứ Ba, 20/02/2024 08:30
Huyện Lục Nam phát động thi đua năm 2024
Chia sẻ: Facebook Zalo
Sáng nay, lãnh đạo huyện đã họp với các xã, thị trấn để bàn việc của năm mới.
Theo đó, mỗi xã chọn hai việc khó để làm trong năm, có người chịu trách nhiệm rõ ràng.
Nhiều ý kiến cho rằng phong trào phải gần với đời sống của bà con hơn trước.
Toàn văn Chỉ thị như sau:
"""
DIRECTIVE = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN LỤC NAM Độc lập - Tự do - Hạnh phúc
Số: 07/CT-UBND
Lục Nam, ngày 09 tháng 02 năm 2024
CHỈ THỊ
Về phát động phong trào thi đua yêu nước năm 2024
Năm 2024 là năm bứt phá, Chủ tịch Ủy ban nhân dân huyện yêu cầu các xã, thị trấn thực hiện:
1. Phấn đấu thu ngân sách đạt 250 tỷ đồng, tỷ lệ che phủ rừng đạt 41%.
2. Thi đua cải cách hành chính, trả hồ sơ đúng hẹn.
3. Khen thưởng kịp thời, ưu tiên người lao động trực tiếp.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Minh
"""


def test_the_article_and_the_directive_each_have_their_own_metadata() -> None:
    parsed = parse_document(ExtractedText(ARTICLE + DIRECTIVE), "luc-nam", "c")
    article, attached = parsed.document, parsed.attached
    assert article.number is None
    assert "07/CT-UBND" not in article.text
    assert attached is not None
    assert (attached.document.id, attached.document.number) == ("luc-nam~2", "07/CT-UBND")
    assert (attached.document.kind, attached.document.issued) == ("Chỉ thị", date(2024, 2, 9))
    targets = {fact.name for fact in attached.facts if fact.kind == "target"}
    assert {"thu ngân sách", "tỷ lệ che phủ rừng"} <= targets
    for fact in attached.facts:
        assert 0 <= fact.start < fact.end <= len(attached.document.text)


@pytest.mark.parametrize("text", [ARTICLE, DIRECTIVE, ARTICLE + DIRECTIVE[:160]])
def test_one_text_stays_one_document(text: str) -> None:
    assert parse_document(ExtractedText(text), "d", "c").attached is None


def test_pages_by_other_hands_that_carry_both_become_two() -> None:
    carrying = [
        page.name
        for page in read_pages("train")
        if parse_document(ExtractedText(page.text), page.name, "").attached
    ]
    assert {"tin-kem-chi-thi-quang-tri", "a-hai-duong-chi-thi-2022"} <= {*carrying}
    assert len(carrying) <= 10


def test_both_are_stored_read_again_and_parted_again(tmp_path: Path) -> None:
    library = Library(Store(tmp_path / "s.db"), SeededEncoder())
    page = tmp_path / "luc-nam.txt"
    page.write_text(ARTICLE + DIRECTIVE, encoding="utf-8")
    result = index_source(library, page)
    assert result.attached == f"luc-nam{ATTACHED_MARK}"
    assert library.document_ids() == ["luc-nam", "luc-nam~2"]
    assert reindex_document(library, "luc-nam~2").state == "replaced"
    assert library.document_ids() == ["luc-nam", "luc-nam~2"]
    page.write_text(ARTICLE, encoding="utf-8")
    assert index_source(library, page).attached == ""
    assert library.document_ids() == ["luc-nam"]
