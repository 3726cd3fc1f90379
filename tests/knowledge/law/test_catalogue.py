"""The catalogue holds together, says no more than it was told, and agrees with the decree's own words."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from indexer.document_reader import read_file
from knowledge.data import DATA
from knowledge.language import fold
from knowledge.law import aspects, catalogue
from knowledge.law.forms.eligibility import conditions
from knowledge.law.model import FIRST_DAY
from knowledge.law.question import parse_law_question
from knowledge.library import Library
from tests.conftest import DAY, SHARED, needs_shared

LAW = DATA / "law"
FILES = {
    path.relative_to(LAW).as_posix(): path.stem if path.parent == LAW else "rules"
    for path in sorted(LAW.rglob("*.yaml"))
    if path.stem != "schema"
}
#: How facts say how far they were verified.
STATES = {"verified": "verified", "partly verified": "partly", "chưa đối chiếu": "unverified"}
NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")


def as_json(value: Any) -> Any:
    """Give days as text, as JSON has them."""
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


@cache
def facts() -> Any:
    return yaml.safe_load((SHARED / "law" / "facts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES)
def test_every_file_keeps_to_the_schema(file: str) -> None:
    schema = yaml.safe_load((LAW / "schema.yaml").read_text(encoding="utf-8"))
    mine = {"$defs": schema["$defs"], **schema["$defs"][FILES[file]]}
    content = as_json(yaml.safe_load((LAW / file).read_text(encoding="utf-8")))
    faults = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(mine).iter_errors(content)
    ]
    assert not faults, faults[:5]


def test_everything_named_is_there() -> None:
    held = catalogue()
    for rule in held.rules:
        assert all(award in held.awards for award in rule.awards), rule
        assert rule.text is None or rule.text in held.texts, rule
        assert held.source_url(rule.sources) is None or held.source_url(rule.sources)
    for text in held.texts.values():
        related = (text.amends, text.amended_by, text.implements, text.replaced_by, *text.replaces)
        assert all(other in held.texts for other in related if other), text.id
    for family in held.families:
        assert all(award in held.awards for award in family.members)
    for award, wanted in conditions().items():
        assert award in held.awards
        assert wanted.lower in held.awards
        assert all(need.award in held.awards for need in wanted.needs if need.award)


def test_a_rule_holds_no_longer_than_its_text() -> None:
    held = catalogue()
    for rule in held.rules:
        text = held.texts.get(rule.text or "")
        if text and text.span.start:
            assert (rule.span.start or FIRST_DAY) >= text.span.start, rule
        if text and text.span.end:
            assert (rule.span.end or date.max) <= text.span.end, rule


def test_spans_of_one_kind_of_money_never_overlap() -> None:
    held = catalogue()
    for award in held.awards:
        rows = [row for row in held.multiples if row.award == award]
        for one in rows:
            for other in rows:
                if one is not other and one.recipient == other.recipient:
                    assert one.span != other.span, (award, one.text, other.text)


@pytest.mark.parametrize("aspect", list(aspects()))
def test_an_aspect_is_read_from_its_examples(starter: Library, aspect: str) -> None:
    rows = yaml.safe_load((LAW / "aspects.yaml").read_text(encoding="utf-8"))
    examples = next(row["examples"] for row in rows if row["aspect"] == aspect)
    for example in examples:
        for typed in (example, fold(example)):
            found = parse_law_question(starter.parse(typed), DAY).aspects
            assert aspect in [one.aspect for one in found], (typed, [one.aspect for one in found])


@needs_shared
def test_all_awards_are_there_by_their_names() -> None:
    told = {award["id"].replace("_", "-"): award for award in facts()["awards"]}
    assert catalogue().awards.keys() == told.keys()
    for award in catalogue().awards.values():
        short = (
            told[award.id]["name_vi"]
            .split(" (")[0]
            .removesuffix("...")
            .split(", tổ chức chính trị")[0]
        )
        assert fold(short).split(":")[0] in fold(f"{award.name} {award.former}"), award.id


@needs_shared
def test_nothing_is_surer_than_its_source() -> None:
    """An award told as not verified has no verified criteria of the law itself."""
    told = {
        award["id"].replace("_", "-"): STATES[award["verification"]] for award in facts()["awards"]
    }
    for rule in catalogue().rules:
        if rule.state == "verified" and rule.about == "criteria" and rule.text == "luat-06-2022":
            assert any(told[award] != "unverified" for award in rule.awards), rule
    marked = [award for award in facts()["awards"] if "[chưa đối chiếu]" in str(award["article"])]
    for award in marked:
        assert catalogue().awards[award["id"].replace("_", "-")].state == "unverified", award["id"]


@needs_shared
def test_the_timeline_is_that_of_the_sources() -> None:
    for text in facts()["legal_documents"]:
        mine = catalogue().texts[text["id"].replace("_", "-")]
        if "effective" in text:
            assert str(mine.span.start) == str(text["effective"]), mine.id
        if re.match(r"\d{4}-", str(text.get("ended", ""))) and mine.state == "verified":
            assert str(mine.span.end) == str(text["ended"])[:10], mine.id
    salaries = [(str(row["effective"]), row["vnd"]) for row in facts()["base_salary"]]
    assert [(str(row.span.start), row.vnd) for row in catalogue().salaries] == salaries


@needs_shared
def test_every_number_agrees_with_the_decree() -> None:
    """A figure in a rule of the decree stands in the very provision that the rule names."""
    reading = read_file(SHARED / "documents" / "nd-152-2025.md")
    provisions: dict[str, str] = {}
    for passage in reading.passages:
        parts = passage.label.split(" ")
        for length in range(2, len(parts) + 1, 2):
            place = " ".join(parts[:length])
            provisions[place] = provisions.get(place, "") + "\n" + passage.text
    checked, wrong = 0, []
    for rule in catalogue().rules:
        if rule.text != "nd-152-2025":
            continue
        assert rule.place in provisions, rule
        there = {figure(number) for number in NUMBERS.findall(provisions[rule.place])}
        dates = re.sub(r"(\d+)/(\d+)", r"\1 \2", rule.says)
        for number in NUMBERS.findall(dates):
            checked += 1
            if figure(number) not in there and number not in WRITTEN_OUT.get(rule.place, ()):
                wrong.append((number, rule.place, rule.says))
    assert not wrong
    assert checked > 60
    for row in catalogue().multiples:
        if row.text == "nd-152-2025" and row.times is not None:
            words = fold(provisions[row.place])
            stated = f"{row.times:.1f}".replace(".", ",")
            doubled = "gap hai lan" in words and row.recipient == "collective"
            half_more = "1,5 lan" in words and row.recipient == "household"
            assert stated in words or doubled or half_more, row


#: Figures of ours that the decree writes in words or in the clause above.
WRITTEN_OUT = {"Điều 4 khoản 7": ("1", "3"), "Điều 45 khoản 4 điểm b": ("2", "3")}


def figure(number: str) -> str:
    """Give a number without leading zeros: "05" and "5" are the same, so are "1,0" and "1"."""
    return number.replace(".", ",").lstrip("0").removesuffix(",0") or "0"
