"""Checks that prove a store: offsets, evidence, vectors, rows that belong to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from knowledge.model import Document, Fact, Passage
from knowledge.storage.parameters import UNIT_TOLERANCE


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, as a sentence, and what mends it."""

    text: str
    remedy: Literal["read again", "embed", "drop", "none"]
    document_id: str = ""


def check_offsets(
    documents: Mapping[str, Document], passages: Iterable[Passage], facts: Iterable[Fact]
) -> Iterator[Fault]:
    """Yield passages outside their text and facts without words."""
    for passage in passages:
        document = documents.get(passage.document_id)
        if document and not 0 <= passage.start < passage.end <= len(document.text):
            text = f"{document.id}: đoạn {passage.number} nằm ngoài văn bản."
            yield Fault(text, "read again", document.id)
    for fact in facts:
        document = documents.get(fact.document_id)
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


def check_orphans(counts: Mapping[str, int], sqlite_says: str) -> Iterator[Fault]:
    """Yield rows that belong to nothing, by table, and what SQLite says of the file itself."""
    for table, count in counts.items():
        if count:
            text = f"{count} dòng của bảng {table} không thuộc văn bản hay đoạn nào."
            yield Fault(text, "drop")
    if sqlite_says != "ok":
        yield Fault(f"Tệp kho dữ liệu bị hỏng: {sqlite_says}.", "none")
