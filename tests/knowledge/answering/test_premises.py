"""What a sentence says to what a question claims: given where it is plain, and else not at all."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml

from bot.commands.evaluation import read_cases
from bot.settings import ROOT
from knowledge.answering import Evidence
from knowledge.answering.premises.claims import claim_of
from knowledge.answering.premises.telling import told
from knowledge.answering.premises.values import days_in, figures_in
from knowledge.answering.premises.verdict import verdict_on
from knowledge.answering.premises.wording import wording
from knowledge.data import load_yaml
from knowledge.language import fold
from knowledge.library import Library
from knowledge.model import Subject

EVALUATION = ROOT / "tests" / "evaluation"
#: Verdicts that the evidence is given at the least, and the share of them that may be wrong.
MIN_GIVEN, MAX_WRONG_SHARE = 30, 0.02

CORRECTED = [
    (
        "chỉ tiêu 6.000 người được vay vốn phải không",
        "Chỉ tiêu cho vay vốn năm 2024 là 600 người.",
        "Không: văn bản ghi 600 người, không phải 6.000 người.",
    ),
    (
        "vì sao tỉnh giao chỉ tiêu tới 6000 người vay vốn",
        "Chỉ tiêu cho vay vốn năm 2024 là 600 người.",
        "Văn bản ghi 600 người, không phải 6000 người.",
    ),
    (
        "mỗi tập thể được thưởng 5 triệu đồng đúng ko ạ",
        "Mỗi tập thể được thưởng 3.000.000 đồng.",
        "Không: văn bản ghi 3.000.000 đồng, không phải 5 triệu đồng.",
    ),
    (
        "han nop bao cao la 15/8/2024 dung khong",
        "Hạn nộp báo cáo là ngày 30 tháng 8 năm 2024.",
        "Không: văn bản ghi 30 tháng 8 năm 2024, không phải 15/8/2024.",
    ),
    (
        "nghe nói chiến sĩ thi đua cơ sở được tới 20% số lao động tiên tiến",
        "Chiến sĩ thi đua cơ sở không quá 15% số lao động tiên tiến.",
        "Văn bản ghi không quá 15% số lao động, không phải 20% số lao động.",
    ),
    (
        "Nghỉ 40 ngày bị trừ điểm đúng không?",
        "Nghỉ trên 40 ngày bị trừ điểm.",
        "Không: văn bản ghi trên 40 ngày bị trừ điểm, không phải 40 ngày bị trừ điểm.",
    ),
    (
        "Sở Nội vụ là cơ quan thường trực phải không?",
        "Sở Nông nghiệp là cơ quan thường trực của phong trào.",
        "Không: văn bản ghi Sở Nông nghiệp là cơ quan thường trực.",
    ),
]
KHOI = "Tại hội nghị, 16 khối thi đua trong tỉnh cử đại diện ký kết giao ước thi đua."
TO = "Phường lập 6 khối thi đua với 58 đơn vị: 3 khối tổ dân phố, khối trường học."

COUNTED = [
    ("Có 18 khối thi đua phải không?", KHOI, "Không: văn bản ghi 16 khối thi đua, không phải 18 khối thi đua."),
    ("co 18 khoi thi dua ky giao uoc phai ko", KHOI, "Không: văn bản ghi 16 khối thi đua, không phải 18 khoi thi dua."),
    ("Có 16 khối thi đua phải không?", KHOI, "Có."),
    ("Vì sao có 18 khối thi đua?", KHOI, "Văn bản ghi 16 khối thi đua, không phải 18 khối thi đua."),
    # The number of a part is none of the whole.
    ("Phường có 3 khối thi đua phải không?", TO, "Không: văn bản ghi 6 khối thi đua, không phải 3 khối thi đua."),
    ("Hội đồng có 15 thành viên phải không?", "Hội đồng gồm 13 thành viên.", "Không: văn bản ghi 13 thành viên, không phải 15 thành viên."),
]  # fmt: skip

SETTLED = [
    # The verb is denied.
    ("Kết quả hội thao có được tính điểm thi đua không?", "Kết quả hội thao không tính vào điểm thi đua.", "Không."),
    ("ket qua hoi thao co tinh vao diem thi dua hem", "Kết quả hội thao không tính vào điểm thi đua.", "Không."),
    ("Trường có dùng quỹ học phí để thưởng không?", "Không dùng quỹ học phí để thưởng.", "Không."),
    # The verb is affirmed, or the loss is.
    ("Giáo viên nghỉ thai sản có được xét Lao động tiên tiến không?", "Giáo viên nghỉ thai sản vẫn được xét Lao động tiên tiến.", "Có."),
    ("Giáo viên nghỉ thai sản có bị loại khỏi Lao động tiên tiến không?", "Giáo viên nghỉ thai sản vẫn được xét Lao động tiên tiến.", "Không."),
    # A bound is broken.
    ("Một đơn vị có được chủ trì 03 phong trào chuyên đề không?", "Mỗi đơn vị chủ trì tối đa 02 phong trào chuyên đề.", "Không: văn bản ghi tối đa 02 phong trào chuyên đề."),
    ("Chi hội thu hội phí 93% có được xếp Xuất sắc không?", "Chi hội thu hội phí dưới 95% thì không xếp Xuất sắc.", "Không."),
    # The same figures in other forms.
    ("Tỷ lệ hộ nghèo giảm 2% đúng không?", "Tỷ lệ hộ nghèo giảm 2,0 %.", "Có."),
    ("Tỷ lệ hộ nghèo giảm một phần năm đúng không?", "Tỷ lệ hộ nghèo giảm 20%.", "Có."),
    ("Quỹ thưởng là 1,500,000 đồng đúng không?", "Quỹ thưởng là 1.500.000 đồng.", "Có."),
    ("Thưởng mỗi hộ 5 triệu phải không?", "Thưởng mỗi hộ 5.000.000 đồng.", "Có."),
]  # fmt: skip

TRAPS = [
    # Another thing is counted, a part of it, or some of which something is said.
    ("Tổ thẩm định có 15 thành viên phải không?", "Hội đồng gồm 13 thành viên."),
    ("Có 12 đơn vị phải không?", "3 đơn vị bị phê bình vì nộp chậm."),
    ("Có 12 đơn vị phải không?", "Mỗi cụm có 3 đơn vị."),
    ("Có 12 đơn vị phải không?", "Có 17 đơn vị đạt, 5 đơn vị trong số đó xuất sắc."),
    ("Tỉnh có 139 xã phải không?", "9 xã, phường không có hồ sơ đề nghị khen thưởng."),
    ("Có hơn 12 khối thi đua phải không?", KHOI),
    ("Không có 18 khối thi đua phải không?", KHOI),
    # An exception, a condition, another denial.
    ("Có được khen trùng không?", "Thành tích đã khen thì không khen trùng, trừ khen đột xuất do cứu người."),
    ("Tập thể có được xét khen không?", "Tập thể không được xét khen trong trường hợp bị kỷ luật."),
    ("Tập thể có được xét khen không?", "Tập thể chưa đăng ký thì không được xét khen."),
    ("Đơn vị có được xét khen không?", "Đơn vị được xét khen khi hoàn thành nhiệm vụ."),
    ("Đơn vị có được xét khen không?", "Đơn vị chỉ được xét khen một lần."),
    ("Báo cáo có phải nộp không?", "Không phải không nộp báo cáo là được miễn."),
    # The same figure bounded otherwise, within a bound, or of a form that may mean two things.
    ("Mỗi đơn vị đăng ký ít nhất 5 phong trào, đúng không?", "Mỗi đơn vị đăng ký tối đa 05 phong trào."),
    ("Mỗi đơn vị đăng ký 3 phong trào là được, đúng không?", "Mỗi đơn vị đăng ký tối đa 05 phong trào."),
    ("Nghỉ dưới 40 ngày có được xét không?", "Người nghỉ từ 40 ngày trở lên thì không xét."),
    ("Có 6,000 người vay vốn đúng không?", "Chỉ tiêu cho vay vốn là 600 người."),
    # Not the same: who, what, which.
    ("Lớp có học sinh đi muộn có được xếp loại Xuất sắc không?", "Lớp có học sinh đánh nhau không được xếp loại Xuất sắc."),
    ("Khoa loại C có được đề nghị Chiến sĩ thi đua cơ sở không?", "Khoa loại C không được đề nghị Tập thể Lao động tiên tiến."),
    ("Có phải tỉnh trồng 200 ha rừng không?", "Tỉnh tặng 50 Bằng khen và trồng 30 km đường hoa."),
    ("Đoàn đi dự có 9 người phải không?", "Hội đồng gồm 11 thành viên."),
    ("Cụm 2 do huyện A Lưới làm cụm trưởng phải không?", "Cụm 1 do huyện Phú Vang làm Cụm trưởng."),
    ("Giám đốc Sở làm chủ tịch hội đồng phải không?", "Ông Trần Văn Bình làm Chủ tịch Hội đồng."),
    ("Lễ phát động tổ chức ngày 12/3/2024 phải không?", "Lễ tổng kết tổ chức ngày 20/12/2024."),
    ("Tập thể được thưởng 5 triệu đồng phải không?", "Cá nhân được thưởng 3 triệu đồng."),
    ("Chỉ tiêu trồng rừng là 500 ha phải không?", "Chỉ tiêu trồng lúa là 900 ha."),
    ("Cá nhân được tặng Bằng khen 10 suất phải không?", "Tập thể được tặng Bằng khen 5 suất."),
    ("Hộ nghèo còn 5% phải không?", "Tỷ lệ che phủ rừng đạt 49%."),
    # A bound is no denial, and what keeps it proves nothing.
    ("Có được quá 10% không?", "Chiến sĩ thi đua không quá 15% tổng số."),
    ("Chi hội thu hội phí 97% có được xếp Xuất sắc không?", "Chi hội thu hội phí dưới 95% thì không xếp Xuất sắc."),
    ("Tôi nghỉ ốm 3 tháng có được xét không?", "Người mới tuyển dụng dưới 10 tháng thì chưa xét."),
    ("Được từ 8 đến 10 suất phải không?", "Mỗi cụm được từ 5 đến 12 suất."),
    ("Khoảng 50 triệu phải không?", "Thưởng 60 triệu đồng."),
    # The question denies, or is none that yes or no answers.
    ("Kết quả hội thao không tính vào điểm thi đua phải không?", "Kết quả hội thao không tính vào điểm thi đua."),
    ("Kết quả hội thao tính vào điểm nào?", "Kết quả hội thao không tính vào điểm thi đua."),
    ("Vợ tôi nghỉ 45 ngày thì sao ạ", "Người nghỉ từ 40 ngày trở lên thì không xét."),
]  # fmt: skip


@pytest.fixture(scope="module")
def evidence(starter: Library) -> Evidence:
    return Evidence(starter.indexed_snapshot().statistics)


@pytest.mark.parametrize(("question", "sentence", "line"), [*CORRECTED, *COUNTED, *SETTLED])
def test_a_plain_sentence_gives_a_verdict(
    starter: Library, evidence: Evidence, question: str, sentence: str, line: str
) -> None:
    verdict = verdict_on(starter.parse(question), sentence, evidence)
    assert verdict is not None
    assert told(verdict) == line


@pytest.mark.parametrize(("question", "sentence"), TRAPS)
def test_what_is_not_plain_gives_none(
    starter: Library, evidence: Evidence, question: str, sentence: str
) -> None:
    assert verdict_on(starter.parse(question), sentence, evidence) is None


@cache
def _labels() -> dict[str, str]:
    labels = yaml.safe_load((EVALUATION / "verdicts.yaml").read_text(encoding="utf-8"))
    return {name: label for label, names in labels.items() for name in names}


def test_verdicts_on_the_evidence_of_other_hands_are_right(
    starter: Library, evidence: Evidence
) -> None:
    files = [file for group in ("train", "tune") for file in (EVALUATION / group).glob("*.yaml")]
    cases = [case for file in files for case in read_cases(file) if case.id in _labels()]
    assert {case.id for case in cases} == set(_labels())
    given = [
        (case.id, verdict.says)
        for case in cases
        for sentence in case.evidence
        if (verdict := verdict_on(starter.parse(case.turns[-1]), sentence, evidence))
    ]
    wrong = [name for name, says in given if (says == "yes") != (_labels()[name] == "yes")]
    assert len(given) >= MIN_GIVEN
    assert len(wrong) <= MAX_WRONG_SHARE * len(given), wrong


def _rows() -> list[tuple[str, str]]:
    forms: dict[str, Any] = load_yaml("premises.yaml")["forms"]
    return [(form, example) for form, row in forms.items() for example in row["examples"]]


def test_another_year_settles_nothing(starter: Library) -> None:
    asked = "ở Chợ Đồn số hợp tác xã thành lập mới là 05 hợp tác xã phải không?"
    texts = [
        starter.answer(f"{year} {asked}", Subject(), date(2026, 11, 28))[0].text
        for year in ("Năm 2022", "Năm ngoái")
    ]
    assert texts[0].startswith("Không: văn bản ghi 02 hợp tác xã")
    assert texts[1].startswith("Tôi chưa có văn bản nào của huyện Chợ Đồn năm 2025")


@pytest.mark.parametrize(("form", "example"), _rows())
def test_each_form_reads_its_examples(form: str, example: str) -> None:
    cues = load_yaml("premises.yaml")["forms"][form]["cues"]
    assert any(re.search(cue, wording().cue_text(example)) for cue in cues)


@pytest.mark.parametrize(
    ("bound", "example"),
    [(name, text) for name, row in load_yaml("premises.yaml")["bounds"].items() for text in row["examples"]],
)  # fmt: skip
def test_each_bound_reads_its_examples(bound: str, example: str) -> None:
    assert [figure.bound for figure in figures_in(example)] == [bound]


@pytest.mark.parametrize("example", load_yaml("premises.yaml")["counts"]["examples"])
def test_each_part_is_read(example: str) -> None:
    assert wording().parts.search(fold(example))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Ninh Bình năm 2021 có 5 phong trào thi đua phải không?", "Không: văn bản ghi bốn phong trào."),
        ("Ninh Bình năm 2021 có 4 phong trào thi đua phải không?", "Có."),
        ("Chợ Đồn có 12 chỉ tiêu đúng không?", "Không: văn bản liệt kê 15 chỉ tiêu."),
        # It was so in 2023, and may have changed: neither yes nor no.
        ("Cụm thi đua trung du có 8 tỉnh phải không?", "Theo bài viết ngày 13/03/2023:"),
        ("Năm 2023 cụm thi đua trung du có 8 tỉnh phải không?", "Không: văn bản liệt kê 7 đơn vị thành viên."),
        ("cum trung du 2023 co 7 tinh phai ko", "Có."),
        ("Có 18 khối thi đua phải không?", "Không: văn bản ghi 16 khối thi đua"),
        # What was read may not be all.
        ("Bắc Giang năm 2022 có 5 phong trào phải không?", "Tôi chưa thấy văn bản ghi rõ"),
        ("Ninh Bình có 2 nguyên tắc khen thưởng phải không?", "Tôi chưa thấy văn bản ghi rõ"),
    ],
)  # fmt: skip
def test_a_claimed_number_is_told_right_or_wrong(
    starter: Library, question: str, told: str
) -> None:
    answer, _ = starter.answer(question, Subject(), date(2026, 11, 28))
    assert answer.text.startswith(told)


@pytest.mark.parametrize("example", load_yaml("premises.yaml")["roles"]["examples"])
def test_each_role_is_read(example: str) -> None:
    assert wording().roles.search(fold(example))


@pytest.mark.parametrize("example", load_yaml("premises.yaml")["denial"]["examples"])
def test_each_denial_and_exception_is_read(example: str) -> None:
    words = wording()
    patterns = (words.negations, words.exceptions, words.conditions, words.affirmations)
    assert any(pattern.search(example) for pattern in patterns)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("6.000 người", 6000, "nguoi"),
        ("5 triệu", 5_000_000, "dong"),
        ("5.000.000 đồng", 5_000_000, "dong"),
        ("31,5 tr", 31_500_000, "dong"),
        ("1,2 tỷ đồng", 1_200_000_000, "dong"),
        ("5,4 triệu lượt khách", 5_400_000, "luot"),
        ("2,0 %", 2, "%"),
        ("55 phần trăm", 55, "%"),
        ("hai lần", 2, "lan"),
        ("45 bữa", 45, "ngay"),
    ],
)
def test_figures_are_read_in_their_units(text: str, amount: float, unit: str) -> None:
    assert [(one.amount, one.unit) for one in figures_in(text)] == [(amount, unit)]


@pytest.mark.parametrize(
    "text",
    ["năm 2024", "giai đoạn 2021-2025", "ngày 15/8/2024", "Điều 12", "152/2025/NĐ-CP", "cụm 2"],
)
def test_what_names_or_numbers_is_no_figure(text: str) -> None:
    assert figures_in(text) == []


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("22/02/2023", "ngày 22 tháng 02 năm 2023", False),
        ("hạn 15/8", "ngày 15 tháng 8 năm 2024", False),
        ("15/8/2023", "15/8/2024", True),
        ("hạn 15/8", "trước ngày 30/8", True),
    ],
)
def test_days_are_compared_however_written(one: str, other: str, differ: bool) -> None:
    assert days_in(one)[0].differs(days_in(other)[0]) is differ


def test_a_share_of_a_number_is_no_day() -> None:
    assert days_in("7/10 huyện đạt chuẩn") == []


@pytest.mark.parametrize("text", ["Chủ đề năm 2024 là gì?", "chi tieu 2024", ""])
def test_what_claims_nothing_has_no_claim(text: str) -> None:
    assert claim_of(text) is None
