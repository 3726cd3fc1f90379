"""The words that carry what is asked: a question with another object is another question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import open_encoder
from knowledge.storage import Store
from tests.knowledge.curated.answers import DAY, approved
from tests.running_assistant import STARTER

TOLD = "Đây là lời của cơ quan."
FUNDS = (
    "kinh phi thi dua dong lac thuong 2026 la bao nhieu",
    "Xã Đồng Lạc Thượng chi bao nhiêu tiền cho thi đua, khen thưởng năm 2026?",
    "Nguồn kinh phí thi đua của xã Đồng Lạc Thượng lấy ở đâu?",
)
FILES = (
    "Hồ sơ khen thưởng năm 2026 nộp ở phòng nào?",
    "Hạn nộp hồ sơ khen thưởng năm 2026 là ngày nào?",
)
MEETING = (
    "Hội nghị tổng kết phong trào thi đua năm 2026 họp ngày nào?",
    "Bao giờ tổng kết thi đua năm 2026?",
)
CAMP = ("Lớp tập huấn nghiệp vụ thi đua khen thưởng năm 2026 mở ở đâu?",)
#: For each answer: the questions that it is for, those that get it, and those on another object.
ANSWERS: list[tuple[tuple[str, ...], list[str], list[str]]] = [
    (
        FUNDS,
        [
            *FUNDS,
            "Kinh phí thi đua xã Đồng Lạc Thượng năm 2026 là bao nhiêu?",
            "kinh phi thi dua nam 2026 cua xa dong lac thuong bao nhieu vay",
            "nguon kinh phi thi dua cua xa Dong Lac Thuong lay o dau",
            "xa dong lac thuong chi bao nhieu tien cho thi dua khen thuong nam 2026",
        ],
        [
            "Nguồn nước sạch của xã Đồng Lạc Thượng lấy ở đâu?",
            "Xã Đồng Lạc Thượng chi bao nhiêu tiền mua xe công năm 2026?",
            "Xã Đồng Lạc Thượng chi bao nhiêu tiền cho trường học năm 2026?",
            "xa dong lac thuong chi bao nhieu tien cho nguoi ngheo nam 2026",
            "Xã Đồng Lạc Thượng chi bao nhiêu tiền cho giao thông nông thôn năm 2026?",
            "Kinh phí xây nhà văn hóa xã Đồng Lạc Thượng năm 2026 là bao nhiêu?",
            "kinh phi bau cu dong lac thuong 2026 la bao nhieu",
            "kinh phi dong lac thuong 2026 la bao nhieu",
            "Xã Đồng Lạc Thượng chi bao nhiêu tiền năm 2026?",
            "Xã Đồng Lạc Thượng chi bao nhiêu tiền cho y tế năm 2026?",
            "Xã Đồng Lạc Thượng chi bao nhiêu tiền cho lễ hội năm 2026?",
            "Xã Đồng Lạc Thượng thu bao nhiêu tiền thuế năm 2026?",
            "Nguồn kinh phí làm đường của xã Đồng Lạc Thượng lấy ở đâu?",
            "Nguồn điện của xã Đồng Lạc Thượng lấy ở đâu?",
            "Nguồn kinh phí chống hạn của xã Đồng Lạc Thượng lấy ở đâu?",
            "Nguồn giống lúa của xã Đồng Lạc Thượng lấy ở đâu?",
        ],
    ),
    (
        FILES,
        [
            *FILES,
            "ho so khen thuong nam 2026 nop o phong nao",
            "Cho em hỏi năm 2026 hồ sơ khen thưởng nộp ở phòng nào ạ?",
            "han nop ho so khen thuong nam 2026 la ngay nao vay",
            "Hồ sơ khen thyởng năm 2026 nộp ở phòng nào?",
        ],
        [
            "Hồ sơ đất đai năm 2026 nộp ở phòng nào?",
            "Hồ sơ kết hôn năm 2026 nộp ở phòng nào?",
            "Hồ sơ bảo hiểm năm 2026 nộp ở phòng nào?",
            "Hồ sơ năm 2026 nộp ở phòng nào?",
            "Đơn khiếu nại năm 2026 nộp ở phòng nào?",
            "Hạn nộp thuế năm 2026 là ngày nào?",
            "Hạn nộp hồ sơ tuyển sinh năm 2026 là ngày nào?",
            "han nop ho so dau thau nam 2026 la ngay nao",
            "Hạn nộp báo cáo khen thưởng năm 2026 là ngày nào?",
        ],
    ),
    (
        MEETING,
        [*MEETING, "hoi nghi tong ket phong trao thi dua nam 2026 hop ngay nao"],
        [
            "Hội nghị tổng kết phòng chống ma túy năm 2026 họp ngày nào?",
            "Hội nghị sơ kết phong trào thi đua năm 2026 họp ngày nào?",
            "Bao giờ tổng kết năm học 2026?",
            "Bao giờ tổng kết mùa vụ năm 2026?",
            "Bao giờ bầu cử năm 2026?",
            "Đại hội thể thao năm 2026 họp ngày nào?",
        ],
    ),
    (
        CAMP,
        [*CAMP, "lop tap huan nghiep vu thi dua khen thuong nam 2026 mo o dau"],
        [
            "Lớp tập huấn nghiệp vụ kế toán năm 2026 mở ở đâu?",
            "Lớp tập huấn chữa cháy năm 2026 mở ở đâu?",
            "Lớp tập huấn nghiệp vụ hộ tịch năm 2026 mở ở đâu?",
            "Lớp tập huấn nghiệp vụ năm 2026 mở ở đâu?",
            "lop day boi nam 2026 mo o dau",
        ],
    ),
]
SAME = [(wordings, typed) for wordings, same, _ in ANSWERS for typed in same]
OTHER = [(wordings, typed) for wordings, _, other in ANSWERS for typed in other]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The starter documents with the real encoder, and all these answers."""
    store = Store(tmp_path_factory.mktemp("store") / "knowledge.db")
    library = Library(store, open_encoder("embedded"))
    index_sources(library, [STARTER])
    for wordings, _, _ in ANSWERS:
        approved(library, wordings=wordings, text=f"{TOLD} {wordings[0]}")
    yield library
    store.close()


@pytest.mark.parametrize(("wordings", "typed"), SAME)
def test_the_same_words_get_the_answer(
    library: Library, wordings: tuple[str, ...], typed: str
) -> None:
    assert f"{TOLD} {wordings[0]}" in library.answer(typed, Subject(), DAY)[0].text


@pytest.mark.parametrize(("wordings", "typed"), OTHER)
def test_another_object_is_another_question(
    library: Library, wordings: tuple[str, ...], typed: str
) -> None:
    assert TOLD not in library.answer(typed, Subject(), DAY)[0].text
