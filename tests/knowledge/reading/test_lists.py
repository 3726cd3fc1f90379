"""Lists for pages: documents, movements, the timeline; each restricted and cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledge.errors import UnknownDocument
from knowledge.library import Library
from knowledge.model import Document, Fact, FactDetails, Passage, Subject
from knowledge.reading import Reading
from knowledge.reading.documents import DocumentFilter, list_documents, newest, place_held
from knowledge.reading.movements import Movements
from knowledge.reading.pagination import page_of
from knowledge.reading.shelf import Shelf
from knowledge.reading.timeline import Timeline
from knowledge.search import SeededEncoder
from knowledge.storage import Store, migrate
from tests.conftest import DAY


def document(key: str, **fields: Any) -> Document:
    text = fields.pop("text", f"Văn bản {key} về thi đua.")
    return Document(key, fields.pop("title", f"Văn bản {key}"), text=text, **fields)


def add(library: Library, held: Document, *facts: Fact) -> None:
    passage = Passage(held.id, 0, 0, len(held.text), "paragraph", held.text)
    library.add(held, [passage], facts)


HELD = [
    document("cu", place="Bắc Giang", years=(2022,), kind="Kế hoạch", number="1/KH-UBND",
             issued=date(2022, 1, 5), effective_from=date(2022, 1, 5)),
    document("moi", place="Bắc Giang", years=(2023,), kind="Chỉ thị", number="2/CT-UBND",
             issued=date(2023, 1, 5), effective_from=date(2023, 1, 5), effective_to=date(2024, 1, 1)),
    document("an", place="An Giang", years=(2023,), kind="Kế hoạch", number="3/KH-UBND"),
    document("luat", kind="Nghị định", number="152/2025/NĐ-CP", issued=date(2025, 6, 14)),
]  # fmt: skip


@pytest.fixture
def shelf(address: str) -> Iterator[Reading]:
    """Four documents, on either engine."""
    migrate(address)
    with closing(Store(address)) as store:
        library = Library(store, SeededEncoder())
        for held in HELD:
            add(library, held)
        yield Reading(library)


@pytest.fixture
def shelved(address: str) -> Iterator[Library]:
    """The same, with a movement."""
    migrate(address)
    with closing(Store(address)) as store:
        library = Library(store, SeededEncoder())
        for held in HELD:
            launched = Fact(held.id, "movement", "Thi đua", 0, 4, place=held.place, year=2023)
            add(library, held, *([launched] if held.id == "moi" else []))
        yield library


@pytest.mark.parametrize(
    ("within", "found"),
    [
        ({}, ["an", "moi", "cu", "luat"]),
        ({"place": "Bắc Giang"}, ["moi", "cu"]),
        ({"year": 2023}, ["an", "moi"]),
        ({"kind": "Kế hoạch"}, ["an", "cu"]),
        ({"place": "Bắc Giang", "year": 2022, "kind": "Kế hoạch"}, ["cu"]),
        ({"day": date(2022, 6, 1)}, ["an", "cu"]),
        ({"day": date(2023, 12, 31)}, ["an", "moi", "cu"]),
        ({"day": date(2024, 1, 1)}, ["an", "cu"]),
        ({"day": date(2025, 6, 14)}, ["an", "cu", "luat"]),
        ({"place": "Cà Mau"}, []),
    ],
)
def test_documents_by_place_and_year(
    shelf: Reading, within: dict[str, Any], found: list[str]
) -> None:
    page = shelf.documents(1, **within)
    assert [one.id for one in page.items] == found
    assert page.total == len(found)
    # A search within the same looks through the same documents.
    results = shelf.search("văn bản về thi đua", 1, **within)
    assert {one.document.id for one in results.items} == set(found)


def test_a_listed_document_tells_what_it_is(shelf: Reading) -> None:
    (moi,) = shelf.documents(1, "Bắc Giang", 2023).items
    assert moi.label == "Chỉ thị 2/CT-UBND ngày 05/01/2023"
    assert moi.place == "Tỉnh Bắc Giang"
    assert moi.validity == "Có hiệu lực từ 05/01/2023 đến hết 31/12/2023."
    assert moi.ask == "Tóm tắt Chỉ thị 2/CT-UBND ngày 05/01/2023"
    (an,) = shelf.documents(1, "An Giang").items
    assert an.validity == "Văn bản không ghi ngày có hiệu lực."


@pytest.mark.parametrize(
    ("typed", "name"),
    [("bac giang", "Bắc Giang"), ("Tỉnh  Bắc Giang", "Bắc Giang"), ("Cà Mau", None), (" ", "")],
)
def test_a_place_is_found_as_people_type_it(shelf: Reading, typed: str, name: str | None) -> None:
    assert shelf.place_held(typed) == name


def test_what_can_be_chosen(shelf: Reading) -> None:
    choices = shelf.choices()
    assert [(one.name, one.count) for one in choices.places] == [("An Giang", 1), ("Bắc Giang", 2)]
    assert choices.years == (2023, 2022)
    assert choices.kinds == ("Chỉ thị", "Kế hoạch", "Nghị định")


def test_the_newest_come_first_and_a_new_version_keeps_its_place(shelf: Reading) -> None:
    assert [one.id for one in shelf.newest()] == ["luat", "an", "moi", "cu"]


def test_a_document_whose_number_is_typed_comes_first(shelf: Reading) -> None:
    page = shelf.search("3/KH-UBND", 1)
    assert page.items[0].document.id == "an"
    assert [one.document.id for one in shelf.search("3/KH-UBND", 1, "Bắc Giang").items[:1]] != [
        "an"
    ]


def test_nothing_is_found_where_no_word_stands(shelf: Reading) -> None:
    page = shelf.search("xyzzy", 1)
    assert (page.items, page.total, page.count) == ((), 0, 1)


def test_a_passage_is_shown_with_the_words_that_were_found(shelf: Reading) -> None:
    result = shelf.search("Van ban", 1, "An Giang").items[0]
    (passage,) = result.passages
    assert passage.url == "/documents/an#p0"
    assert [span.text for span in passage.excerpt if span.is_found] == ["Văn bản"]
    assert "".join(span.text for span in passage.excerpt) == "Văn bản an về thi đua."


@pytest.mark.parametrize(("number", "items", "count"), [(1, (0, 1), 3), (3, (4,), 3), (4, (), 3)])
def test_a_list_is_cut_into_pages(number: int, items: tuple[int, ...], count: int) -> None:
    page = page_of(range(5), number, 2, lambda one: one)
    assert (page.items, page.number, page.count, page.total) == (items, number, count, 5)


def test_the_timeline_has_the_law_s_texts_and_dated_documents(shelf: Reading) -> None:
    rows = {row.name: row for row in shelf.timeline(1).items}
    starts = [row.start or date.max for row in rows.values()]
    assert starts == sorted(starts)
    assert rows["Chỉ thị 2/CT-UBND"].end == date(2024, 1, 1)
    assert "Kế hoạch 3/KH-UBND" not in rows
    decree = rows["Nghị định 152/2025/NĐ-CP"]
    assert (decree.url, decree.start, decree.is_verified) == (
        "/documents/luat",
        date(2025, 7, 1),
        True,
    )
    assert not rows["Luật 06/2022/QH15"].url


def test_the_timeline_of_a_place_and_a_day(shelf: Reading) -> None:
    own = shelf.timeline(1, "Bắc Giang").items
    assert [row.url for row in own] == ["/documents/cu", "/documents/moi"]
    on_day = shelf.timeline(1, None, date(2023, 6, 1)).items
    names = {row.name for row in on_day}
    assert {"Chỉ thị 2/CT-UBND", "Luật 15/2003/QH11"} <= names
    assert "Luật 06/2022/QH15" not in names


def test_the_sheet_of_a_document(shelf: Reading) -> None:
    sheet = shelf.document("luat", DAY)
    assert "đang có hiệu lực, áp dụng từ 01/07/2025" in sheet.validity[0]
    assert shelf.document("cu", DAY).neighbours[0].id == "moi"
    assert shelf.document("cu", DAY).validity == ("Có hiệu lực từ 05/01/2022.",)
    with pytest.raises(UnknownDocument):
        shelf.document("khong-co", DAY)


def test_a_document_that_another_one_replaced_says_so(library: Library) -> None:
    add(library, document("a", number="7/KH-UBND", place="Bắc Giang", issued=date(2022, 1, 1)))
    details = FactDetails(number="7/KH-UBND", date=date(2022, 1, 1))
    newer = document("b", number="8/KH-UBND", place="Bắc Giang", issued=date(2023, 1, 1),
                     effective_from=date(2023, 2, 1))  # fmt: skip
    add(library, newer, Fact("b", "relation", "thay thế", 0, 5, "replaces", details=details))
    sheet = Reading(library).document("a", DAY)
    assert sheet.validity == (
        "Hết hiệu lực từ 01/02/2023.",
        "Một văn bản khác đang có ở đây thay thế văn bản này.",
    )
    assert [one.id for one in Reading(library).documents(1, day=date(2023, 2, 1)).items] == ["b"]
    found = Reading(library).search("thi đua", 1, day=date(2023, 2, 1)).items
    assert [one.document.id for one in found] == ["b"]


def test_a_document_that_holds_few_of_the_words_is_not_found(starter: Library) -> None:
    reading = Reading(starter)
    for typed in ("tỷ lệ che phủ rừng", "ty le che phu rung"):
        page = reading.search(typed, 1)
        assert [one.document.id for one in page.items] == ["cho-don-2022"]
        assert "80,5%" in "".join(span.text for span in page.items[0].passages[0].excerpt)


def test_facts_and_movements_of_the_starter_documents(starter: Library) -> None:
    reading = Reading(starter)
    groups = {group.title: group for group in reading.document("cho-don-2022", DAY).groups}
    targets = groups["Chỉ tiêu"]
    assert ("Diện tích rừng trồng mới: 570 ha") in [fact.text for fact in targets.facts]
    assert targets.has_more
    assert all(fact.url.startswith("/documents/cho-don-2022#p") for fact in targets.facts)
    movements = {one.name: one for one in reading.movements(1).items}
    shared = movements["Cả nước chung sức xây dựng nông thôn mới"]
    assert ("Huyện Chợ Đồn", 2022) in [(one.place, one.year) for one in shared.mentions]
    assert all("#p" in mention.url for mention in shared.mentions)
    assert shared.launcher


def test_what_a_document_tells_of_another_place_is_told_as_its(starter: Library) -> None:
    """A report of a cluster's meeting holds a province's theme: it is not the cluster's."""
    sheet = Reading(starter).document("cum-trung-du-2023", DAY)
    (themes,) = [group.facts for group in sheet.groups if group.title == "Chủ đề thi đua"]
    assert [fact.text.endswith(" (Tỉnh Bắc Giang)") for fact in themes] == [True] * len(themes)
    own = Reading(starter).document("cho-don-2022", DAY)
    assert not [fact for group in own.groups for fact in group.facts if "(Huyện" in fact.text]


def test_movements_of_a_place_a_year_and_a_name(starter: Library) -> None:
    reading = Reading(starter)
    of_place = reading.movements(1, "Chợ Đồn").items
    assert of_place
    assert {m.place for one in of_place for m in one.mentions} == {"Huyện Chợ Đồn"}
    # With a comma or without one it is the same movement.
    (named,) = reading.movements(1, None, None, "ca nuoc chung suc, xay dung nong thon").items
    assert {one.place for one in named.mentions} >= {"Tỉnh Bình Dương", "Tỉnh Ninh Bình"}
    assert reading.movements(1, None, 1999).total == 0
    assert 2022 in reading.movement_years()


@pytest.mark.parametrize(
    "key", ["bac-giang-2022", "binh-duong-2023", "cho-don-2022", "cum-trung-du-2023", "ninh-binh-2021"]
)  # fmt: skip
def test_the_question_prepared_for_a_document_is_answered_from_it(
    starter: Library, key: str
) -> None:
    ask = Reading(starter).document(key, DAY).document.ask
    answer, _ = starter.answer(ask, Subject(), DAY)
    assert answer.status == "answered"
    assert {citation.document_id for citation in answer.citations} == {key}


class Counted(dict[str, Any]):
    """Documents that count how often all of them are gone over."""

    passes = 0

    def values(self) -> Any:
        Counted.passes += 1
        return super().values()


class CountedFacts(tuple[Fact, ...]):
    """Facts that count the same."""

    passes = 0

    def __iter__(self) -> Iterator[Fact]:
        CountedFacts.passes += 1
        return super().__iter__()


READ_OF_SHELF: dict[str, Callable[[Shelf, Movements, Timeline], object]] = {
    "choices": lambda shelf, movements, timeline: shelf.choices,
    "place": lambda shelf, movements, timeline: place_held(shelf, "bac giang"),
    "documents": lambda shelf, movements, timeline: list_documents(shelf, DocumentFilter(), 1),
    "of a place": lambda shelf, movements, timeline: shelf.of_place("Bắc Giang"),
    "newest": lambda shelf, movements, timeline: newest(shelf),
    "facts": lambda shelf, movements, timeline: shelf.snapshot.facts_by_document.get("moi"),
    "movements": lambda shelf, movements, timeline: movements.page("Bắc Giang", None, "", 1),
    "their years": lambda shelf, movements, timeline: movements.years,
    "timeline": lambda shelf, movements, timeline: timeline.page(None, date(2023, 1, 5), 1),
}


def test_all_that_is_held_is_gone_over_once_for_all_pages(shelved: Library) -> None:
    held = shelved.snapshot()
    snapshot = replace(held, documents=Counted(held.documents), facts=CountedFacts(held.facts))
    assert list(snapshot.facts_by_document) == ["moi"]
    shelf = Shelf(snapshot)
    parts = shelf, Movements(snapshot), Timeline(shelf)
    first = {name: read(*parts) for name, read in READ_OF_SHELF.items()}
    passes = Counted.passes, CountedFacts.passes
    assert min(passes) > 0
    assert {name: read(*parts) for name, read in READ_OF_SHELF.items()} == first
    assert (Counted.passes, CountedFacts.passes) == passes


def test_what_was_put_in_order_is_kept_until_something_is_added(shelved: Library) -> None:
    reading = Reading(shelved)
    before = reading.choices()
    assert reading.choices() is before
    add(shelved, document("hue", place="Huế", years=(2021,), kind="Thông báo"))
    assert (reading.choices().years, reading.place_held("hue")) == ((2023, 2022, 2021), "Huế")
    assert reading.newest()[0].id == "hue"
