"""FAISS over the store's vectors: a file that is mapped into memory, and what has changed since.

The file is written once and then only read, so processes share it and it opens in no time. New
vectors are kept apart and removed ones left out of every search, until so many have changed that
the file is written anew. A small collection needs no file. The store stays the truth: a file that
is missing, cut off or of another store or encoder is made again.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import faiss
import numpy as np

from knowledge.search.parameters import (
    CELLS_PER_ROOT,
    CHECKED_VECTORS,
    MAX_EXACT_VECTORS,
    MAX_STALE_SHARE,
    MIN_FILED_VECTORS,
    PROBED_CELLS,
    TRAINING_VECTORS_PER_CELL,
)

LOG = logging.getLogger(__name__)
MANIFEST = "vectors.json"

#: Yields vectors by id, in parts.
ReadVectors = Callable[[Iterable[int]], Iterator[Mapping[int, np.ndarray]]]


@dataclass(frozen=True)
class IndexLimits:
    """Numbers of vectors: up to which search is exact, and from which a file is kept."""

    max_exact: int = MAX_EXACT_VECTORS
    min_filed: int = MIN_FILED_VECTORS


LIMITS = IndexLimits()


def factory_string(count: int, limits: IndexLimits = LIMITS) -> str:
    """Return FAISS's name of the index for so many vectors: exact, or an inverted file."""
    if count <= limits.max_exact:
        return "IDMap,SQfp16"
    return f"IDMap,IVF{int(CELLS_PER_ROOT * count**0.5)},SQfp16"


@dataclass(frozen=True)
class Manifest:
    """Whose vectors a file holds: store generation, encoder, size; the file's name and bytes.

    `revision` is that of the store when the file was written.
    """

    store: str
    encoder: str
    dimension: int
    count: int
    revision: int = 0
    file: str = ""
    size: int = 0


class VectorIndex:
    """Nearest vectors by inner product; `folder` keeps the file, None keeps all in memory."""

    def __init__(
        self,
        dimension: int,
        folder: Path | None = None,
        store: str = "",
        encoder: str = "",
        limits: IndexLimits = LIMITS,
    ) -> None:
        self._dimension, self._folder, self._limits = dimension, folder, limits
        self._manifest = Manifest(store, encoder, dimension, 0)
        #: The revision of the store from which changes are to be applied; 0 where all is to be read.
        self.revision = 0
        self._filed = self._open()
        self._filed_ids = set(_ids(self._filed)) if self._filed else set()
        self._removed: set[int] = set()
        self._recent = _exact_index(dimension)
        self._recent_ids: set[int] = set()

    def __len__(self) -> int:
        return len(self._filed_ids) - len(self._removed) + len(self._recent_ids)

    def sync(self, ids: Collection[int], read: ReadVectors, revision: int = 0) -> None:
        """Let the index have exactly the vectors of these ids; `read` yields those that are new."""
        wanted = set(ids)
        held = (self._filed_ids - self._removed) | self._recent_ids
        self.apply(held - wanted, wanted - held, read, revision)

    def apply(
        self, removed: Collection[int], added: Collection[int], read: ReadVectors, revision: int
    ) -> None:
        """Take vectors out, then put others in, those that a revision of the store has changed."""
        gone = set(removed)
        self._removed |= self._filed_ids & gone
        self._drop_recent(self._recent_ids & gone)
        new = [key for key in added if key not in self._filed_ids or key in self._removed]
        if self._is_stale(len(new)):
            held = (self._filed_ids - self._removed) | self._recent_ids | set(new)
            self._write(held, read, revision)
        else:
            for part in read(key for key in new if key not in self._recent_ids):
                self._recent.add_with_ids(*_arrays(part))
                self._recent_ids.update(part)
        self.revision = revision

    def _is_stale(self, new: int) -> bool:
        """Whether the file lacks, or has too much of, more than may be kept beside it."""
        count = len(self) + new
        changed = len(self._removed) + len(self._recent_ids) + new
        is_large = count >= self._limits.min_filed
        return bool(self._folder and is_large and changed > MAX_STALE_SHARE * count)

    def search(
        self, vector: np.ndarray, limit: int, among: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return passage ids and cosines, best first; `among` restricts the search to these."""
        row = vector.reshape(1, -1).astype(np.float32)
        hits: list[tuple[int, float]] = []
        for index, ids, removed in (
            (self._filed, self._filed_ids, self._removed),
            (self._recent, self._recent_ids, set[int]()),
        ):
            allowed = among if among is None else [key for key in among if key in ids]
            if index is not None and ids and (allowed is None or allowed):
                parameters = _search_parameters(index, allowed, removed)
                scores, keys = index.search(row, limit, params=parameters)
                pairs = zip(keys[0], scores[0], strict=True)
                hits += [(int(key), float(score)) for key, score in pairs if key >= 0]
        return sorted(hits, key=lambda pair: -pair[1])[:limit]

    def _drop_recent(self, keys: set[int]) -> None:
        if keys:
            self._recent.remove_ids(faiss.IDSelectorBatch(np.fromiter(keys, dtype=np.int64)))
            self._recent_ids -= keys

    def _write(self, ids: set[int], read: ReadVectors, revision: int) -> None:
        """Write a file, then the manifest that names it: a crash in between leaves the old pair."""
        assert self._folder
        self._folder.mkdir(parents=True, exist_ok=True)
        index = build_index(ids, read, self._dimension, self._limits)
        path = self._folder / f"vectors-{uuid4().hex}.faiss"
        faiss.write_index(index, str(path))
        written: dict[str, Any] = {"count": len(ids), "revision": revision}
        written |= {"file": path.name, "size": path.stat().st_size}
        draft = self._folder / f"{MANIFEST}.new"
        draft.write_text(json.dumps(asdict(self._manifest) | written), encoding="utf-8")
        os.replace(draft, self._folder / MANIFEST)
        for old in self._folder.glob("vectors-*.faiss"):
            if old != path:
                old.unlink(missing_ok=True)
        self._filed, self._filed_ids, self._removed = _mapped(path), ids, set()
        self._drop_recent(set(self._recent_ids))

    def _open(self) -> Any:
        """Return the mapped file, None when there is none or it is not what it should be."""
        if self._folder is None or not (self._folder / MANIFEST).exists():
            return None
        path = self._folder / MANIFEST
        try:
            manifest = Manifest(**json.loads(path.read_text(encoding="utf-8")))
            path = self._folder / Path(manifest.file).name
            fault = _fault(manifest, self._manifest, path)
            index = None if fault else _mapped(path)
            expected = manifest.count, self._dimension
            if index is not None and (index.ntotal, index.d) != expected:
                fault = "không đủ vectơ"
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            path = self._folder / MANIFEST
            fault = f"không đọc được ({type(error).__name__})"
        if fault:
            LOG.error("Tệp chỉ mục %s %s: làm lại từ kho dữ liệu.", path, fault)
            return None
        self.revision = manifest.revision
        return index


def _fault(manifest: Manifest, expected: Manifest, path: Path) -> str:
    """Return what is wrong with a file as its manifest tells, empty when nothing is."""
    if manifest.store != expected.store:
        return "thuộc kho dữ liệu khác"
    if (manifest.encoder, manifest.dimension) != (expected.encoder, expected.dimension):
        return f"thuộc bộ mã hóa khác ({manifest.encoder})"
    if not path.exists():
        return "không còn"
    return "" if path.stat().st_size == manifest.size else "bị cắt cụt"


def build_index(
    ids: Iterable[int], read: ReadVectors, dimension: int, limits: IndexLimits = LIMITS
) -> Any:
    """Return a FAISS index of the kind that `factory_string` chooses for these vectors."""
    keys = sorted(ids)
    kind = factory_string(len(keys), limits)
    index: Any = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    if not index.is_trained:
        wanted = TRAINING_VECTORS_PER_CELL * faiss.extract_index_ivf(index).nlist
        sample = np.random.default_rng(0).choice(keys, min(len(keys), wanted), replace=False)
        index.train(np.concatenate([_arrays(part)[0] for part in read(sample.tolist())]))
    for part in read(keys):
        index.add_with_ids(*_arrays(part))
    return index


def from_memory(vectors: Mapping[int, np.ndarray]) -> ReadVectors:
    """Return a reader of vectors that are in memory."""

    def read(keys: Iterable[int]) -> Iterator[Mapping[int, np.ndarray]]:
        if part := {key: vectors[key] for key in keys}:
            yield part

    return read


def count_lost_vectors(vectors: Mapping[int, np.ndarray], dimension: int) -> int:
    """Return how many vectors FAISS does not find again, of a sample spread over all.

    Vectors of another length are left out; one just as near counts as found.
    """
    whole = {key: vector for key, vector in vectors.items() if vector.shape == (dimension,)}
    index = VectorIndex(dimension)
    index.sync(whole, from_memory(whole))
    sample = sorted(whole)[:: max(1, len(whole) // CHECKED_VECTORS)]
    lost = sum(
        not any(key == found for found, _ in index.search(whole[key], 10, among=[key]))
        for key in sample
    )
    return lost or len(whole) - len(index)


def _exact_index(dimension: int) -> Any:
    half = faiss.ScalarQuantizer.QT_fp16
    flat = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap2(flat)


def _mapped(path: Path) -> Any:
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def _ids(index: Any) -> list[int]:
    ids: list[int] = faiss.vector_to_array(index.id_map).tolist()
    return ids


def _arrays(part: Mapping[int, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return a part as FAISS takes it: vectors as rows, and their ids."""
    return np.stack(list(part.values())), np.fromiter(part, dtype=np.int64)


def _search_parameters(index: Any, among: Collection[int] | None, removed: Collection[int]) -> Any:
    """Return what to search: these ids, or all but the removed; and how many cells to probe."""
    selector: Any = None
    if among is not None:
        wanted = [key for key in among if key not in removed] if removed else among
        selector = faiss.IDSelectorBatch(np.fromiter(wanted, dtype=np.int64))
    elif removed:
        gone = faiss.IDSelectorBatch(np.fromiter(removed, dtype=np.int64))
        selector = faiss.IDSelectorNot(gone)
    if isinstance(faiss.downcast_index(index.index), faiss.IndexIVF):
        return faiss.SearchParametersIVF(sel=selector, nprobe=PROBED_CELLS)
    return faiss.SearchParameters(sel=selector) if selector else None
