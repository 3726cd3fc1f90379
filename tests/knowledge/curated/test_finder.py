"""Which question the office's own answer is told to: that one, however typed, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.pipeline import index_sources
from knowledge.curated.finder import holds_for
from knowledge.curated.signature import read_signature
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.office import CuratedSource
from knowledge.search import open_encoder
from knowledge.storage import Store
from tests.knowledge.curated.answers import DAY, approved
from tests.running_assistant import STARTER

MARK = "(Câu trả lời của cơ quan, Trần Thị Bình, ngày 21/11/2026)"
TOLD = "Đây là lời của cơ quan."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the starter documents."""
    path = tmp_path_factory.mktemp("store") / "knowledge.db"
    store = Store(path)
    index_sources(Library(store, open_encoder("embedded")), [STARTER])
    store.close()
    return path


@pytest.fixture
def library(filled: Path, tmp_path: Path) -> Iterator[Library]:
    """The starter documents with the real encoder, and what a test adds."""
    copy = tmp_path / "knowledge.db"
    copy.write_bytes(filled.read_bytes())
    store = Store(copy)
    yield Library(store, open_encoder("embedded"))
    store.close()


def is_told(library: Library, typed: str, subject: Subject | None = None, day: date = DAY) -> bool:
    return TOLD in library.answer(typed, subject or Subject(), day)[0].text


SAME = [
    ("Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?", "han nop ho so khen thuong nam 2026 la ngay nao"),
    ("Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?", "Hồ sơ khen thưởng năm 2026 phải nộp hạn đến ngày nào ạ?"),
    ("Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?", "Hạn nộp hồ sơ khen thưởg năm 2026 là ngày nàoo?"),
    ("Hạn nộp hồ sơ khen thưởng năm nay là ngày nào?", "Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?"),
    ("Chủ đề thi đua năm 2022 của Bắc Giang?", "chu de thi dua nam 2022 cua tinh Bac Giang la gi"),
    ("Tóm tắt thi đua năm 2022 của Bắc Giang", "Tóm tắt thi đua năm 2022 của tỉnh Bắc Giang"),
    ("Tiêu chuẩn Chiến sĩ thi đua cơ sở?", "tieu chuan cstdcs?"),
    ("Ai có thẩm quyền tặng Giấy khen ở xã?", "ai co tham quyen tang giay khen o xa"),
    ("chu de thi dua nam 2022 cua bac giang", "Năm 2022 tỉnh Bắc Giang thi đua theo chủ đề gì?"),
]  # fmt: skip
OTHER = [
    ("Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?", "Hạn nộp hồ sơ khen thưởng năm 2025 là ngày nào?"),
    ("Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?", "Hạn nộp hồ sơ khen thưởng năm 2026 của Cà Mau là ngày nào?"),
    ("Hạn nộp hồ sơ khen thưởng năm nay là ngày nào?", "Hạn nộp hồ sơ khen thưởng năm ngoái là ngày nào?"),
    ("Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?", "Nơi nộp hồ sơ khen thưởng năm 2026 là ở đâu?"),
    ("Chủ đề thi đua năm 2022 của Bắc Giang?", "Chủ đề thi đua năm 2022 của Chợ Đồn?"),
    ("Chủ đề thi đua năm 2022 của Bắc Giang?", "Ai phát động thi đua năm 2022 ở Bắc Giang?"),
    ("Chủ đề thi đua năm 2022 của Bắc Giang?", "Chủ đề thi đua năm 2022?"),
    ("Tiêu chuẩn Chiến sĩ thi đua cơ sở?", "Tiêu chuẩn Chiến sĩ thi đua cấp tỉnh?"),
    ("Tiêu chuẩn Chiến sĩ thi đua cơ sở?", "Tiền thưởng Chiến sĩ thi đua cơ sở?"),
    ("Tiền thưởng LĐTT cho cá nhân?", "Tiền thưởng Lao động tiên tiến ngày 15/3/2025 cho cá nhân?"),
    ("Khoản 1 Điều 3 Nghị định 152/2025/NĐ-CP nói gì?", "Khoản 2 Điều 3 Nghị định 152/2025/NĐ-CP nói gì?"),
    ("Nghị định 98/2023 còn hiệu lực không?", "Nghị định 152/2025 còn hiệu lực không?"),
]  # fmt: skip


@pytest.mark.parametrize(("wording", "typed"), SAME)
def test_the_question_it_is_for_gets_it(library: Library, wording: str, typed: str) -> None:
    answer = approved(library, wordings=(wording,), text=TOLD)
    given, _ = library.answer(typed, Subject(), DAY)
    assert given.status == "answered"
    assert given.text == f"{TOLD}\n\n{MARK}\nNguồn: “Sở Nội vụ”"
    (citation,) = given.citations
    assert citation.source_url == answer.sources[0].address
    ((first, likeness), *_) = library.considered(typed, Subject(), DAY)
    assert first.text == given.text
    assert likeness > 0.5


@pytest.mark.parametrize(("wording", "typed"), OTHER)
def test_another_question_does_not(library: Library, wording: str, typed: str) -> None:
    before = library.answer(typed, Subject(), DAY)
    approved(library, wordings=(wording,), text=TOLD)
    assert library.answer(typed, Subject(), DAY) == before


ASKED = "Hồ sơ khen thưởng gửi phòng nào?"
IN_BAC_GIANG = ("Hồ sơ khen thưởng ở Bắc Giang gửi phòng nào?",)
PLACES: list[tuple[dict[str, Any], str, str | None, bool]] = [
    # An answer without places holds where its question says, else wherever nothing is named.
    ({}, "Hồ sơ khen thưởng gửi phòng nào?", None, True),
    ({}, "Hồ sơ khen thưởng gửi phòng nào?", "Bắc Giang", True),
    ({}, "Hồ sơ khen thưởng ở Bắc Giang gửi phòng nào?", None, False),
    # One for places asks for one of them, named or spoken of.
    ({"places": ("Bắc Giang",)}, "Hồ sơ khen thưởng ở Bắc Giang gửi phòng nào?", None, True),
    ({"places": ("Bắc Giang",)}, "Hồ sơ khen thưởng gửi phòng nào?", "Bắc Giang", True),
    ({"places": ("Bắc Giang",)}, "Hồ sơ khen thưởng gửi phòng nào?", None, False),
    ({"places": ("Bắc Giang",)}, "Hồ sơ khen thưởng ở Ninh Bình gửi phòng nào?", "Bắc Giang", False),
    ({"places": ("Bắc Giang", "Ninh Bình")}, "Hồ sơ khen thưởng ở Ninh Bình gửi phòng nào?", None, True),
    # A wording that names a place asks for just that one.
    ({"wordings": IN_BAC_GIANG}, "Hồ sơ khen thưởng ở Bắc Giang gửi phòng nào?", None, True),
    ({"wordings": IN_BAC_GIANG}, "Hồ sơ khen thưởng gửi phòng nào?", None, False),
    ({"wordings": IN_BAC_GIANG, "places": ("Bắc Giang", "Ninh Bình")}, "Hồ sơ khen thưởng ở Bắc Giang gửi phòng nào?", None, True),
    ({"wordings": IN_BAC_GIANG, "places": ("Bắc Giang", "Ninh Bình")}, "Hồ sơ khen thưởng ở Ninh Bình gửi phòng nào?", None, False),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "typed", "place", "told"), PLACES)
def test_it_is_told_where_it_holds(
    library: Library, changes: dict[str, Any], typed: str, place: str | None, told: bool
) -> None:
    approved(library, **{"wordings": (ASKED,), "text": TOLD, **changes})
    assert is_told(library, typed, Subject(place=place)) is told


def test_what_one_office_wrote_is_not_told_of_anothers_place(library: Library) -> None:
    answer = approved(library, wordings=IN_BAC_GIANG, text=TOLD)
    assert is_told(library, IN_BAC_GIANG[0])
    # As a store may hold it from before such a wording was refused.
    held = replace(library.curated.get(answer.id), places=("Ninh Bình",))
    context = library.context(DAY)
    asked = read_signature(library.parse(IN_BAC_GIANG[0]), Subject(), context.as_of)
    assert holds_for(answer, asked, asked, Subject())
    assert not holds_for(held, asked, asked, Subject())
    assert not holds_for(held, asked, asked, Subject(place="Ninh Bình"))


@pytest.mark.parametrize(
    ("changes", "day", "told"),
    [
        ({}, DAY, True),
        ({"holds_from": date(2026, 11, 21)}, date(2026, 11, 20), False),
        ({"holds_from": date(2026, 11, 21)}, date(2026, 11, 21), True),
        ({"holds_to": date(2026, 12, 1)}, date(2026, 12, 1), True),
        ({"holds_to": date(2026, 12, 1)}, date(2026, 12, 2), False),
        ({"expires": date(2026, 12, 1)}, date(2026, 12, 1), True),
        ({"expires": date(2026, 12, 1)}, date(2026, 12, 2), False),
    ],
)
def test_it_is_told_while_it_holds(
    library: Library, changes: dict[str, Any], day: date, told: bool
) -> None:
    wording = "Hồ sơ khen thưởng gửi phòng nào?"
    approved(library, wordings=(wording,), text=TOLD, **changes)
    assert is_told(library, wording, day=day) is told


def test_a_campaign_spoken_of_is_what_a_short_question_is_about(library: Library) -> None:
    approved(library, wordings=("Chủ đề thi đua là gì?",), text=TOLD)
    assert is_told(library, "Chủ đề thi đua là gì?")
    spoken_of = Subject(place="Bắc Giang", year=2022)
    assert not is_told(library, "Chủ đề thi đua là gì?", spoken_of)


def test_the_conversation_goes_on_about_the_award(library: Library) -> None:
    approved(library, wordings=("Tiêu chuẩn Chiến sĩ thi đua cơ sở?",), text=TOLD)
    _, subject = library.answer("Tiêu chuẩn Chiến sĩ thi đua cơ sở?", Subject(), DAY)
    assert (subject.award, subject.aspect) == ("cstd-co-so", "criteria")
    then, _ = library.answer("còn cấp tỉnh?", subject, DAY)
    assert "Chiến sĩ thi đua" in then.text
    assert TOLD not in then.text


def test_an_answer_cites_the_words_of_a_document(library: Library) -> None:
    text = library.document("bac-giang-2022").text
    start = text.index("\n", 200) + 1
    quote = text[start : start + 60]
    source = CuratedSource("bac-giang-2022", quote, start, start + 60)
    approved(library, wordings=("Hồ sơ khen thưởng gửi phòng nào?",), text=TOLD, sources=(source,))
    (citation,) = library.answer("Hồ sơ khen thưởng gửi phòng nào?", Subject(), DAY)[0].citations
    assert (citation.quote, citation.start) == (quote, start)
    assert citation.url.startswith("/documents/bac-giang-2022#p")


def test_a_long_answer_keeps_its_mark(library: Library) -> None:
    wording = "Hồ sơ khen thưởng gửi phòng nào?"
    lines = "\n".join("Dòng của câu trả lời dài. " * 3 for _ in range(19))
    approved(library, wordings=(wording,), text=lines[:1500].rstrip())
    given, _ = library.answer(wording, Subject(), DAY)
    assert MARK in given.text
    assert len(given.text) <= 2000
    assert given.text.startswith(lines[:1400])
