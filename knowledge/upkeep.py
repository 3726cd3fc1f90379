"""A store proven and mended, and its vectors made anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from knowledge.model import Document, Passage
from knowledge.search import Encoder, count_lost_vectors, encoder_input
from knowledge.storage import (
    SEARCHABLE_KINDS,
    Fault,
    Store,
    check_curated,
    check_missing_vectors,
    check_offsets,
    check_rows,
    check_unit_vectors,
    drop_orphans,
)


def encode_passages(encoder: Encoder, passages: Sequence[tuple[Document, Passage]]) -> np.ndarray:
    """Return one vector (row) for each passage of a document."""
    texts = [encoder_input(document, passage) for document, passage in passages]
    return encoder.encode_passages(texts) if texts else np.empty((0, encoder.dimension))


def encode_searched(
    encoder: Encoder, document: Document, passages: Sequence[Passage]
) -> dict[int, np.ndarray]:
    """Return the vector of each passage of a document that is searched, by its number."""
    searched = [passage for passage in passages if passage.kind in SEARCHABLE_KINDS]
    rows = encode_passages(encoder, [(document, passage) for passage in searched])
    return {passage.number: row for passage, row in zip(searched, rows, strict=True)}


def rebuild(store: Store, encoder: Encoder) -> int:
    """Embed every passage anew with an encoder; return their number."""
    documents = {document.id: document for document in store.documents()}
    passages = {k: p for k, p in store.passages().items() if p.kind in SEARCHABLE_KINDS}
    rows = encode_passages(encoder, [(documents[p.document_id], p) for p in passages.values()])
    store.set_vectors(encoder.name, dict(zip(passages, rows, strict=True)))
    return len(passages)


def count_missing_vectors(store: Store, encoder: Encoder) -> int:
    """Return how many passages an encoder has not embedded."""
    return store.count_without_vector(encoder.name, SEARCHABLE_KINDS)


def check(store: Store, encoder: Encoder) -> list[Fault]:
    """Prove a store: offsets, evidence, vectors, orphans, FAISS against the store."""
    documents = {document.id: document for document in store.documents()}
    vectors = store.vectors(encoder.name)
    faults = [
        *check_rows(store),
        *check_offsets(documents, store.passages().values(), store.facts()),
        *check_missing_vectors(count_missing_vectors(store, encoder), encoder.name),
        *check_unit_vectors(vectors, encoder.dimension),
        *check_curated(store),
    ]
    if lost := count_lost_vectors(vectors, encoder.dimension):
        faults.append(Fault(f"FAISS không tìm thấy {lost} vectơ của kho.", "embed"))
    return faults


def repair(store: Store, encoder: Encoder, faults: Iterable[Fault]) -> list[str]:
    """Mend what a store itself holds enough for.

    Return the ids of the documents that must be read again.
    """
    faults = list(faults)
    remedies = {fault.remedy for fault in faults}
    if "drop" in remedies:
        drop_orphans(store)
    if "embed" in remedies or "drop" in remedies:
        rebuild(store, encoder)
    return sorted({fault.document_id for fault in faults if fault.remedy == "read again"})
