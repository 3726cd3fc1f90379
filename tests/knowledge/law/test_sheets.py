"""What pages show of the law is what the dialogue answers: same rules, same words, same money."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.law import (
    AwardSheet,
    Recipient,
    aspects,
    award_groups,
    award_sheet,
    catalogue,
    national_movements,
    rule_id,
    text_days,
    validity_of,
)
from knowledge.law.sheets import Statement
from knowledge.law.sheets.ladder import steps_before
from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import DAY, needs_shared

ADDRESS = "https://vbpl.example.vn/luat"
#: Days under each of the laws and decrees.
DAYS = [date(2018, 5, 1), date(2024, 3, 15), date(2025, 3, 1), DAY]


def sheet_of(
    library: Library, award: str, day: date = DAY, recipient: Recipient | None = None
) -> AwardSheet:
    sheet = award_sheet(library.context(day), award, recipient)
    assert sheet is not None
    return sheet


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_rule_of_an_award_is_shown_once_with_its_source_and_state(
    starter: Library, day: date
) -> None:
    shown = {name: aspects()[name].about for name in ("criteria", "prior", "confer", "dossier",
                                                      "cap", "vote", "processing", "gift")}  # fmt: skip
    for award in catalogue().awards.values():
        sheet = sheet_of(starter, award.id, day)
        for section in sheet.sections:
            rules = dict.fromkeys(catalogue().rules_of(award.id, shown[section.aspect], day))
            told = [one for group in section.groups for one in group.statements]
            assert len(told) == len(rules)
            assert {rule.says for rule in rules} == {
                next(rule.says for rule in rules if one.text.endswith(rule.says)) for one in told
            }
            assert sorted(one.state for one in told) == sorted(rule.state for rule in rules)
            assert all(one.source and one.source.name for one in told)
            assert bool(section.silence) != bool(told)
            for group in section.groups:
                assert bool(group.warning) == (group.state != "verified")


@pytest.mark.parametrize(
    ("award", "aspect"),
    [
        ("cstd-co-so", "criteria"),
        ("cstd-toan-quoc", "prior"),
        ("giay-khen", "confer"),
        ("co-chinh-phu", "dossier"),
        ("co-chinh-phu", "vote"),
        ("ttldxs", "criteria"),
        ("hc-lao-dong-1", "criteria"),
    ],
)
@pytest.mark.parametrize("day", [date(2025, 3, 1), DAY], ids=str)
def test_the_dialogue_answers_what_the_page_says(
    starter: Library, award: str, aspect: str, day: date
) -> None:
    sheet = sheet_of(starter, award, day)
    section = next((one for one in sheet.sections if one.aspect == aspect), None)
    if section is None:
        pytest.skip("nothing is known of it on that day")
    answer, _ = starter.answer(section.ask, Subject(), day)
    for group in section.groups:
        assert group.warning in answer.text
        for one in group.statements:
            assert one.text in answer.text


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("award", ["ldtt", "bk-bo-tinh", "hc-huu-nghi", "gia-dinh-van-hoa"])
def test_the_money_is_that_of_the_dialogue(starter: Library, award: str, day: date) -> None:
    sheet = sheet_of(starter, award, day)
    answer, _ = starter.answer(aspects()["money"].ask.format(award=sheet.name), Subject(), day)
    assert sheet.money is not None
    assert answer.text.startswith(sheet.money.text)


def test_the_money_of_one_kind_of_recipient(starter: Library) -> None:
    money = sheet_of(starter, "giay-khen", recipient="household").money
    assert money is not None
    assert (
        "Hộ gia đình: 0,45 lần × 2.530.000 đồng = 1.138.500 đồng, làm tròn lên 1.140.000 đồng"
        in (money.text)
    )
    assert "Tập thể" not in money.text
    names = [source.name for source in money.sources]
    assert names == [
        "Điều 54 khoản 3 Nghị định 152/2025/NĐ-CP",
        "Nghị định 161/2026/NĐ-CP",
    ]


@pytest.mark.parametrize(
    ("award", "before", "after"),
    [
        ("ldtt", [], ["cstd-co-so"]),
        ("cstd-co-so", ["ldtt", "cstt"], ["cstd-toan-quoc", "cstd-bo-tinh", "bk-thu-tuong", "bk-bo-tinh"]),
        ("cstd-bo-tinh", ["cstd-co-so"], ["cstd-toan-quoc", "hc-lao-dong-2"]),
        ("hc-doc-lap-3", ["hc-lao-dong-1"], ["hc-doc-lap-2"]),
        ("hc-sao-vang", ["hc-ho-chi-minh"], []),
        ("don-vi-tien-tien", [], []),
        ("co-chinh-phu", ["co-bo-tinh"], []),
    ],
)  # fmt: skip
def test_the_ladder(starter: Library, award: str, before: list[str], after: list[str]) -> None:
    sheet = sheet_of(starter, award)
    assert [step.id for step in sheet.before] == before
    assert [step.id for step in sheet.after] == after
    assert all(step.rule.text and step.rule.source for step in (*sheet.before, *sheet.after))


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(1990, 1, 1), "01/7/2004"), (date(2027, 3, 1), "tự hết hiệu lực")],
)
def test_a_day_that_is_not_known_is_refused_as_in_the_dialogue(
    starter: Library, day: date, words: str
) -> None:
    sheet = sheet_of(starter, "ldtt", day)
    assert words in sheet.refusal
    assert (sheet.sections, sheet.money, sheet.before) == ((), None, ())
    answer, _ = starter.answer("Tiêu chuẩn Lao động tiên tiến là gì?", Subject(), day)
    assert sheet.refusal in answer.text


def test_an_award_has_the_name_of_its_day(starter: Library) -> None:
    assert sheet_of(starter, "xa-tieu-bieu", date(2025, 6, 30)).name.endswith("thị trấn tiêu biểu")
    sheet = sheet_of(starter, "xa-tieu-bieu")
    assert sheet.name == "Xã, phường, đặc khu tiêu biểu"
    assert "thị trấn tiêu biểu" in sheet.former


def test_an_amended_law_is_told(starter: Library) -> None:
    assert "06/2026/QH16" in sheet_of(starter, "ldtt").notice
    assert sheet_of(starter, "ldtt", date(2026, 9, 30)).notice == ""


def test_what_a_person_verified_is_shown_as_such(library: Library) -> None:
    award, aspect = "ttldtt", "criteria"
    rules = catalogue().rules_of(award, aspects()[aspect].about, DAY)
    assert {rule.state for rule in rules} != {"verified"}
    for rule in rules:
        library.law_rules.verify(rule_id(rule), "An", "khoản 9 Điều 99", ADDRESS, DAY)
    (section,) = [one for one in sheet_of(library, award).sections if one.aspect == aspect]
    (group,) = section.groups
    assert (group.state, group.warning) == ("verified", "")
    sources = {one.source for one in group.statements}
    assert {(source.url, source.name[:15]) for source in sources if source} == {
        (ADDRESS, "khoản 9 Điều 99")
    }
    answer, _ = library.answer(section.ask, Subject(), DAY)
    assert "kiểm tra" not in answer.text


def test_a_step_of_the_ladder_is_as_sure_as_a_person_made_it(library: Library) -> None:
    award, step = next(
        (award, step)
        for award in catalogue().awards.values()
        for step in steps_before(award, DAY)
        if step.rule.state != "verified"
    )

    def told() -> Statement:
        (rule,) = [
            one.rule for one in sheet_of(library, award.id).before if one.id == step.award.id
        ]
        return rule

    assert told().state == step.rule.state
    library.law_rules.verify(rule_id(step.rule), "An", "Điều 99", ADDRESS, DAY)
    source = told().source
    assert told().state == "verified"
    assert source
    assert (source.name[:7], source.url) == ("Điều 99", ADDRESS)


def test_an_award_that_is_none(starter: Library) -> None:
    assert award_sheet(starter.context(DAY), "../ldtt") is None


@needs_shared
def test_a_statement_of_a_text_that_is_held_leads_to_its_words(decree: Library) -> None:
    sheet = sheet_of(decree, "co-chinh-phu")
    sources = [
        one.source
        for section in sheet.sections
        for group in section.groups
        for one in group.statements
        if one.source
    ]
    held = [source for source in sources if source.is_held]
    assert held
    assert all(source.url.startswith("/documents/nd-152-2025#p") for source in held)
    assert all("152/2025" in source.name for source in held)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cstđcs", ["cstd-co-so"]),
        ("bang khen cua thu tuong", ["bk-thu-tuong"]),
        ("huân chương lao động", ["hc-lao-dong-1", "hc-lao-dong-2", "hc-lao-dong-3"]),
        ("thị trấn tiêu biểu", ["xa-tieu-bieu"]),
        ("giải thưởng", ["gt-ho-chi-minh", "gt-nha-nuoc"]),
        ("xyzzy", []),
    ],
)
def test_awards_are_found_by_any_of_their_names(typed: str, found: list[str]) -> None:
    groups = award_groups(DAY, typed)
    assert [award.id for group in groups for award in group.awards] == found


def test_all_awards_are_listed_by_kind() -> None:
    groups = award_groups(DAY)
    listed = [award.id for group in groups for award in group.awards]
    assert listed == list(catalogue().awards)
    assert len({group.kind for group in groups}) == len(groups)


def test_national_movements_are_told_as_in_the_dialogue(starter: Library) -> None:
    movements = {one.name: one for one in national_movements(DAY)}
    assert len(movements) == len(catalogue().movements)
    standing = [one.standing for one in movements.values()]
    assert standing == sorted(standing, key=lambda one: one not in ("running", "open"))
    one = movements["Cả nước chung sức xây dựng nông thôn mới"]
    answer, _ = starter.answer("Phong trào nông thôn mới kết thúc khi nào?", Subject(), DAY)
    assert all(line in answer.text for line in one.lines)


def test_the_days_of_legal_texts_come_in_their_order() -> None:
    texts = text_days()
    assert len(texts) == len(catalogue().texts)
    starts = [text.start or date.max for text in texts]
    assert starts == sorted(starts)


def test_the_validity_of_a_number_is_that_of_the_dialogue(starter: Library) -> None:
    told = validity_of(starter.context(DAY), "98/2023/nđ-cp")
    answer, _ = starter.answer("Nghị định 98/2023/NĐ-CP còn hiệu lực không?", Subject(), DAY)
    assert told
    assert told in answer.text
    assert validity_of(starter.context(DAY), "15/KH-UBND") == ""
    assert validity_of(starter.context(DAY), None) == ""
