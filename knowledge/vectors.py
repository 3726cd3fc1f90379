"""FAISS over the store's vectors: a file that is mapped into memory, and beside it what has come and gone since.

The file is written once and then only read, so processes share it and it opens in no time; new vectors are held apart and
removed ones are left out of every search, until so many have changed that the file is written anew. A small collection
needs no file. The store stays the truth: a file that is missing, cut off or of another store or encoder is made again.
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

LOG = logging.getLogger(__name__)
#: Beyond exact search, the cells of an inverted file: how many, how many are looked into (recall ≥ .99 of exact search,
#: benchmarks/scale.py), and how many vectors of each teach where the cells lie.
CELLS_PER_ROOT, CELLS_READ, TRAINED_ON_PER_CELL = 4, 96, 40
#: The file is written anew when more than this share of it has come or gone.
STALE_SHARE = 0.1

#: Gives vectors by id, some at a time.
Read = Callable[[Iterable[int]], Iterator[Mapping[int, np.ndarray]]]


@dataclass(frozen=True)
class Limits:
    """How many vectors a kind of index is for; measured by benchmarks/scale.py."""

    #: Up to here every vector is compared: 2 cores scan so many in half precision within 15 ms, at a recall of .999.
    exact_up_to: int = 400_000
    #: Fewer vectors are read from the store faster than a file is kept.
    filed_from: int = 20_000


LIMITS = Limits()


def kind_of(count: int, limits: Limits = LIMITS) -> str:
    """Choose the index for so many vectors, as FAISS writes it: exact while that is fast enough, then by cells."""
    if count <= limits.exact_up_to:
        return "IDMap,SQfp16"
    return f"IDMap,IVF{int(CELLS_PER_ROOT * count**0.5)},SQfp16"


@dataclass(frozen=True)
class Label:
    """Whose vectors a file holds: the store's mark, the encoder, their number and the file's name and size in bytes."""

    store: str
    encoder: str
    dimension: int
    count: int
    file: str = ""
    size: int = 0


class VectorIndex:
    """Nearest vectors by inner product; `folder` keeps the file, None keeps all in memory."""

    def __init__(
        self, dimension: int, folder: Path | None = None, store: str = "", encoder: str = "", limits: Limits = LIMITS
    ) -> None:
        self._dimension, self._folder, self._limits = dimension, folder, limits
        self._label = Label(store, encoder, dimension, 0)
        self._filed = self._open()
        self._filed_ids = set(_ids(self._filed)) if self._filed else set()
        self._gone: set[int] = set()
        self._recent = _exact(dimension)
        self._recent_ids: set[int] = set()

    def __len__(self) -> int:
        return len(self._filed_ids) - len(self._gone) + len(self._recent_ids)

    def sync(self, wanted: Collection[int], read: Read) -> None:
        """Hold exactly these vectors; `read` gives those that are new."""
        ids = set(wanted)
        self._gone = self._filed_ids - ids
        changed = len(self._gone) + len(ids - self._filed_ids)
        if self._folder and len(ids) >= self._limits.filed_from and changed > STALE_SHARE * len(ids):
            self._write(ids, read)
        self._drop(self._recent_ids - ids | self._recent_ids & self._filed_ids)
        for some in read(ids - self._filed_ids - self._recent_ids):
            self._recent.add_with_ids(*_rows(some))
            self._recent_ids.update(some)

    def search(self, vector: np.ndarray, limit: int, among: Collection[int] | None = None) -> list[tuple[int, float]]:
        """Give passage ids and cosines, best first; only those `among`, when given."""
        row = vector.reshape(1, -1).astype(np.float32)
        found = []
        for index, held, gone in ((self._filed, self._filed_ids, self._gone), (self._recent, self._recent_ids, set())):
            allowed = among if among is None else [key for key in among if key in held]
            if index is not None and held and (allowed is None or allowed):
                scores, ids = index.search(row, limit, params=_parameters(index, allowed, gone))
                found += [(int(key), float(score)) for key, score in zip(ids[0], scores[0], strict=True) if key >= 0]
        return sorted(found, key=lambda pair: -pair[1])[:limit]

    def _drop(self, keys: set[int]) -> None:
        if keys:
            self._recent.remove_ids(faiss.IDSelectorBatch(np.fromiter(keys, dtype=np.int64)))
            self._recent_ids -= keys

    def _write(self, ids: set[int], read: Read) -> None:
        """Write a file of these vectors, then the label that names it: a crash in between leaves the old pair."""
        assert self._folder
        self._folder.mkdir(parents=True, exist_ok=True)
        index = build(ids, read, self._dimension, self._limits)
        path = self._folder / f"vectors-{uuid4().hex}.faiss"
        faiss.write_index(index, str(path))
        label = {**asdict(self._label), "count": len(ids), "file": path.name, "size": path.stat().st_size}
        draft = self._folder / "vectors.json.new"
        draft.write_text(json.dumps(label), encoding="utf-8")
        os.replace(draft, self._folder / "vectors.json")
        for old in self._folder.glob("vectors-*.faiss"):
            if old != path:
                old.unlink(missing_ok=True)
        self._filed, self._filed_ids, self._gone = _mapped(path), ids, set()

    def _open(self) -> Any:
        """Open the file; say which one is not what it should be, and leave it to be made again."""
        if self._folder is None or not (self._folder / "vectors.json").exists():
            return None
        try:
            label = Label(**json.loads((self._folder / "vectors.json").read_text(encoding="utf-8")))
            path = self._folder / Path(label.file).name
            fault = _fault(label, self._label, path)
            index = None if fault else _mapped(path)
            if index is not None and (index.ntotal, index.d) != (label.count, self._dimension):
                fault = "không đủ vectơ"
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            path, fault = self._folder / "vectors.json", f"không đọc được ({type(error).__name__})"
        if fault:
            LOG.error("Tệp chỉ mục %s %s: làm lại từ kho dữ liệu.", path, fault)
            return None
        return index


def _fault(label: Label, wanted: Label, path: Path) -> str:
    if label.store != wanted.store:
        return "thuộc kho dữ liệu khác"
    if (label.encoder, label.dimension) != (wanted.encoder, wanted.dimension):
        return f"thuộc bộ mã hoá khác ({label.encoder})"
    if not path.exists():
        return "không còn"
    return "" if path.stat().st_size == label.size else "bị cắt cụt"


def build(ids: Iterable[int], read: Read, dimension: int, limits: Limits = LIMITS) -> Any:
    """Make the index that `kind_of` chooses for these vectors."""
    wanted = sorted(ids)
    index: Any = faiss.index_factory(dimension, kind_of(len(wanted), limits), faiss.METRIC_INNER_PRODUCT)
    if not index.is_trained:
        cells = faiss.extract_index_ivf(index).nlist
        some = np.random.default_rng(0).choice(wanted, min(len(wanted), TRAINED_ON_PER_CELL * cells), replace=False)
        index.train(np.concatenate([_rows(part)[0] for part in read(some.tolist())]))
    for part in read(wanted):
        index.add_with_ids(*_rows(part))
    return index


def given(vectors: Mapping[int, np.ndarray]) -> Read:
    """Read from vectors that are in memory."""

    def read(keys: Iterable[int]) -> Iterator[Mapping[int, np.ndarray]]:
        if some := {key: vectors[key] for key in keys}:
            yield some

    return read


def _exact(dimension: int) -> Any:
    flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap2(flat)


def _mapped(path: Path) -> Any:
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def _ids(index: Any) -> list[int]:
    found: list[int] = faiss.vector_to_array(index.id_map).tolist()
    return found


def _rows(some: Mapping[int, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    return np.stack(list(some.values())), np.fromiter(some, dtype=np.int64)


def _parameters(index: Any, among: Collection[int] | None, gone: Collection[int]) -> Any:
    """Give what to search: among these ids, or all but those that have gone; more cells than FAISS would look into."""
    selector: Any = None
    if among is not None:
        wanted = [key for key in among if key not in gone] if gone else among
        selector = faiss.IDSelectorBatch(np.fromiter(wanted, dtype=np.int64))
    elif gone:
        selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(np.fromiter(gone, dtype=np.int64)))
    if isinstance(faiss.downcast_index(index.index), faiss.IndexIVF):
        return faiss.SearchParametersIVF(sel=selector, nprobe=CELLS_READ)
    return faiss.SearchParameters(sel=selector) if selector else None
