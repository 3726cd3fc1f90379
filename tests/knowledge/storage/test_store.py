from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from database import open_database
from knowledge.errors import StoreError, UnknownDocument
from knowledge.model import Document, Fact, FactDetails, Passage
from knowledge.storage import PassageFilter, Removal, Store, migrate, pairs_of, words_after
from knowledge.storage.sqlite_history import MIGRATIONS
from tests.servers import new_database

TEXT = "Tỷ lệ che phủ rừng đạt 80,5%."
DOCUMENT = Document(
    "a",
    "Kế hoạch",
    text=TEXT,
    number="1/KH-UBND",
    place="Chợ Đồn",
    years=(2022,),
    issued=date(2022, 1, 26),
    checksum="x",
)
PASSAGE = Passage("a", 0, 0, len(TEXT), "paragraph", TEXT, places=("Chợ Đồn",))
FACT = Fact(
    "a",
    "target",
    "Tỷ lệ che phủ rừng",
    0,
    len(TEXT),
    "80,5%",
    "Chợ Đồn",
    2022,
    FactDetails(unit="%", date=date(2022, 1, 26), part=2),
    confidence=0.45,
)
VECTOR = np.array([1.0, 0.0], dtype=np.float32)


def put(store: Store, document: Document = DOCUMENT) -> None:
    passage, fact = (replace(one, document_id=document.id) for one in (PASSAGE, FACT))
    store.put(document, [passage], [fact], {0: VECTOR}, "seeded")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    migrate(address)
    store = Store(address)
    yield store
    store.close()


def counts(store: Store) -> dict[str, tuple[int, int, int]]:
    """Return word → texts, folded texts and uses, of those that stand anywhere."""
    words = words_after(store, 0)
    found = {word.word: (word.texts, word.folded_texts, word.uses) for word in words}
    return {word: told for word, told in found.items() if any(told)}


def test_what_is_put_in_comes_out(store: Store) -> None:
    put(store)
    assert store.documents() == [replace(DOCUMENT, added=1)]
    assert list(store.passages().values()) == [PASSAGE]
    assert store.facts() == [FACT]
    assert [vector.tolist() for vector in store.vectors("seeded").values()] == [[1.0, 0.0]]
    assert store.vectors("other") == {}


def test_what_is_known_without_the_text_comes_out(store: Store) -> None:
    put(store)
    (known,) = store.stored_documents()
    assert (known.title, known.length, known.opening) == ("Kế hoạch", len(TEXT), TEXT)
    assert (known.about_places, known.about_years) == ({"Chợ Đồn"}, {2022})
    assert list(store.passages_of([known.first_passage]).values()) == [PASSAGE]


def test_putting_again_replaces_everything(store: Store) -> None:
    put(store)
    before = counts(store)
    put(store)
    held = (store.documents(), store.passages(), store.facts(), store.vectors("seeded"))
    assert [len(rows) for rows in held] == [1, 1, 1, 1]
    assert counts(store) == before


def test_a_change_is_told_by_its_revision(store: Store) -> None:
    put(store)
    put(store, replace(DOCUMENT, id="b"))
    since = store.state.revision + 1
    put(store)
    changes = range(since, since + 1)
    assert [document.id for document in store.stored_documents(changes)] == ["a"]
    assert store.added_passages(changes) == [range(3, 4)]
    assert store.removals(changes) == [Removal("a", range(1, 2))]
    assert [fact.document_id for fact in store.facts_of(changes)] == ["a"]
    store.remove("b")
    assert [gone.document_id for gone in store.removals(changes)] == ["a"]
    assert [gone.document_id for gone in store.removals(range(since, since + 2))] == ["a", "b"]


def test_a_text_is_the_one_that_was_known(store: Store) -> None:
    put(store)
    (known,) = store.stored_documents()
    assert store.text_of(known).text == TEXT
    put(store, replace(DOCUMENT, text=TEXT.replace("80", "90")))
    with pytest.raises(UnknownDocument):
        store.text_of(known)


def test_words_and_pairs_are_counted(store: Store) -> None:
    put(store)
    put(store, replace(DOCUMENT, id="b"))
    told = counts(store)
    assert told["rừng"] == (2, 0, 2)
    # The title is read with the passage, and used in no running text.
    assert told["kế"] == (2, 0, 0)
    assert told["rung"] == (0, 2, 0)
    numbers = {word.word: word.id for word in words_after(store, 0)}
    (pair,) = pairs_of(store, [(numbers["che"], numbers[word]) for word in ("phủ", "rừng")])
    assert (pair.texts, pair.uses) == (2, 2)
    (pair,) = pairs_of(store, [(numbers["che"], numbers["phu"])])
    assert (pair.folded_texts, pair.uses) == (2, 0)


@pytest.mark.parametrize(
    ("within", "found"),
    [
        (PassageFilter(), 2),
        (PassageFilter("Chợ Đồn"), 2),
        (PassageFilter("Ba Bể"), 0),
        (PassageFilter(year=2022), 2),
        (PassageFilter(year=2023), 0),
        (PassageFilter("Chợ Đồn", 2022), 2),
        (PassageFilter(documents=frozenset(["b"])), 1),
        (PassageFilter(kind="Kế hoạch"), 0),
        (PassageFilter(article="Điều 5"), 0),
        (PassageFilter(is_national=True), 0),
        (PassageFilter(day=date(2022, 1, 25)), 0),
        (PassageFilter(day=date(2022, 1, 26)), 2),
    ],
)
def test_passages_are_filtered(store: Store, within: PassageFilter, found: int) -> None:
    put(store)
    put(store, replace(DOCUMENT, id="b"))
    assert len(store.passage_ids(within)) == found


def test_removing_takes_all_that_belongs_to_it(store: Store) -> None:
    put(store)
    store.remove("a")
    assert not (store.documents())
    assert not (store.passages())
    assert not (store.facts())
    assert not (store.vectors("seeded"))
    assert counts(store) == {}
    assert store.state.texts == 0
    with pytest.raises(UnknownDocument, match="'a'"):
        store.remove("a")


def test_a_failed_put_leaves_the_old_state(store: Store) -> None:
    put(store)
    before = store.version, counts(store)
    with pytest.raises(IntegrityError):
        store.put(DOCUMENT, [PASSAGE, PASSAGE], [], {}, "seeded")
    assert list(store.passages().values()) == [PASSAGE]
    assert store.facts() == [FACT]
    assert (store.version, counts(store)) == before


def test_writers_at_once_lose_nothing(address: str) -> None:
    migrate(address)
    stores = [Store(address) for _ in range(3)]
    ids = [f"d{number}" for number in range(12)]
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda n: put(stores[n % 3], replace(DOCUMENT, id=ids[n])), range(12)))
    assert sorted(stores[0].document_ids()) == sorted(ids)
    assert counts(stores[0])["rừng"] == (12, 0, 12)
    assert stores[0].state.texts == 12
    for store in stores:
        store.close()


def test_changes_by_others_are_noticed(address: str) -> None:
    migrate(address)
    ours, theirs = Store(address), Store(address)
    before = ours.version
    put(theirs)
    assert ours.version != before
    ours.close()
    theirs.close()


def test_a_shared_store_is_migrated_by_command_only(postgresql: str) -> None:
    address = new_database(postgresql)
    with pytest.raises(StoreError, match="thidua migrate"):
        Store(address)
    migrate(address)
    Store(address).close()


def test_a_store_of_a_newer_program_is_refused(address: str) -> None:
    migrate(address)
    with closing(open_database(address)) as database, database.writing() as connection:
        connection.execute(text("UPDATE knowledge_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="mới hơn"):
        Store(address)


def make_third(path: Path, then: str) -> None:
    """Make a store as the program of the third step left it, and do one thing more to it."""
    with sqlite3.connect(path) as db:
        for apply in MIGRATIONS[:3]:
            apply(db)
        db.execute("PRAGMA user_version = 3")
        db.execute(then)
    db.close()


def test_a_store_is_copied_before_it_is_brought_up_to_date_and_only_then(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    make_third(
        path,
        "INSERT INTO documents (id, title, text, years, checksum) VALUES ('a', 'T', 'x', '[]', 's')",
    )
    Store(path).close()
    Store(path).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["s.db", "s.db.v3"]
    with sqlite3.connect(tmp_path / "s.db.v3") as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (3,)
        assert kept.execute("SELECT title FROM documents").fetchall() == [("T",)]
    kept.close()
    store = Store(path)
    assert store.document("a").title == "T"
    store.close()


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    # The fifth step's column is there already: that step must fail.
    make_third(path, "ALTER TABLE documents ADD COLUMN file TEXT")
    with pytest.raises(StoreError, match="duplicate column"):
        Store(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (3,)
    db.close()


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="Không mở được"):
        Store(tmp_path / "s.db")
