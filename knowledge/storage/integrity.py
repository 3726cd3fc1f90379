"""Checks that prove a store: offsets, evidence, vectors, rows that belong to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

import numpy as np
from sqlalchemy import delete, func, select

from knowledge.model import Document, Fact, Passage
from knowledge.storage.office.curated_table import CuratedTable
from knowledge.storage.office.sources import text_in, with_sources_found
from knowledge.storage.parameters import UNIT_TOLERANCE
from knowledge.storage.schema import (
    documents,
    facts,
    passage_places,
    passage_years,
    passages,
    vectors,
)
from knowledge.storage.store import Store

#: Tables with the rows of each that belong to nothing.
ORPHANS = (
    *((table, table.c.document_id.not_in(select(documents.c.id))) for table in (passages, facts)),
    *(
        (table, table.c.passage_id.not_in(select(passages.c.id)))
        for table in (vectors, passage_places, passage_years)
    ),
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, as a sentence, and what mends it."""

    text: str
    remedy: Literal["read again", "embed", "drop", "none"]
    document_id: str = ""


def check_offsets(
    texts: Mapping[str, Document], kept: Iterable[Passage], stated: Iterable[Fact]
) -> Iterator[Fault]:
    """Yield passages that do not stand in their text, and facts without words."""
    for passage in kept:
        document = texts.get(passage.document_id)
        if document and document.text[max(0, passage.start) : passage.end] != passage.text:
            text = f"{document.id}: đoạn {passage.number} nằm ngoài văn bản."
            yield Fault(text, "read again", document.id)
    for fact in stated:
        document = texts.get(fact.document_id)
        if document and not document.text[max(0, fact.start) : fact.end].strip():
            text = f"{document.id}: dữ kiện {fact.name!r} không có bằng chứng."
            yield Fault(text, "read again", document.id)


def check_missing_vectors(missing: int, encoder: str) -> Iterator[Fault]:
    """Yield a fault when `missing` passages have no vector of the encoder."""
    if missing:
        yield Fault(f"{missing} đoạn chưa có vectơ của bộ mã hóa {encoder}.", "embed")


def check_unit_vectors(vectors: Mapping[int, np.ndarray], dimension: int) -> Iterator[Fault]:
    """Yield a fault for vectors that are not unit vectors of this dimension."""
    broken = sum(
        vector.shape != (dimension,) or not abs(float(np.linalg.norm(vector)) - 1) < UNIT_TOLERANCE
        for vector in vectors.values()
    )
    if broken:
        yield Fault(f"{broken} vectơ hỏng.", "embed")


def check_rows(store: Store) -> Iterator[Fault]:
    """Yield rows that belong to nothing, by table, and what SQLite says of its file.

    SQLite keeps foreign keys only for programs that ask for it.
    """
    with store.database.reading() as connection:
        for table, is_orphan in ORPHANS:
            chosen = select(func.count()).select_from(table).where(is_orphan)
            if count := connection.execute(chosen).scalar_one():
                text = f"{count} dòng của bảng {table.name} không thuộc văn bản hay đoạn nào."
                yield Fault(text, "drop")
        if not store.database.is_postgresql:
            told = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
            if told != "ok":
                yield Fault(f"Tệp kho dữ liệu bị hỏng: {told}.", "none")


def check_curated(store: Store) -> Iterator[Fault]:
    """Yield the office's own answers that are not told since a source does not stand any more."""
    text_of = lru_cache(maxsize=None)(partial(text_in, store))
    for stored in CuratedTable(store).all():
        answer = stored.answer
        if answer.state == "approved" and with_sources_found(answer, text_of)[1]:
            text = f"Câu trả lời {answer.id}: nguồn không còn như lúc duyệt, nên không dùng."
            yield Fault(text, "none")


def drop_orphans(store: Store) -> None:
    """Remove the rows that belong to nothing."""
    with store.database.writing() as connection:
        for table, is_orphan in ORPHANS:
            connection.execute(delete(table).where(is_orphan))
