"""What was published of a document, by whom; every earlier version can be seen and returned to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from database import open_database
from knowledge.errors import (
    NoLongerPublished,
    StaleVersion,
    UnknownDocument,
    UnknownVersion,
    WithdrawnDocument,
)
from knowledge.library import Library
from knowledge.model import Document, Fact, Passage
from knowledge.search import SeededEncoder
from knowledge.storage import Change, Contents, Store, migrate, move_store
from knowledge.storage.parameters import MAX_KEPT_VERSIONS
from knowledge.storage.schema import versions


def contents(share: int, key: str = "a") -> Contents:
    text = f"Tỷ lệ che phủ rừng đạt {share}%."
    document = Document(key, f"Kế hoạch {share}", text=text, place="Chợ Đồn", years=(2022,))
    passage = Passage(key, 0, 0, len(text), "paragraph", text)
    fact = Fact(key, "target", "Tỷ lệ che phủ rừng", 0, len(text), f"{share}%", confidence=0.9)
    return Contents(document, (passage,), (fact,))


def add(library: Library, share: int) -> None:
    """As the command line does."""
    one = contents(share)
    library.add(one.document, one.passages, one.facts)


def by(who: str, at: float = 1.0, **more: object) -> Change:
    return replace(Change(at, who), **more)  # type: ignore[arg-type]


@pytest.fixture
def shared(address: str) -> Iterator[Library]:
    migrate(address)
    with closing(Store(address)) as store:
        yield Library(store, SeededEncoder())


def said(library: Library) -> list[str]:
    return [hit.passage.text for hit in library.search("tỷ lệ che phủ rừng")]


def test_each_publication_is_a_version_that_says_who_and_when(shared: Library) -> None:
    kept = shared.versions
    kept.publish(contents(41), by("Lan", 1.0, editor="Hoa", origin="draft:1:1"))
    kept.publish(contents(42), by("Nam", 2.0, editor="Lan", origin="draft:2:1"))
    newest, first = kept.of("a")
    assert (newest.number, newest.published_by, newest.edited_by, newest.at) == (2, "Nam", "Lan", 2)
    assert (first.number, first.title, first.place, first.years) == (
        1, "Kế hoạch 41", "Chợ Đồn", (2022,),
    )  # fmt: skip
    assert kept.contents("a", 1) == replace(
        contents(41), document=replace(contents(41).document, added=1)
    )
    assert kept.contents("a").document.text == "Tỷ lệ che phủ rừng đạt 42%."
    assert said(shared) == ["Tỷ lệ che phủ rừng đạt 42%."]
    assert shared.check() == []


def test_an_earlier_version_comes_back_as_a_new_one(shared: Library) -> None:
    kept = shared.versions
    for number, share in enumerate((41, 42)):
        kept.publish(contents(share), by("Lan", origin=f"draft:{number}:1"))
    kept.take_back("a", 1, by("Nam", 3.0, note="số liệu sai"))
    assert said(shared) == ["Tỷ lệ che phủ rừng đạt 41%."]
    assert [version.number for version in kept.of("a")] == [3, 2, 1]
    assert kept.of("a")[0].note == "số liệu sai"
    # And forward again.
    kept.take_back("a", 2, by("Nam", 4.0))
    assert said(shared) == ["Tỷ lệ che phủ rừng đạt 42%."]
    with pytest.raises(UnknownVersion):
        kept.take_back("a", 9, by("Nam"))


def test_the_command_line_does_not_bring_back_what_was_withdrawn(shared: Library) -> None:
    add(shared, 41)
    shared.versions.withdraw("a", by("Nam"))
    assert shared.versions.is_withdrawn("a")
    with pytest.raises(WithdrawnDocument, match="thu hồi"):
        add(shared, 42)
    assert said(shared) == []
    shared.versions.publish(contents(42), by("Lan"))
    assert not shared.versions.is_withdrawn("a")
    add(shared, 43)
    shared.remove("a")
    add(shared, 44)
    assert not shared.versions.is_withdrawn("a")


def test_what_is_withdrawn_answers_no_more_and_can_come_back(shared: Library) -> None:
    kept = shared.versions
    kept.publish(contents(41), by("Lan"))
    kept.withdraw("a", by("Nam", 5.0, note="thu hồi theo công văn"))
    assert said(shared) == []
    assert kept.number_now("a") == 0
    (gone,) = kept.withdrawn()
    assert (gone.withdrawn_by, gone.withdrawn_at, gone.withdrawn_note) == (
        "Nam", 5.0, "thu hồi theo công văn",
    )  # fmt: skip
    with pytest.raises(UnknownDocument):
        kept.withdraw("a", by("Nam"))
    with pytest.raises(NoLongerPublished, match="đã được thu hồi"):
        shared.document("a")
    with pytest.raises(UnknownDocument, match="Không có"):
        shared.document("b")
    kept.take_back("a", 1, by("Lan", 6.0))
    assert said(shared) == ["Tỷ lệ che phủ rừng đạt 41%."]
    assert (kept.number_now("a"), kept.withdrawn()) == (2, [])


@pytest.mark.parametrize("expected", [0, 2])
def test_nobody_replaces_a_version_that_they_have_not_seen(shared: Library, expected: int) -> None:
    shared.versions.publish(contents(41), by("Lan"))
    with pytest.raises(StaleVersion):
        shared.versions.publish(contents(42), by("Nam", expected=expected))
    assert said(shared) == ["Tỷ lệ che phủ rừng đạt 41%."]
    shared.versions.publish(contents(42), by("Nam", expected=1))
    assert said(shared) == ["Tỷ lệ che phủ rừng đạt 42%."]


def test_a_publication_that_was_broken_off_is_made_once(shared: Library) -> None:
    for _ in range(2):
        shared.versions.publish(contents(41), by("Lan", origin="draft:7:3", expected=0))
    assert len(shared.versions.of("a")) == 1


def test_the_command_line_makes_versions_too(shared: Library) -> None:
    add(shared, 41)
    add(shared, 41)
    # The same text read anew is the same version: it can be read again at any time.
    assert [(one.number, one.published_by) for one in shared.versions.of("a")] == [(1, "")]
    shared.versions.publish(contents(42), by("Lan"))
    add(shared, 42)
    # What a person published is kept, though the text is the same: they may have corrected its facts.
    assert [(one.number, one.published_by) for one in shared.versions.of("a")] == [
        (3, ""), (2, "Lan"), (1, ""),
    ]  # fmt: skip
    assert shared.versions.contents("a", 1).document.title == "Kế hoạch 41"
    shared.remove("a")
    assert shared.versions.of("a") == []


def test_a_document_from_before_versions_is_the_first(shared: Library) -> None:
    add(shared, 41)
    with shared.reader._primary.writing() as connection:
        connection.execute(versions.delete())
    assert shared.versions.number_now("a") == 1
    shared.versions.publish(contents(42), by("Lan", expected=1))
    assert [(one.number, one.at) for one in shared.versions.of("a")] == [(2, 1.0), (1, 0.0)]
    assert shared.versions.contents("a", 1).document.title == "Kế hoạch 41"


def test_only_so_many_versions_keep_their_contents(library: Library) -> None:
    for share in range(MAX_KEPT_VERSIONS + 3):
        library.versions.publish(contents(share), by("Lan", origin=str(share)))
    found = library.versions.of("a")
    assert len(found) == MAX_KEPT_VERSIONS + 3
    assert [one.number for one in found if not one.is_kept] == [MAX_KEPT_VERSIONS + 3, 2, 1]
    with pytest.raises(UnknownVersion):
        library.versions.contents("a", 1)


def test_versions_move_with_the_store(shared: Library, tmp_path: Path) -> None:
    shared.versions.publish(contents(41), by("Lan"))
    shared.versions.publish(contents(42), by("Nam", origin="x"))
    target = tmp_path / "moved.db"
    move_store(shared._store, target, lambda *_: None)
    with closing(Store(target)) as store:
        moved = Library(store, SeededEncoder())
        assert moved.versions.of("a") == shared.versions.of("a")
        assert moved.versions.contents("a", 1).document.title == "Kế hoạch 41"
    with closing(open_database(target)) as database:
        assert len(database.rows(versions.select())) == 2
