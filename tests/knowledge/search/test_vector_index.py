"""The index of vectors: its file, what comes and goes beside it, and files that are not what they should be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from knowledge.search import VectorIndex
from knowledge.search.embedded.vector_index import LIMITS, IndexLimits, factory_string, from_memory

DIMENSION = 16
MANY = LIMITS.min_filed + 100
BY_CELLS = IndexLimits(max_exact=1_000, min_filed=1_000)


@pytest.fixture(scope="module")
def vectors() -> dict[int, np.ndarray]:
    rows = np.random.default_rng(0).standard_normal((MANY, DIMENSION)).astype(np.float32)
    return dict(enumerate(rows / np.linalg.norm(rows, axis=1, keepdims=True)))


def opened(folder: Path, store: str = "store", encoder: str = "encoder") -> VectorIndex:
    return VectorIndex(DIMENSION, folder, store, encoder)


@pytest.fixture
def folder(tmp_path: Path, vectors: dict[int, np.ndarray]) -> Path:
    opened(tmp_path).sync(vectors, from_memory(vectors))
    return tmp_path


def unread(keys: Iterable[int]) -> Iterator[Mapping[int, np.ndarray]]:
    """Stand for a store from which nothing needs to be read."""
    assert not list(keys)
    return iter(())


def test_a_small_collection_needs_no_file(tmp_path: Path, vectors: dict[int, np.ndarray]) -> None:
    opened(tmp_path).sync(range(100), from_memory(vectors))
    assert not list(tmp_path.iterdir())


def test_the_file_is_opened_without_reading_the_store(
    folder: Path, vectors: dict[int, np.ndarray]
) -> None:
    index = opened(folder)
    index.sync(vectors, unread)
    assert len(index) == MANY
    assert [key for key, _ in index.search(vectors[7], 1)] == [7]
    assert [key for key, _ in index.search(vectors[7], 1, among=[8, 9])] in ([8], [9])


def test_what_comes_and_goes_is_found_and_gone_without_a_new_file(
    folder: Path, vectors: dict[int, np.ndarray]
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    index = opened(folder)
    held = {**vectors, MANY + 1: -vectors[7]}
    del held[7]
    index.sync(held, from_memory(held))
    assert len(index) == MANY
    assert [key for key, _ in index.search(-vectors[7], 1)] == [MANY + 1]
    assert 7 not in [key for key, _ in index.search(vectors[7], 50)]
    assert index.search(vectors[7], 5, among=[7]) == []
    assert sorted(path.name for path in folder.iterdir()) == before


def test_many_changes_write_the_file_anew_and_leave_one(
    folder: Path, vectors: dict[int, np.ndarray]
) -> None:
    index = opened(folder)
    held = {key + (MANY if key < MANY // 5 else 0): row for key, row in vectors.items()}
    index.sync(held, from_memory(held))
    assert len(list(folder.glob("vectors-*.faiss"))) == 1
    assert len(opened(folder)) == MANY
    assert [key for key, _ in opened(folder).search(vectors[3], 1)] == [MANY + 3]


def cut(folder: Path) -> None:
    (path,) = folder.glob("vectors-*.faiss")
    path.write_bytes(path.read_bytes()[:-100])


def taken_away(folder: Path) -> None:
    (path,) = folder.glob("vectors-*.faiss")
    path.unlink()


def nonsense(folder: Path) -> None:
    (path,) = folder.glob("vectors-*.faiss")
    path.write_bytes(b"x" * path.stat().st_size)


def label_broken(folder: Path) -> None:
    (folder / "vectors.json").write_text('{"store": ', encoding="utf-8")


def label_of_another_kind(folder: Path) -> None:
    (folder / "vectors.json").write_text(json.dumps([1, 2]), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut, "bị cắt cụt"),
        (taken_away, "không còn"),
        (nonsense, "không đọc được"),
        (label_broken, "không đọc được"),
        (label_of_another_kind, "không đọc được"),
    ],
)
def test_a_spoilt_file_is_named_and_made_again(
    folder: Path,
    vectors: dict[int, np.ndarray],
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Path], None],
    said: str,
) -> None:
    spoil(folder)
    index = opened(folder)
    assert said in caplog.text
    assert str(folder) in caplog.text
    index.sync(vectors, from_memory(vectors))
    assert [key for key, _ in index.search(vectors[5], 1)] == [5]
    caplog.clear()
    assert len(opened(folder)) == MANY
    assert not caplog.text


@pytest.mark.parametrize(
    ("store", "encoder", "said"),
    [("other", "encoder", "kho dữ liệu khác"), ("store", "other", "bộ mã hóa khác")],
)
def test_a_file_of_another_store_or_encoder_is_not_used(
    folder: Path, caplog: pytest.LogCaptureFixture, store: str, encoder: str, said: str
) -> None:
    assert len(opened(folder, store, encoder)) == 0
    assert said in caplog.text


def test_the_kind_of_index_follows_from_the_number_of_vectors() -> None:
    assert factory_string(1) == factory_string(LIMITS.max_exact) == "IDMap,SQfp16"
    assert factory_string(1_000_000) == "IDMap,IVF4000,SQfp16"


def test_cells_are_opened_changed_and_searched_like_the_rest(
    tmp_path: Path, vectors: dict[int, np.ndarray]
) -> None:
    VectorIndex(DIMENSION, tmp_path, limits=BY_CELLS).sync(vectors, from_memory(vectors))
    exact, index = VectorIndex(DIMENSION), VectorIndex(DIMENSION, tmp_path, limits=BY_CELLS)
    held = {key: row for key, row in vectors.items() if key >= 10} | {MANY + 1: -vectors[10]}
    for one in (exact, index):
        one.sync(held, from_memory(held))
    assert len(index) == len(exact) == len(held)
    assert [key for key, _ in index.search(-vectors[10], 1)] == [MANY + 1]
    near = [{key for key, _ in one.search(vectors[3], 10)} for one in (exact, index)]
    assert 3 not in near[1]
    assert len(near[0] & near[1]) >= 8
