"""Questions on awards and the law, with the decree indexed and without: what is said, what it rests on, on which day."""

from __future__ import annotations

from datetime import date
from itertools import cycle

import pytest

from bot.commands.evaluation import judge, read_cases
from knowledge.language import fold
from knowledge.law import catalogue
from knowledge.library import Library
from knowledge.model import Answer, Subject
from tests.conftest import CASES, DAY, SHARED, needs_shared

OWN = read_cases(CASES / "law_questions.yaml")
#: The days on which every question is asked again, to see that nothing is cited before or after its time.
DAYS = [
    date(2018, 5, 1),
    date(2023, 8, 1),
    date(2024, 3, 15),
    date(2025, 3, 1),
    date(2025, 8, 1),
    date(2026, 11, 21),
]


def converse(library: Library, *turns: str, as_of: date = DAY) -> Answer:
    subject = Subject()
    for turn in turns:
        answer, subject = library.answer(turn, subject, as_of)
    return answer


@pytest.fixture(params=["starter", "decree"])
def store(request: pytest.FixtureRequest) -> Library:
    library: Library = request.getfixturevalue(request.param)
    return library


@pytest.mark.parametrize(("which", "least"), [("starter", 0.98), ("decree", 0.96)])
def test_own_questions(request: pytest.FixtureRequest, which: str, least: float) -> None:
    if which == "decree" and not SHARED.exists():
        pytest.skip("../shared is not there")
    library: Library = request.getfixturevalue(which)
    texts = {document.id: document.text for document in library.documents()}
    wrong = [
        (asked.id, faults)
        for asked in OWN
        if (
            faults := judge(
                asked, converse(library, *asked.turns, as_of=asked.as_of).as_json(), texts
            ).faults
        )
    ]
    assert len(wrong) <= (1 - least) * len(OWN), wrong


@needs_shared
@pytest.mark.parametrize(("which", "least"), [("starter", 14), ("decree", 15)])
def test_development_questions(request: pytest.FixtureRequest, which: str, least: int) -> None:
    library: Library = request.getfixturevalue(which)
    texts = {document.id: document.text for document in library.documents()}
    asked = read_cases(SHARED / "eval" / "law_questions.yaml")
    results = [judge(q, converse(library, *q.turns, as_of=q.as_of).as_json(), texts) for q in asked]
    right = sum(not result.faults for result in results)
    assert right >= least, [(result.id, result.faults) for result in results if result.faults]


@pytest.mark.parametrize(
    ("day", "which"), list(zip(DAYS, cycle(("decree", "starter")), strict=False))
)
def test_nothing_out_of_force_is_cited(
    request: pytest.FixtureRequest, day: date, which: str
) -> None:
    """Each day with one of the two stores: with both it took four minutes of every run."""
    store: Library = request.getfixturevalue(which)
    held = {text.number: text for text in catalogue().texts.values()}
    checked, wrong = 0, []
    for asked in OWN:
        answer = converse(store, *asked.turns, as_of=day)
        for citation in answer.citations:
            text = held.get(citation.number or "")
            if text:
                checked += 1
                # "năm 2024 thì sao?" is answered for each day of change in that year.
                of_year = answer.as_of.year if answer.as_of != day else None
                in_year = (
                    text.span.start
                    and text.span.start.year <= (of_year or 0)
                    and text.span.holds(text.span.start)
                )
                if not text.span.holds(answer.as_of) and not (
                    in_year and (text.span.end or date.max).year >= answer.as_of.year
                ):
                    wrong.append((asked.turns, text.name, answer.as_of))
    assert not wrong
    assert checked > 20


def test_without_marks_nearly_everything_is_still_answered(starter: Library) -> None:
    texts = {document.id: document.text for document in starter.documents()}
    wrong = [
        asked.id
        for asked in OWN
        if judge(
            asked, converse(starter, *map(fold, asked.turns), as_of=asked.as_of).as_json(), texts
        ).faults
    ]
    assert len(wrong) <= 0.05 * len(OWN), wrong


def test_the_decree_is_quoted_word_for_word_with_the_same_place(
    starter: Library, decree: Library
) -> None:
    told, elsewhere = 0, []
    for asked in OWN:
        without, quoted = (
            converse(library, *asked.turns, as_of=asked.as_of) for library in (starter, decree)
        )
        places = {c.place for c in without.citations if c.number == "152/2025/NĐ-CP"}
        if not places:
            continue
        told += 1
        assert all(
            not c.quote and not c.url and c.start == c.end == 0
            for c in without.citations
            if c.place in places
        )
        held = [c for c in quoted.citations if c.number == "152/2025/NĐ-CP"]
        if not places <= {c.place for c in held}:
            # The decree's own words may be told instead of a rule made of them.
            elsewhere.append(asked.turns)
        for citation in held:
            document = decree.document(citation.document_id)
            assert citation.quote
            assert document.text[citation.start : citation.end] == citation.quote
    assert told > 40
    assert len(elsewhere) <= 0.1 * told, elsewhere


@pytest.mark.parametrize(
    ("typed", "day", "notice"),
    [
        ("LĐTT thưởng bao nhiêu?", date(2026, 10, 1), True),
        ("LĐTT thưởng bao nhiêu?", date(2026, 9, 30), False),
        ("Tiêu chuẩn Chiến sĩ thi đua cơ sở?", date(2026, 11, 21), True),
        ("Lương cơ sở hiện nay bao nhiêu?", date(2026, 11, 21), False),
        ("Chủ đề thi đua năm 2022 của Bắc Giang?", date(2026, 11, 21), False),
    ],
)
def test_the_amending_law_is_announced_in_one_line(
    starter: Library, typed: str, day: date, notice: bool
) -> None:
    lines = [
        line
        for line in converse(starter, typed, as_of=day).text.split("\n")
        if "06/2026/QH16" in line
    ]
    assert len(lines) == notice


@pytest.mark.parametrize("state", ["partly", "unverified"])
def test_what_is_not_verified_is_told_as_something_to_check(starter: Library, state: str) -> None:
    """Each rule that is not verified stands behind the line that says so, never before it."""
    checked = 0
    for award in catalogue().awards.values():
        answer = converse(starter, f"Tiêu chuẩn {award.short} là gì?")
        for rule in catalogue().rules_of(award.id, ("criteria",), DAY):
            if rule.state == state and rule.says in answer.text:
                checked += 1
                assert "kiểm tra" in answer.text[: answer.text.index(rule.says)], award.id
    assert checked >= 3


@pytest.mark.parametrize("award", list(catalogue().awards))
def test_every_award_is_known_by_its_names(starter: Library, award: str) -> None:
    held = catalogue().awards[award]
    for name in (held.name, held.short, *held.also):
        for typed in (name, fold(name)):
            _, subject = starter.answer(f"{typed} là gì?", Subject(), DAY)
            assert subject.award == award, typed


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("Huân chương Hoa Sen thưởng bao nhiêu?", "not_found", "không thấy “Huân chương Hoa Sen”"),
        ("CSTĐCS và LĐTT thưởng bao nhiêu?", "answered", "760.000"),
        ("LĐTT năm 1990 thưởng bao nhiêu tiền?", "not_found", "từ ngày 01/7/2004"),
        (
            "LĐTT ngày 1/6/2028 thưởng bao nhiêu tiền?",
            "not_found",
            "chưa biết văn bản nào thay thế",
        ),
        ("LĐTT năm 2010 thưởng bao nhiêu tiền?", "not_found", "chưa có dữ liệu"),
        ("Gia đình văn hóa thưởng bao nhiêu tiền?", "answered", "không ấn định"),
        ("Tiêu chuẩn huân chương lao động?", "clarify", "hạng Nhất; Huân chương Lao động hạng Nhì"),
        ("ông Nguyễn Văn B có xứng đáng được huân chương không", "not_found", "không đánh giá"),
        ("Nghị định 500/2024/NĐ-CP còn hiệu lực không?", "not_found", "chưa có dữ liệu"),
    ],
)
def test_bad_input_gets_a_plain_sentence(
    starter: Library, typed: str, status: str, says: str
) -> None:
    answer = converse(starter, typed)
    assert answer.status == status
    assert says in answer.text
    assert status == "answered" or not answer.citations


def test_buttons_ask_what_can_be_answered(starter: Library) -> None:
    for award in catalogue().awards.values():
        for button in converse(starter, f"{award.short} là gì?").buttons:
            assert converse(starter, button.payload).status == "answered", button.payload
    for button in converse(starter, "Tiêu chuẩn bằng khen?").buttons:
        assert converse(starter, button.payload).status == "answered", button.payload


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        (["CSTĐCS là gì?", "thưởng bao nhiêu", "năm 2024 thì sao?"], "1.800.000"),
        (["Tiêu chuẩn LĐTT?", "còn CSTĐCS?"], "Chiến sĩ thi đua cơ sở – tiêu chuẩn"),
        (["Bằng khen thủ tướng thưởng bao nhiêu?", "tập thể thì sao?"], "Tập thể: 7,0"),
        (["LĐTT thưởng bao nhiêu?", "hồ sơ gồm gì?"], "Lao động tiên tiến – hồ sơ"),
        (["LĐTT tháng 5/2024 thưởng bao nhiêu?", "con cstd cs"], "1,0 lần × 1.800.000"),
        (["LĐTT tháng 5/2024 thưởng bao nhiêu?", "thế năm nay"], "0,3 lần × 2.530.000"),
        (["LĐTT thưởng bao nhiêu?", "thế năm ngoái"], "0,3 lần × 2.340.000"),
        (["CSTĐCS tháng 5/2023 thưởng bao nhiêu?", "còn tháng 8/2024?", "còn LĐTT?"], "2.340.000"),
        (["LĐTT tháng 5/2024 thưởng bao nhiêu?", "Vậy hiện nay thì sao?"], "2.530.000"),
        (
            ["CSTĐCS tháng 5/2024 thưởng bao nhiêu?", "thế lao động tiên tiến thì sao"],
            "0,3 lần × 1.8",
        ),
        (["CSTĐCS tháng 5/2024 thưởng bao nhiêu?", "còn bây giờ?"], "2.530.000"),
        (["LĐTT năm ngoái thưởng bao nhiêu?", "còn CSTĐCS?"], "1,0 lần × 2.340.000"),
        (
            ["LĐTT thưởng bao nhiêu?", "abc xyz qwe", "tập thể thì sao?"],
            "thưởng Tập thể lao động tiên tiến",
        ),
        (["LĐTT thưởng bao nhiêu?", "Chủ đề thi đua năm 2022 của Bắc Giang?"], "Chủ đề thi đua"),
        (
            ["LĐTT thưởng bao nhiêu?", "Chủ đề thi đua năm 2022 của Bắc Giang?", "ai phát động?"],
            "phát động thi đua",
        ),
    ],
)
def test_a_conversation_remembers_what_it_is_about(
    starter: Library, turns: list[str], says: str
) -> None:
    assert says in converse(starter, *turns).text


def test_amounts_are_figures_that_name_the_provision_they_rest_on(starter: Library) -> None:
    answer = converse(starter, "Huân chương Lao động các hạng thưởng bao nhiêu tiền?")
    assert len(answer.facts) == 6
    for fact in answer.facts:
        assert fact.value in answer.text
        assert answer.citations[fact.citation].place in answer.text
    assert ("Huân chương Lao động hạng Ba – cá nhân", "11.390.000 đồng") in [
        (f.name, f.value) for f in answer.facts
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "Ông Nguyễn Văn A có xứng đáng được tặng Huân chương Lao động hạng Ba không?",
        "Chị Lan có đáng được tặng Bằng khen của Thủ tướng không?",
    ],
)
def test_nobody_is_judged_whatever_is_held(store: Library, typed: str) -> None:
    answer = converse(store, typed)
    assert answer.status == "not_found"
    assert not answer.citations


@pytest.mark.parametrize("someone", ["anh ấy", "bà ấy", "ông ấy"])
def test_who_is_not_named_is_not_judged(starter: Library, someone: str) -> None:
    typed = f"Lao động tiên tiến, {someone} có được thưởng bao nhiêu tiền không?"
    answer, _ = starter.answer(typed, Subject(), date(2026, 11, 21))
    assert "không đánh giá" not in answer.text


@pytest.mark.parametrize("place", ["Đà Nẵng", "Hà Nội", "Cà Mau"])
def test_where_somebody_works_does_not_change_the_law(store: Library, place: str) -> None:
    typed = f"Tôi làm ở {place}, hồ sơ đề nghị Huân chương Lao động hạng Ba gồm những gì?"
    assert converse(store, typed).status == "answered"
