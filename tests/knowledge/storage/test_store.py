from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import StoreError, UnknownDocument
from knowledge.model import Document, Fact, FactDetails, Passage
from knowledge.storage import Store
from knowledge.storage.migrations import MIGRATIONS

TEXT = "Tỷ lệ che phủ rừng đạt 80,5%."
DOCUMENT = Document(
    "a", "Kế hoạch", TEXT, number="1/KH-UBND", years=(2022,), issued=date(2022, 1, 26), checksum="x"
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
    store.put(document, [PASSAGE], [FACT], {0: VECTOR}, "seeded")


@pytest.fixture
def store() -> Store:
    return Store(":memory:")


def test_what_is_put_in_comes_out(store: Store) -> None:
    put(store)
    assert store.documents() == [replace(DOCUMENT, added=1)]
    assert list(store.passages().values()) == [PASSAGE]
    assert store.facts() == [FACT]
    assert [vector.tolist() for vector in store.vectors("seeded").values()] == [[1.0, 0.0]]
    assert store.vectors("other") == {}


def test_putting_again_replaces_everything(store: Store) -> None:
    put(store)
    put(store)
    assert (
        len(store.documents())
        == len(store.passages())
        == len(store.facts())
        == len(store.vectors("seeded"))
        == 1
    )


def test_removing_takes_all_that_belongs_to_it(store: Store) -> None:
    put(store)
    store.remove("a")
    assert not (store.documents())
    assert not (store.passages())
    assert not (store.facts())
    assert not (store.vectors("seeded"))
    with pytest.raises(UnknownDocument, match="'a'"):
        store.remove("a")


def test_a_failed_put_leaves_the_old_state(store: Store) -> None:
    put(store)
    before = store.version
    with pytest.raises(sqlite3.IntegrityError):
        store.put(DOCUMENT, [PASSAGE, PASSAGE], [], {}, "seeded")
    assert list(store.passages().values()) == [PASSAGE]
    assert store.facts() == [FACT]
    assert store.version == before


def test_changes_by_others_are_noticed(tmp_path: Path) -> None:
    ours, theirs = Store(tmp_path / "s.db"), Store(tmp_path / "s.db")
    before = ours.version
    put(theirs)
    assert ours.version != before
    ours.close()
    theirs.close()


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    Store(tmp_path / "s.db").close()
    with sqlite3.connect(tmp_path / "s.db") as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(StoreError, match="mới hơn"):
        Store(tmp_path / "s.db")


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
    # The fifth step's column is there already: that step must fail, and the fourth stay.
    make_third(path, "ALTER TABLE documents ADD COLUMN file TEXT")
    with pytest.raises(StoreError, match="duplicate column"):
        Store(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (4,)
    db.close()


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="Không mở được"):
        Store(tmp_path / "s.db")
