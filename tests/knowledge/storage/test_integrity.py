"""A store is proven: each kind of damage is done to a real file, found, and mended where it can be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.pipeline import index_sources, reindex_document
from knowledge.library import Library
from knowledge.search import SeededEncoder, count_lost_vectors
from knowledge.storage import Store
from tests.indexer.samples import ARTICLE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "luc-nam.txt").write_text(ARTICLE, encoding="utf-8")
    store = tmp_path / "s.db"
    index_sources(Library(Store(store), SeededEncoder()), [tmp_path / "luc-nam.txt"])
    return store


DAMAGE: dict[str, tuple[str, str]] = {
    "a passage outside its text": (
        "UPDATE passages SET end = 99999 WHERE number = 1",
        "nằm ngoài văn bản",
    ),
    "a fact without evidence": (
        "UPDATE facts SET start = 99990, end = 99999 WHERE kind = 'theme'",
        "bằng chứng",
    ),
    "a lost vector": (
        "DELETE FROM vectors WHERE passage_id IN (SELECT min(passage_id) FROM vectors)",
        "chưa có vectơ",
    ),
    "a vector cut off": ("UPDATE vectors SET vector = substr(vector, 1, 9)", "vectơ hỏng"),
    "a vector of no length": ("UPDATE vectors SET vector = zeroblob(length(vector))", "vectơ hỏng"),
    "vectors of nothing": (
        "INSERT INTO vectors VALUES (99999, 'seeded', zeroblob(256))",
        "không thuộc",
    ),
    "passages of nothing": ("UPDATE passages SET document_id = 'x'", "bảng passages không thuộc"),
    "facts of nothing": ("UPDATE facts SET document_id = 'x'", "bảng facts không thuộc"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_and_mended(path: Path, damage: str) -> None:
    sql, says = DAMAGE[damage]
    with sqlite3.connect(path) as db:
        db.execute(sql)
    db.close()
    library = Library(Store(path), SeededEncoder())
    faults = library.check()
    assert any(says in fault.text for fault in faults), faults
    for document_id in library.repair(faults):
        assert reindex_document(library, document_id).state == "replaced"
    assert library.check() == []


def test_a_document_whose_file_is_gone_cannot_be_read_again(path: Path) -> None:
    path.with_name("luc-nam.txt").unlink()
    outcome = reindex_document(Library(Store(path), SeededEncoder()), "luc-nam")
    assert (outcome.state, outcome.reason) == ("failed", "Không có tệp này.")


def test_a_sound_store_has_no_fault(path: Path) -> None:
    library = Library(Store(path), SeededEncoder())
    assert library.check() == []
    assert library.repair([]) == []


@pytest.mark.parametrize(
    ("spoil", "found"),
    [(lambda rows: rows, 0), (lambda rows: {**rows, 7: np.full(64, np.nan, dtype=np.float32)}, 1)],
)
def test_faiss_is_compared_with_the_store(
    spoil: Callable[[dict[int, np.ndarray]], dict[int, np.ndarray]], found: int
) -> None:
    rows = dict(
        enumerate(SeededEncoder().encode_passages(["che phủ rừng", "thu ngân sách", "hộ nghèo"]), 1)
    )
    assert bool(count_lost_vectors(spoil(rows), 64)) == found
