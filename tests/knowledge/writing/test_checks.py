"""What is let through of a writer's words: a table of sentences with the fault that each has."""

from __future__ import annotations

import random
from datetime import date

import pytest

from benchmarks.writing.__main__ import judged, made_lies
from benchmarks.writing.lies import changes, lies_of
from benchmarks.writing.wordings import replies, wordings
from knowledge.language import gazetteer
from knowledge.writing import Fault, Source, WritingRequest, WrittenSentence, fault_of

RULES = (
    "Đơn vị nộp hồ sơ 02 bộ về Sở Nội vụ trước ngày 05/12/2023; hồ sơ nộp muộn quá 5 ngày không được tiếp nhận. "
    "Cá nhân được thưởng 500.000 đồng, tập thể được thưởng 1.000.000 đồng. "
    "Giấy khen do Chủ tịch UBND huyện tặng theo đề nghị của Trưởng phòng Nội vụ, trừ trường hợp khen đột xuất. "
    "Mỗi xã chọn không quá 15% số hộ hoặc 03 thôn."
)
ROW = "| Tỷ lệ che phủ rừng | 80,5% |"
REQUEST = WritingRequest(
    "nộp hồ sơ khi nào",
    date(2023, 10, 1),
    (
        Source(1, RULES, "Kế hoạch 15/KH-UBND\nChợ Đồn\nnăm 2023\nIV. HỒ SƠ", True),
        Source(2, ROW, "Kế hoạch 15/KH-UBND\nChợ Đồn\nnăm 2023\nChỉ tiêu", True),
    ),
)

TRUE = {
    "as it stands": "Đơn vị nộp hồ sơ 02 bộ về Sở Nội vụ trước ngày 05/12/2023.",
    "shorter": "Nộp hồ sơ 02 bộ về Sở Nội vụ.",
    "a figure and a day written another way": "Dạ, nộp hồ sơ hai bộ về Sở Nội vụ trước ngày 5 tháng 12 năm 2023.",
    "with its place and year": "Năm 2023, ở Chợ Đồn: cá nhân được thưởng 500.000 đồng.",
    "a clause of a list": "Tập thể được thưởng 1.000.000 đồng.",
    "with its exception": "Giấy khen do Chủ tịch UBND huyện tặng theo đề nghị của Trưởng phòng Nội vụ, trừ trường hợp khen đột xuất.",
    "an abbreviation written out": "Giấy khen do Chủ tịch Ủy ban nhân dân huyện tặng theo đề nghị của Trưởng phòng Nội vụ, trừ trường hợp khen đột xuất.",
}
FALSE = {
    "another figure": ("Cá nhân được thưởng 800.000 đồng.", Fault.VALUE),
    "another day": ("Đơn vị nộp hồ sơ về Sở Nội vụ trước ngày 06/12/2023.", Fault.VALUE),
    "another year": ("Nộp hồ sơ về Sở Nội vụ trước ngày 05/12/2022.", Fault.VALUE),
    "another unit": ("Hồ sơ nộp muộn quá 5 tháng không được tiếp nhận.", Fault.VALUE),
    "another number of a text": (
        "Theo Kế hoạch 16/KH-UBND, cá nhân được thưởng 500.000 đồng.",
        Fault.VALUE,
    ),
    "another place": ("Theo đó, ở Bạch Thông cá nhân được thưởng 500.000 đồng.", Fault.NAME),
    "another body": ("Đơn vị nộp hồ sơ 02 bộ về Sở Tài chính trước ngày 05/12/2023.", Fault.NAME),
    "figures exchanged": ("Tập thể được thưởng 500.000 đồng.", Fault.WORDS),
    "who proposes and who confers exchanged": (
        "Giấy khen do Trưởng phòng Nội vụ tặng theo đề nghị của Chủ tịch UBND huyện, trừ trường hợp khen đột xuất.",
        Fault.WORDS,
    ),
    "negation dropped": ("Hồ sơ nộp muộn quá 5 ngày được tiếp nhận.", Fault.TURNED),
    "negation added": ("Cá nhân không được thưởng 500.000 đồng.", Fault.WORDS),
    "exception dropped": (
        "Giấy khen do Chủ tịch UBND huyện tặng theo đề nghị của Trưởng phòng Nội vụ.",
        Fault.TURNED,
    ),
    "bound turned": ("Mỗi xã chọn ít nhất 15% số hộ hoặc 03 thôn.", Fault.WORDS),
    "bound dropped": ("Mỗi xã chọn 15% số hộ hoặc 03 thôn.", Fault.TURNED),
    "an alternative told as both": ("Mỗi xã chọn không quá 15% số hộ và 03 thôn.", Fault.TURNED),
    "a figure skipped": ("Cá nhân được thưởng 1.000.000 đồng.", Fault.TURNED),
    "a sentence added": ("Cá nhân được thưởng 500.000 đồng và một chuyến tham quan.", Fault.WORDS),
    "a reason added": ("Cá nhân được thưởng 500.000 đồng vì nộp hồ sơ trước hạn.", Fault.WORDS),
    "a yes of its own": ("Có ạ, cá nhân được thưởng 500.000 đồng.", Fault.FOREIGN),
    "a link": ("Cá nhân được thưởng 500.000 đồng, xem https://a.vn.", Fault.FOREIGN),
    "markup": ("Cá nhân được thưởng **500.000 đồng**.", Fault.FOREIGN),
    "an order": ("Hãy nộp hồ sơ về Sở Nội vụ.", Fault.FOREIGN),
    "hidden letters": ("Cá nhân được thưởng\u202e 500.000 đồng.", Fault.FOREIGN),
    "nothing": ("Dạ, theo đó là như vậy.", Fault.EMPTY),
    "another language": ("Individuals receive 500.000 dong.", Fault.WORDS),
}

REPORT = (
    "1. Năm 2022, lũy kế toàn tỉnh có 21/139 xã đạt chuẩn nông thôn mới (năm 2021 là 18 xã). Người trao gắn Huân chương (theo mẫu) lên ngực áo. "
    "Các mục tiêu: thêm 5 xã đạt chuẩn; số hóa 70% hồ sơ. Thưởng tập thể: nhất 10 triệu đồng, nhì 6 triệu đồng."
)
PLAN = WritingRequest(
    "chỉ tiêu",
    date(2023, 10, 1),
    (
        Source(
            1, REPORT, "Kế hoạch thi đua\nSở Nội vụ\ntỉnh Cao Bằng\nnăm 2023\nII. NỘI DUNG", True
        ),
        Source(
            2,
            "Trồng mới 65 ha rừng.",
            "Kế hoạch thi đua\ntỉnh Cao Bằng\nnăm 2023\nII. CHỈ TIÊU",
            True,
        ),
        Source(
            4,
            "Thành tích đột xuất là thành tích đạt được ngoài kế hoạch. Điểm cao nhất là 95 điểm. Phòng Nội vụ: tiếp nhận hồ sơ; Phòng Tài chính: bố trí kinh phí. "
            "Người có công tác (từ 10 tháng trở lên) được thưởng 2 triệu đồng.",
            "Quy định\nhuyện Lục Nam\nnăm 2023\nĐiều 3",
            True,
        ),
        Source(
            5,
            "Người bị kỷ luật từ khiển trách trở lên.",
            "Quy định\nnăm 2023\nTrường hợp không xét",
            True,
        ),
        Source(
            3,
            "Trồng mới 60 ha rừng.",
            "Kế hoạch thi đua\ntỉnh Cao Bằng\nnăm 2023\nI. KẾT QUẢ",
            True,
        ),
    ),
)
OF_PLAN = {
    "a name with a word that elsewhere turns": (
        "Lũy kế toàn tỉnh Cao Bằng có 21/139 xã đạt chuẩn nông thôn mới.",
        1,
        None,
    ),
    "the year of the sentence": (
        "Năm 2022, toàn tỉnh có 21/139 xã đạt chuẩn nông thôn mới.",
        1,
        None,
    ),
    "the year of the document instead": (
        "Năm 2023, toàn tỉnh có 21/139 xã đạt chuẩn nông thôn mới.",
        1,
        Fault.WORDS,
    ),
    "the year that is compared with": (
        "Năm 2021, toàn tỉnh có 21/139 xã đạt chuẩn nông thôn mới.",
        1,
        Fault.WORDS,
    ),
    "without what stands in brackets": ("Người trao gắn Huân chương lên ngực áo.", 1, None),
    "an item with the head of its list": ("Các mục tiêu có số hóa 70% hồ sơ.", 1, None),
    "a later item with its head": ("Thưởng tập thể nhì là 6 triệu đồng.", 1, None),
    "an item with another's figure": ("Thưởng tập thể nhất 6 triệu đồng.", 1, Fault.TURNED),
    "a target called one": (
        "Chỉ tiêu của tỉnh Cao Bằng năm 2023 là trồng mới 65 ha rừng.",
        2,
        None,
    ),
    "outside told as inside": (
        "Thành tích đột xuất là thành tích đạt được trong kế hoạch.",
        4,
        Fault.TURNED,
    ),
    "the head of another's duty": ("Phòng Nội vụ bố trí kinh phí.", 4, Fault.WORDS),
    "what is not considered told as considered": (
        "Người bị kỷ luật từ khiển trách trở lên được xét.",
        5,
        Fault.TURNED,
    ),
    "a limit in brackets left out": (
        "Người có công tác được thưởng 2 triệu đồng.",
        4,
        Fault.TURNED,
    ),
    "the highest told as a bound": ("Điểm không quá 95 điểm.", 4, Fault.WORDS),
    "a result called a target": ("Phấn đấu trồng mới 60 ha rừng.", 3, Fault.WORDS),
}


@pytest.mark.parametrize(("text", "source", "fault"), OF_PLAN.values(), ids=OF_PLAN)
def test_heads_years_and_targets(text: str, source: int, fault: Fault | None) -> None:
    assert fault_of(PLAN, WrittenSentence(text, (source,))) is fault


@pytest.mark.parametrize("text", TRUE.values(), ids=TRUE)
def test_what_the_sources_say_is_let_through(text: str) -> None:
    assert fault_of(REQUEST, WrittenSentence(text, (1, 2))) is None


@pytest.mark.parametrize(("text", "fault"), FALSE.values(), ids=FALSE)
def test_what_they_do_not_say_is_not(text: str, fault: Fault) -> None:
    assert fault_of(REQUEST, WrittenSentence(text, (1,))) is fault


@pytest.mark.parametrize("sources", [(), (3,), (1, 99), (-1,)])
def test_a_sentence_names_what_it_was_given(sources: tuple[int, ...]) -> None:
    said = WrittenSentence(TRUE["as it stands"], sources)
    assert fault_of(REQUEST, said) is Fault.NO_SOURCE


def test_a_sentence_rests_on_what_it_names() -> None:
    assert fault_of(REQUEST, WrittenSentence(TRUE["as it stands"], (2,))) is Fault.VALUE


@pytest.mark.parametrize("group", ["unseen"])
def test_hardly_a_lie_is_let_through(group: str) -> None:
    """Of 2,000 lies made by one change at most .5 %, of other hands' at most 1 %; sources' own words are."""
    cases = list(wordings(group))
    right = [one for one in cases if one.kind == "verbatim"]
    right = [one for one in right if not fault_of(one.request, one.sentence)]
    found = judged([*cases, *replies(group)])
    made = [not fault_of(one.request, one.sentence) for one in made_lies(right)]
    assert len(made) == 2_000
    assert sum(made) <= 0.005 * len(made)
    assert found["lie by hand"]["share"] <= 0.01
    assert found["verbatim"]["share"] >= 0.97
    assert found["close"]["share"] >= 0.3
    assert found["reply"]["share"] >= 0.6


def test_every_kind_of_lie_is_made() -> None:
    text = (
        "Năm 2023, ngày 05/12 ông Lê Văn An ở Bắc Giang không nộp đủ 12 bộ theo Nghị định 98/2023/NĐ-CP"
        " trong 30 ngày."
    )
    kinds = changes(gazetteer())
    assert {kind for kind, _ in lies_of(text, kinds, random.Random(1))} == set(kinds)


def test_a_sentence_of_a_thousand_clauses_is_not_looked_at() -> None:
    hostile = Source(1, "a, b, " * 150, "x", True)
    said = WrittenSentence("a, b, " * 40, (1,))
    assert fault_of(WritingRequest("?", date(2026, 1, 1), (hostile,)), said) is Fault.WORDS
