"""Extraction rules are data with examples; every rule must do what its examples show, and name no document of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import regex

from indexer.extraction.obligations import find_obligations
from indexer.extraction.quoted_names import find_quoted_names
from indexer.extraction.relations import extract_relations
from indexer.extraction.targets import find_row_targets, find_targets, parse_figure
from indexer.rules import RULES_FOLDER, compile_pattern, load_rules
from indexer.structure.boilerplate import is_boilerplate
from indexer.structure.segmentation import segment_text
from knowledge.citations import dates_in
from knowledge.gazetteer import load_yaml
from knowledge.model import Document
from knowledge.text import fold

CAMPAIGNS: Any = load_rules("campaign_facts")
BOILERPLATE: Any = load_rules("boilerplate")
TARGETS: Any = load_rules("targets")
DUTIES: Any = load_rules("obligations")
RELATIONS = [(rule, example) for rule in load_rules("relations")["rules"] for example in rule["examples"]]
SENTENCES = [(rule, example) for rule in CAMPAIGNS["sentences"] for example in rule["examples"]]
QUOTED = [(rule, example) for rule in CAMPAIGNS["quoted"] for example in rule["examples"]]


@pytest.mark.parametrize(("rule", "example"), SENTENCES, ids=lambda value: str(value)[:40])
def test_sentence_rules_find_their_examples(rule: dict[str, str], example: str) -> None:
    match = compile_pattern(rule["pattern"], "campaign_facts").search(example)
    assert match
    assert any(match.groupdict().values())


@pytest.mark.parametrize(("rule", "example"), QUOTED, ids=lambda value: str(value)[:40])
def test_cues_tell_what_a_quoted_name_is(rule: dict[str, str], example: str) -> None:
    assert [name.kind for name in find_quoted_names(example, "")] == [rule["fact"]]


@pytest.mark.parametrize("group", ["line", "tail"])
def test_boilerplate_is_recognised(group: str) -> None:
    for rule in BOILERPLATE[group]:
        assert all(is_boilerplate(example, group) for example in rule["examples"]), rule["pattern"]
        assert all(regex.fullmatch(rule["pattern"], example) for example in rule["examples"])


@pytest.mark.parametrize(
    "line",
    [
        "Một là, đẩy mạnh sản xuất.",
        "Chủ tịch UBND tỉnh phát động thi đua.",
        "1. Tiếp tục thực hiện.",
        "Tỷ lệ hộ nghèo giảm 2%.",
        "Hà Nam phát động thi đua năm 2024",
    ],
)
def test_text_is_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)
    assert not is_boilerplate(line, "tail")


@pytest.mark.parametrize("example", TARGETS["examples"], ids=lambda example: example["text"])
def test_targets_are_parted_into_indicator_and_figure(example: dict[str, Any]) -> None:
    found = find_targets(example["text"], "", example["text"])
    assert {target.indicator: target.value for target in found} == example["targets"]


@pytest.mark.parametrize("text", TARGETS["not_examples"])
def test_figures_that_are_no_target_are_left(text: str) -> None:
    assert list(find_targets(text, "", text)) == []


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("đạt trên 500 kg/người/năm", {"comparator": ">", "number": "500", "unit": "kg/người/năm"}),
        ("giảm còn dưới 1,7%", {"comparator": "<", "change": "giảm", "number": "1,7", "unit": "%"}),
        ("14.500 tỷ đồng trở lên", {"comparator": "≥", "number": "14.500", "unit": "tỷ đồng"}),
        ("tăng thêm 02 xã (A, B)", {"change": "tăng", "number": "02", "unit": "xã"}),
        ("từ 5 đến 7 xã", {"number": "5 đến 7", "unit": "xã"}),
        ("không quá 3 vụ", {"comparator": "≤", "number": "3", "unit": "vụ"}),
        ("hoàn thành", {}),
    ],
)
def test_figures_are_parted_into_what_they_are_made_of(value: str, parsed: dict[str, str]) -> None:
    assert parse_figure(value) == parsed


TABLE = "| TT | Chỉ tiêu | ĐVT | Thực hiện 2023 | Kế hoạch 2024 |"


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        (TABLE, "| 1 | Tỷ lệ che phủ rừng | % | 40,1 | 41 |", [("Tỷ lệ che phủ rừng", "41%", 2024)]),
        (TABLE, TABLE, []),
        (TABLE, "| II | Xã hội |  |  |  |", []),
        ("| Chỉ tiêu | Mức |", "| Số xã đạt chuẩn | 03 xã |", [("Số xã đạt chuẩn", "03 xã", None)]),
        ("| Chỉ tiêu | 2024 | 2025 |", "| Số trường | 3 | 5 |", [("Số trường", "3", 2024), ("Số trường", "5", 2025)]),
        ("| Họ tên | Điện thoại |", "| Nguyễn Văn A | 0912 |", []),
    ],
)
def test_tables_tell_their_targets_by_their_first_row(header: str, row: str, found: list[Any]) -> None:
    assert [(target.indicator, target.value, target.year) for target in find_row_targets(row, header, "")] == found


def test_deadlines_and_duties_find_their_examples() -> None:
    for text in DUTIES["deadline"]["examples"]:
        assert [duty.kind for duty in find_obligations(text, "", 2024)][:1] == ["deadline"], text
    for text in [*DUTIES["deadline"]["not_examples"], *DUTIES["duty"]["not_examples"]]:
        assert list(find_obligations(text, "", 2024)) == [], text
    for example in DUTIES["duty"]["examples"]:
        assert [duty.name for duty in find_obligations(example["text"], "", 2024)] == [example["body"]]


@pytest.mark.parametrize(("rule", "example"), RELATIONS, ids=lambda value: str(value)[:40])
def test_relations_find_their_examples(rule: dict[str, str], example: str) -> None:
    found = extract_relations(segment_text(example), Document("a", "", example))
    assert [fact.value for fact in found] == [rule["relation"]]


def test_principles_and_contents_and_events() -> None:
    rule = CAMPAIGNS["principle"]
    for text, wanted in [(text, True) for text in rule["examples"]] + [(text, False) for text in rule["not_examples"]]:
        found = all(regex.search(part, text, regex.IGNORECASE) for part in rule["all"])
        assert (found and not any(regex.search(part, text) for part in rule["none"])) is wanted
    begins = regex.compile(CAMPAIGNS["content"]["begins"], regex.IGNORECASE)
    assert all(begins.match(text) for text in CAMPAIGNS["content"]["examples"])
    for text in CAMPAIGNS["event"]["examples"]:
        match = compile_pattern(CAMPAIGNS["event"]["pattern"], "campaign_facts").match(text)
        assert match
        assert dates_in(match["day"], 2024)
        assert compile_pattern(CAMPAIGNS["event"]["venue"], "campaign_facts").search(text)


def test_metadata_rules_find_their_examples() -> None:
    for rule in load_rules("campaign_metadata").values():
        if isinstance(rule, dict):
            assert all(regex.search(rule["pattern"], example) for example in rule["examples"])


@pytest.mark.parametrize("path", sorted(RULES_FOLDER.glob("*.yaml")), ids=lambda path: path.name)
def test_no_rule_names_a_place_of_the_starter_documents(path: Path) -> None:
    text = fold(path.read_text(encoding="utf-8"))
    assert not [name for name in ("bac giang", "binh duong", "cho don", "ninh binh", "trung du") if name in text]


def test_question_words_name_no_starter_document() -> None:
    for name in (
        "topics.yaml",
        "modes.yaml",
        "asks.yaml",
        "fillers.yaml",
        "synonyms.yaml",
        "everyday.yaml",
        "phrases.yaml",
    ):
        text = fold(str(load_yaml(name)))
        assert not [place for place in ("bac giang", "binh duong", "cho don", "ninh binh") if place in text], name


def test_parts_hand_their_label_on_until_the_text_turns_away() -> None:
    text = "Nội dung:\nMột là, làm a.\nLàm thêm.\nHai là: làm b.\nTại hội nghị, mọi người về.\n"
    assert [(block.label, block.content) for block in segment_text(text)] == [
        ("", "Nội dung:"),
        ("Một là", "làm a."),
        ("Một là", "Làm thêm."),
        ("Hai là", "làm b."),
        ("", "Tại hội nghị, mọi người về."),
    ]


def test_the_signature_is_no_part_of_the_last_section() -> None:
    text = "I. NỘI DUNG\n1. Làm a.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi.\nCHỦ TỊCH\nTrần Văn Minh ký\nPhụ lục I\nBảng kê.\n"
    places = {block.content: (block.heading, block.label) for block in segment_text(text)}
    assert places["Sở Nội vụ theo dõi."] == ("II. TỔ CHỨC THỰC HIỆN", "mục 1 phần II")
    assert places["CHỦ TỊCH"] == places["Trần Văn Minh ký"] == ("", "")
    assert places["Bảng kê."] == ("Phụ lục I", "Phụ lục I")


def test_markdown_has_headings_items_and_rows() -> None:
    text = "# A\n## B\n- một\n| x | y |\n|---|---|\n| 1 | 2 |\nTin liên quan\nbỏ qua\n"
    found = segment_text(text)
    assert [block.kind for block in found] == [
        "heading",
        "heading",
        "item",
        "row",
        "boilerplate",
        "row",
        "boilerplate",
        "boilerplate",
    ]
    assert found[2].heading == "A › B"
    assert all(text[block.start : block.end].strip() == block.text for block in found)
