"""What differs between two versions: fields, facts, and the words of the lines."""

from __future__ import annotations

from dataclasses import replace

from indexer.review.differences import compare
from indexer.review.parameters import MAX_COMPARED_LINES
from knowledge.model import Document, Fact
from knowledge.storage import Contents

LINES = [f"Dòng {number}" for number in range(9)]


def contents(lines: list[str], title: str = "Kế hoạch", **fact: object) -> Contents:
    text = "\n".join(lines)
    one = replace(Fact("a", "target", "Che phủ", 0, 4, "41%"), **fact)  # type: ignore[arg-type]
    return Contents(Document("a", title, text=text), (), (one,))


def told(before: Contents, after: Contents) -> list[str]:
    signs = {"same": " ", "added": "+", "removed": "-"}
    return [
        signs[line.sign] + "".join(part.text for part in line.parts)
        for hunk in compare(before, after).hunks
        for line in hunk
    ]


def test_equal_versions_differ_in_nothing() -> None:
    assert compare(contents(LINES), contents(LINES)).are_none


def test_fields_and_facts_are_told_with_before_and_after() -> None:
    found = compare(contents(LINES), contents(LINES, "Kế hoạch 15", value="42%"))
    assert [(one.name, one.before, one.after) for one in found.fields] == [
        ("Tên văn bản", "Kế hoạch", "Kế hoạch 15")
    ]
    assert [fact.value for fact in found.added] == ["42%"]
    assert [fact.value for fact in found.removed] == ["41%"]
    assert found.hunks == ()


def test_a_fact_that_only_stands_elsewhere_is_the_same_one_but_a_confirmed_one_is_not() -> None:
    assert compare(contents(LINES), contents(LINES, start=5, end=9)).are_none
    assert compare(contents(LINES, confidence=0.5), contents(LINES)).added


def test_a_changed_line_shows_which_words_changed_with_lines_around_it() -> None:
    after = [*LINES[:4], "Dòng bốn", *LINES[5:]]
    before = contents(LINES)
    assert told(before, contents(after)) == [
        " Dòng 2", " Dòng 3", "-Dòng 4", "+Dòng bốn", " Dòng 5", " Dòng 6",
    ]  # fmt: skip
    (hunk,) = compare(before, contents(after)).hunks
    assert [(part.sign, part.text) for part in hunk[3].parts] == [
        ("same", "Dòng "), ("added", "bốn"),
    ]  # fmt: skip


def test_lines_that_came_and_went_are_told() -> None:
    after = ["Mới", *LINES[1:], "Cuối"]
    found = told(contents(LINES), contents(after))
    assert [line for line in found if line[0] != " "] == ["-Dòng 0", "+Mới", "+Cuối"]


def test_texts_that_differ_everywhere_are_told_whole_and_soon() -> None:
    many = MAX_COMPARED_LINES
    old, new = ([f"{name} {number}" for number in range(many)] for name in ("cũ", "mới"))
    found = told(contents(old), contents(new))
    assert len(found) == 2 * many
    assert found[0] == "-cũ 0"
