"""What the office itself says goes with its store: moved, copied, put back, brought up to date."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from database import open_database
from knowledge.errors import StoreError
from knowledge.office import CuratedAnswer, CuratedSource, RuleVerification
from knowledge.storage import (
    CuratedTable,
    Store,
    VerificationTable,
    claim_target,
    copy_store,
    migrate,
    move_store,
    replace_store,
)
from tests.servers import new_database

ANSWER = CuratedAnswer(
    id="a",
    wordings=("Hồ sơ nộp ở đâu?", "Nộp hồ sơ ở phòng nào?"),
    text="Phòng 203.",
    sources=(CuratedSource(address="https://a.vn/"),),
    places=("Bắc Giang",),
    expires=date(2027, 1, 1),
)
VERIFIED = RuleVerification("r", "An", "Điều 28", "https://a.vn/", date(2026, 11, 21))
VECTORS = np.eye(2, 4, dtype=np.float32)


def fill(address: str) -> None:
    migrate(address)
    with closing(Store(address)) as store:
        CuratedTable(store).put(ANSWER, "seeded", VECTORS)
        VerificationTable(store).put(VERIFIED)


def held(address: str) -> tuple[CuratedAnswer, list[list[float]], list[RuleVerification]]:
    with closing(Store(address)) as store:
        (stored,) = CuratedTable(store).all()
        assert stored.encoder == "seeded"
        return stored.answer, stored.vectors.tolist(), VerificationTable(store).all()


def test_what_is_put_in_comes_out(address: str) -> None:
    fill(address)
    answer, vectors, verified = held(address)
    assert answer.revision == 2
    assert (answer.wordings, answer.places, answer.sources) == (
        ANSWER.wordings,
        ANSWER.places,
        ANSWER.sources,
    )
    assert vectors == VECTORS.tolist()
    assert verified == [VERIFIED]


def test_a_change_is_told_by_its_revision(address: str) -> None:
    fill(address)
    with closing(Store(address)) as store:
        table, since = CuratedTable(store), store.state.revision + 1
        assert table.all(range(since, since + 9)) == []
        held = table.get("a")
        assert held
        table.put(held, "seeded", VECTORS)
        assert [one.answer.id for one in table.all(range(since, since + 9))] == ["a"]
        assert store.state.revision == since


def test_it_is_moved_there_and_back(postgresql: str, tmp_path: Path) -> None:
    first, there, back = str(tmp_path / "a.db"), new_database(postgresql), str(tmp_path / "b.db")
    fill(first)
    for source, target in ((first, there), (there, back)):
        with closing(Store(source)) as store:
            move_store(store, target, lambda name, rows: None)
    assert held(first) == held(there) == held(back)
    with closing(Store(back)) as store, pytest.raises(StoreError, match="dữ liệu khác"):
        claim_target(store, there)


def test_it_is_copied_and_put_back(postgresql: str, tmp_path: Path) -> None:
    address, copy = new_database(postgresql), tmp_path / "copy.db"
    fill(address)
    before = held(address)
    with closing(open_database(address)) as database:
        with database.reading() as seen:
            copy_store(seen, copy)
        with database.writing() as connection:
            connection.execute(text("UPDATE curated_answers SET text = 'khác'"))
        with database.writing() as connection:
            replace_store(connection, copy)
    assert held(address) == before == held(str(copy))


def test_vectors_that_do_not_fit_are_made_anew(address: str) -> None:
    fill(address)
    with closing(open_database(address)) as database, database.writing() as connection:
        connection.execute(text("UPDATE curated_wordings SET encoder = 'other' WHERE number = 1"))
    with closing(Store(address)) as store:
        (stored,) = CuratedTable(store).all()
        assert stored.encoder == ""
        assert stored.answer.wordings == ANSWER.wordings
