"""The keyword index of a store: kept in files, brought up to date by whichever process comes first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.model import Document, Passage
from knowledge.search import query_terms
from knowledge.search.embedded.keyword_replica import FILES, MANIFEST, KeywordReplica
from knowledge.snapshot import Lexicon
from knowledge.storage import Store

TEXT = "Tỷ lệ che phủ rừng đạt {}%."


def put(store: Store, name: str, percent: int) -> None:
    text = TEXT.format(percent)
    document = Document(name, "Kế hoạch", text=text, checksum=name)
    store.put(document, [Passage(name, 0, 0, len(text), "paragraph", text)], [], {}, "seeded")


@pytest.fixture
def store() -> Store:
    store = Store(":memory:")
    put(store, "a", 41)
    put(store, "b", 43)
    return store


def opened(store: Store, folder: Path | None) -> KeywordReplica:
    lexicon = Lexicon(store)
    replica = KeywordReplica(store, lexicon, folder)
    sync(store, replica, lexicon)
    return replica


def sync(store: Store, replica: KeywordReplica, lexicon: Lexicon | None = None) -> None:
    lexicon = lexicon or replica._lexicon
    lexicon.sync(0, store.state.texts)
    replica.sync(store.state.revision)


def found(replica: KeywordReplica, words: str) -> int:
    return len(replica.index.search(query_terms(words), True, 9))


@pytest.mark.parametrize("is_filed", [False, True])
def test_what_comes_and_goes_is_found_and_gone(
    store: Store, tmp_path: Path, is_filed: bool
) -> None:
    replica = opened(store, tmp_path if is_filed else None)
    assert (found(replica, "che phủ"), found(replica, "43")) == (2, 1)
    put(store, "b", 45)
    store.remove("a")
    sync(store, replica)
    assert [found(replica, word) for word in ("che phủ", "41", "43", "45")] == [1, 0, 0, 1]


def test_what_comes_after_the_lexicon_is_left_for_the_next_time(store: Store) -> None:
    lexicon, revision = Lexicon(store), store.state.revision
    lexicon.sync(0, store.state.texts)
    replica = KeywordReplica(store, lexicon, None)
    put(store, "c", 4711)
    replica.sync(revision)
    assert (found(replica, "che phủ"), found(replica, "4711")) == (2, 0)
    sync(store, replica)
    assert (found(replica, "che phủ"), found(replica, "4711")) == (3, 1)


def test_files_are_taken_up_where_they_were_left(store: Store, tmp_path: Path) -> None:
    opened(store, tmp_path)
    put(store, "c", 47)
    replica = opened(store, tmp_path)
    assert (found(replica, "che phủ"), found(replica, "47")) == (3, 1)


def test_what_another_process_has_done_is_seen(store: Store, tmp_path: Path) -> None:
    ours, theirs = opened(store, tmp_path), opened(store, tmp_path)
    put(store, "c", 47)
    sync(store, theirs)
    sync(store, ours)
    assert (found(ours, "che phủ"), found(ours, "47")) == (3, 1)


def spoil_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_bytes(b"{")


def lose_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def age_manifest(folder: Path) -> None:
    """Leave what a process does that is killed between the index and its manifest."""
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace('"revision": 2', '"revision": 1'), "utf-8")


def change_layout(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace('"layout": 1', '"layout": 0'), "utf-8")


@pytest.mark.parametrize("damage", [spoil_manifest, lose_manifest, age_manifest, change_layout])
def test_files_that_are_not_what_they_should_be_are_made_again(
    store: Store, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    opened(store, tmp_path)
    damage(tmp_path)
    replica = opened(store, tmp_path)
    assert (found(replica, "che phủ"), found(replica, "43")) == (2, 1)


def test_files_of_another_store_are_made_again(store: Store, tmp_path: Path) -> None:
    opened(store, tmp_path)
    store.remove("a")
    store.set_vectors("other", {})
    assert found(opened(store, tmp_path), "che phủ") == 1


def test_the_index_s_own_files_may_be_lost(store: Store, tmp_path: Path) -> None:
    opened(store, tmp_path)
    for file in (tmp_path / FILES).iterdir():
        file.unlink()
    assert found(opened(store, tmp_path), "che phủ") == 2
