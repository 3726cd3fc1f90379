"""Rules that a person has verified are told as such, with the source; taken back, as before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from knowledge.errors import InvalidAnswer
from knowledge.law import RegisteredRule, catalogue, rule_id
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store, migrate

DAY = date(2026, 11, 21)
ADDRESS = "https://vbpl.example.vn/luat-06-2022"
#: Kind of entry → a question whose answer says that it must be checked, and a word of the entry.
UNVERIFIED = {
    "rule": ("Tiêu chuẩn Tập thể lao động tiên tiến?", "ít nhất 50% cá nhân"),
    "salary": ("Lương cơ sở ngày 01/5/2022 là bao nhiêu?", "1.490.000 đồng"),
}


@pytest.fixture
def library(address: str) -> Iterator[Library]:
    migrate(address)
    with closing(Store(address)) as store:
        yield Library(store, SeededEncoder())


def found(library: Library, words: str) -> RegisteredRule:
    (rule, *_) = [rule for rule in library.law_rules.all() if words in rule.says]
    return rule


@pytest.mark.parametrize("kind", UNVERIFIED)
def test_what_a_person_verified_is_told_without_a_warning(library: Library, kind: str) -> None:
    asked, words = UNVERIFIED[kind]
    rule = found(library, words)
    before, _ = library.answer(asked, Subject(), DAY)
    assert words in before.text
    assert "kiểm tra" in before.text

    library.law_rules.verify(rule.id, "Nguyễn Văn An", "khoản 1 Điều 28", ADDRESS, DAY)
    told, _ = library.answer(asked, Subject(), DAY)
    assert words in told.text
    assert "kiểm tra" not in told.text
    assert ADDRESS in {citation.source_url for citation in told.citations}
    assert "khoản 1 Điều 28" in {citation.place for citation in told.citations}
    held = library.law_rules.get(rule.id)
    assert held.is_verified
    assert held.verification
    assert (held.verification.verifier, held.verification.day) == ("Nguyễn Văn An", DAY)

    library.law_rules.take_back(rule.id, "Trần Thị Bình", DAY)
    assert library.answer(asked, Subject(), DAY)[0] == before
    assert library.law_rules.get(rule.id).verification is None


def test_money_is_certain_once_multiple_and_salary_are(library: Library) -> None:
    asked = "ngày 01/5/2022 Lao động tiên tiến cá nhân thưởng bao nhiêu?"
    before, _ = library.answer(asked, Subject(), DAY)
    assert "kiểm tra" in before.text
    assert not before.facts
    laws = catalogue()
    day = date(2022, 5, 1)
    (multiple,) = [
        one
        for one in laws.multiples
        if (one.award, one.recipient) == ("ldtt", "individual") and one.span.holds(day)
    ]
    (salary,) = [one for one in laws.salaries if one.span.holds(day)]
    for entry in (multiple, salary):
        library.law_rules.verify(rule_id(entry), "An", "Điều 1", "", DAY)
    told, _ = library.answer(asked, Subject(), DAY)
    assert "kiểm tra" not in told.text
    assert told.facts


def test_the_difference_of_two_awards_tells_what_is_verified(library: Library) -> None:
    asked = "Phân biệt Tập thể lao động tiên tiến và Tập thể lao động xuất sắc?"
    words = "ít nhất 50% cá nhân"
    before, _ = library.answer(asked, Subject(), DAY)
    line = next(line for line in before.text.split("\n") if words in line)
    assert "phải kiểm tra" in line
    library.law_rules.verify(found(library, words).id, "An", "Điều 28", "", DAY)
    told, _ = library.answer(asked, Subject(), DAY)
    line = next(line for line in told.text.split("\n") if words in line)
    assert "phải kiểm tra" not in line


def test_another_assistant_tells_it_at_the_next_question(library: Library, address: str) -> None:
    asked, words = UNVERIFIED["rule"]
    with closing(Store(address)) as store:
        other = Library(store, SeededEncoder())
        assert "kiểm tra" in other.answer(asked, Subject(), DAY)[0].text
        library.law_rules.verify(found(library, words).id, "An", "Điều 28", "", DAY)
        assert "kiểm tra" not in other.answer(asked, Subject(), DAY)[0].text


@pytest.mark.parametrize(
    ("rule", "verifier", "place", "source", "sentence"),
    [
        ("khong-co", "An", "Điều 28", "", "Không có quy định"),
        ("", "An", "", "", "điều khoản"),
        ("", " ", "Điều 28", "", "điều khoản"),
        ("", "An", "x" * 201, "", "điều khoản"),
        ("", "An", "Điều 28", "javascript:alert(1)", "http"),
        ("", "An", "Điều 28", "https://a.vn/ x", "http"),
        ("", "An", "Điều 28", "https://" + "x" * 500, "http"),
    ],
)
def test_what_cannot_be_is_said(
    library: Library, rule: str, verifier: str, place: str, source: str, sentence: str
) -> None:
    rule = rule or found(library, UNVERIFIED["rule"][1]).id
    with pytest.raises(InvalidAnswer, match=sentence):
        library.law_rules.verify(rule, verifier, place, source, DAY)
    assert [one for one in library.law_rules.all() if one.verification] == []


def test_what_nobody_verified_is_not_taken_back(library: Library) -> None:
    rule = found(library, UNVERIFIED["rule"][1]).id
    with pytest.raises(InvalidAnswer, match="chưa có ai"):
        library.law_rules.take_back(rule, "An", DAY)


def test_every_entry_has_an_id_of_its_own() -> None:
    laws = catalogue()
    entries = [*laws.rules, *laws.multiples, *laws.salaries]
    assert len({rule_id(entry) for entry in entries}) == len(set(map(str, entries)))


def test_other_words_are_another_rule() -> None:
    rule = catalogue().rules[0]
    assert rule_id(rule) == rule_id(replace(rule, state="unverified"))
    assert rule_id(rule) != rule_id(replace(rule, says=f"{rule.says}."))
    assert rule_id(rule) != rule_id(replace(rule, place="Điều 99"))
