"""Proving a store: what stands where it says it does, what belongs to nothing, whether the vectors are the passages'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from knowledge.model import Document, Fact, Passage
from knowledge.vectors import VectorIndex, given

#: A vector's length may differ from one by so much.
TOLERANCE = 1e-3
#: So many vectors are looked up in FAISS, spread over all.
SAMPLED = 500


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, in a sentence; `remedy` tells what mends it."""

    text: str
    remedy: Literal["read again", "embed", "drop", "none"]
    document_id: str = ""


def places(
    documents: Mapping[str, Document], passages: Mapping[int, Passage], facts: list[Fact]
) -> Iterator[Fault]:  # fmt: skip
    """Yield passages and facts that do not stand where they say."""
    for passage in passages.values():
        document = documents.get(passage.document_id)
        if document is None:
            continue
        if not 0 <= passage.start < passage.end <= len(document.text):
            yield Fault(f"{document.id}: đoạn {passage.number} nằm ngoài văn bản.", "read again", document.id)
    for fact in facts:
        document = documents.get(fact.document_id)
        if document and not document.text[max(0, fact.start) : fact.end].strip():
            yield Fault(f"{document.id}: dữ kiện {fact.name!r} không có bằng chứng.", "read again", document.id)


def lost_vectors(missing: int, encoder: str) -> Iterator[Fault]:
    """Yield a fault when passages have no vector."""
    if missing:
        yield Fault(f"{missing} đoạn chưa có vectơ của bộ mã hoá {encoder}.", "embed")


def broken_vectors(vectors: Mapping[int, np.ndarray], dimension: int) -> Iterator[Fault]:
    """Yield a fault for vectors that are not unit vectors of the encoder's dimension."""
    broken = sum(
        vector.shape != (dimension,) or not abs(float(np.linalg.norm(vector)) - 1) < TOLERANCE
        for vector in vectors.values()
    )
    if broken:
        yield Fault(f"{broken} vectơ hỏng.", "embed")


def faiss_against_store(vectors: Mapping[int, np.ndarray], dimension: int) -> Iterator[Fault]:
    """Yield a fault when FAISS, built from the store, does not give a vector's own passage, or one just as near, for it."""
    whole = {key: vector for key, vector in vectors.items() if vector.shape == (dimension,)}
    index = VectorIndex(dimension)
    index.sync(whole, given(whole))
    keys = sorted(whole)[:: max(1, len(whole) // SAMPLED)]
    lost = sum(not any(key == found for found, _ in index.search(whole[key], 10, among=[key])) for key in keys)
    if lost or len(index) != len(whole):
        yield Fault(f"FAISS không tìm thấy {lost or len(whole) - len(index)} vectơ của kho.", "embed")


def orphans(counted: Mapping[str, int], damage: str) -> Iterator[Fault]:
    """Yield what belongs to nothing, by table, and what SQLite itself says of the file."""
    for table, count in counted.items():
        if count:
            yield Fault(f"{count} dòng của bảng {table} không thuộc văn bản hay đoạn nào.", "drop")
    if damage != "ok":
        yield Fault(f"Tệp kho dữ liệu bị hỏng: {damage}.", "none")
