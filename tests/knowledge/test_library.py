from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.pipeline import index_source
from knowledge.errors import EncoderUnavailable, StaleSnapshot
from knowledge.library import Library
from knowledge.model import Subject
from knowledge.search import SeededEncoder
from knowledge.storage import Store, migrate
from tests.conftest import DAY

TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"


@pytest.fixture
def open_store(address: str) -> Iterator[Callable[[], Store]]:
    """Opens the same store again and again, on either engine."""
    migrate(address)
    opened: list[Store] = []

    def open_store() -> Store:
        opened.append(Store(address))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


@pytest.fixture
def library(open_store: Callable[[], Store]) -> Library:
    return Library(open_store(), SeededEncoder())


def index(library: Library, folder: Path, name: str = "luc-nam", text: str = TEXT) -> None:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    assert index_source(library, path).state in ("indexed", "replaced")


def is_unseen(library: Library, word: str) -> bool:
    return library.indexed_snapshot().statistics.has_unseen([word])


def found(library: Library, query: str, **scope: object) -> list[str]:
    return [hit.passage.text for hit in library.search(query, **scope)]  # type: ignore[arg-type]


def test_what_is_added_is_found_and_what_is_removed_is_not(
    library: Library, tmp_path: Path
) -> None:
    index(library, tmp_path)
    assert "Tỷ lệ che phủ rừng đạt 41%." in found(library, "che phu rung")
    library.remove("luc-nam")
    assert found(library, "che phu rung") == []


def test_a_changed_document_is_found_as_it_is_now(library: Library, tmp_path: Path) -> None:
    index(library, tmp_path)
    index(library, tmp_path, text=TEXT.replace("41%", "43%"))
    assert [text for text in found(library, "che phủ rừng") if "%" in text] == [
        "Tỷ lệ che phủ rừng đạt 43%."
    ]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        # News whose day alone dates it, a body whose place stands in the headline.
        (
            "Thi đua cao điểm ở Lục Nam\nCập nhật ngày 04/10/2024\n\nThao trường thứ hai rộng hơn.",
            {"place": "Lục Nam", "year": 2024},
        ),
        (
            "UBND TỈNH THỪA THIÊN HUẾ\nTrường Cao đẳng Hương Giang\n\nThao trường thứ hai rộng hơn.",
            {"place": "Huế"},
        ),
    ],
)
def test_a_document_is_of_the_place_and_year_that_its_first_lines_name(
    library: Library, tmp_path: Path, text: str, scope: dict[str, object]
) -> None:
    index(library, tmp_path, text=text)
    assert "Thao trường thứ hai rộng hơn." in found(library, "thao trường", **scope)
    assert found(library, "thao trường", place="Bình Dương") == []


def test_search_keeps_to_place_and_year(library: Library, tmp_path: Path) -> None:
    index(library, tmp_path)
    assert found(library, "che phủ rừng", place="Lục Nam", year=2024)
    assert found(library, "che phủ rừng", place="Bình Dương") == []
    assert found(library, "che phủ rừng", year=2019) == []
    assert found(library, "che phủ rừng", kind="Tin, bài")
    assert found(library, "che phủ rừng", kind="Nghị định") == []


@pytest.mark.parametrize(
    "typed",
    [
        "rừng " * 5_000,
        "xyzt" * 5_000,
        "r",
        "2024 41 7",
        "và của các là",
        "森林覆盖率",
        "ป่าไม้",
        "؟؟؟",
        "\u202e\u200b",
        "/",
        "___ _",
    ],
)
def test_whatever_is_typed_is_searched_in_bounded_time(
    library: Library, tmp_path: Path, typed: str
) -> None:
    index(library, tmp_path)
    begun = time.process_time()
    assert len(library.search(typed)) <= 10
    assert time.process_time() - begun < 5


def test_a_long_question_is_still_answered_by_its_words(library: Library, tmp_path: Path) -> None:
    index(library, tmp_path)
    assert found(library, "che phủ rừng " + "xin hỏi " * 2_000)[0] == "Tỷ lệ che phủ rừng đạt 41%."


def test_words_of_a_removed_document_are_forgotten(library: Library, tmp_path: Path) -> None:
    index(library, tmp_path)
    index(library, tmp_path, "other", "Kế hoạch năm 2025\n\nXây dựng thủy điện Đăkkrông.\n")
    assert not is_unseen(library, "đăkkrông")
    assert library.parse("dakkrong").text == "đăkkrông"
    library.remove("other")
    assert is_unseen(library, "đăkkrông")
    assert library.parse("dakkrong").text == "dakkrong"


def test_changes_one_by_one_leave_what_reading_all_at_once_gives(
    open_store: Callable[[], Store], tmp_path: Path
) -> None:
    store = open_store()
    library = Library(store, SeededEncoder())
    for number in range(6):
        index(library, tmp_path, f"d{number}", TEXT.replace("41", str(41 + number)))
        assert library.search("che phủ rừng")
    index(library, tmp_path, "d2", TEXT.replace("41%", "99%"))
    library.remove("d4")
    asked = ("che phu rung", "tỷ lệ 99", "huyện Lục Nam")
    whole = Library(store, SeededEncoder())
    for typed in asked:
        assert [(hit.passage, round(hit.score, 6)) for hit in library.search(typed)] == [
            (hit.passage, round(hit.score, 6)) for hit in whole.search(typed)
        ]


class LateEncoder(SeededEncoder):
    """An encoder that cannot be loaded at first."""

    def __init__(self) -> None:
        self.away = False

    @property
    def dimension(self) -> int:  # type: ignore[override]
        if self.away:
            raise EncoderUnavailable("away")
        return SeededEncoder.dimension


def test_a_change_that_could_not_be_taken_in_is_taken_in_whole_later(
    open_store: Callable[[], Store], tmp_path: Path
) -> None:
    encoder, store = LateEncoder(), open_store()
    library = Library(store, encoder)
    index(library, tmp_path)
    encoder.away = True
    for _ in range(2):
        with pytest.raises(EncoderUnavailable):
            library.search("che phủ rừng")
    encoder.away = False
    whole = Library(store, SeededEncoder())
    assert [(hit.passage, hit.score) for hit in library.search("che phủ rừng")] == [
        (hit.passage, hit.score) for hit in whole.search("che phủ rừng")
    ]


def test_another_process_s_changes_are_seen(
    open_store: Callable[[], Store], tmp_path: Path
) -> None:
    ours = Library(open_store(), SeededEncoder())
    assert found(ours, "rừng") == []
    index(Library(open_store(), SeededEncoder()), tmp_path)
    assert found(ours, "rừng")


def test_a_sound_store_has_no_faults_and_missing_vectors_are_named(
    open_store: Callable[[], Store], tmp_path: Path
) -> None:
    store = open_store()
    library = Library(store, SeededEncoder())
    index(library, tmp_path)
    assert library.check() == []
    store.set_vectors("other", {})
    assert [fault.text for fault in library.check()] == [
        "2 đoạn chưa có vectơ của bộ mã hóa seeded."
    ]
    assert library.rebuild() == 2
    assert library.check() == []


class ChangingEncoder(SeededEncoder):
    """An encoder at whose first question somebody else replaces the document."""

    def __init__(self, change: Callable[[], None]) -> None:
        self._change: Callable[[], None] | None = change

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        change, self._change = self._change, None
        if change:
            change()
        return super().encode_queries(texts)


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_document_that_changes_while_it_is_answered_from_is_told_as_it_is_after(
    open_store: Callable[[], Store], tmp_path: Path, is_removed: bool
) -> None:
    others = Library(open_store(), SeededEncoder())
    index(others, tmp_path)

    def change() -> None:
        if is_removed:
            others.remove("luc-nam")
        else:
            index(others, tmp_path, text=TEXT.replace("41%", "43%"))

    library = Library(open_store(), ChangingEncoder(change))
    answer, _ = library.answer("Tỷ lệ che phủ rừng của Lục Nam năm 2024?", Subject(), DAY)
    assert "41%" not in answer.text
    assert ("43%" in answer.text) == (not is_removed)


def test_a_text_that_has_changed_is_not_read_by_an_old_snapshot(
    open_store: Callable[[], Store], tmp_path: Path
) -> None:
    library = Library(open_store(), SeededEncoder())
    index(library, tmp_path)
    old = library.snapshot()
    index(Library(open_store(), SeededEncoder()), tmp_path, text=TEXT.replace("41%", "43%"))
    with pytest.raises(StaleSnapshot):
        old.text_of("luc-nam")


def test_a_text_that_changes_after_its_passages_were_read_is_not_quoted(
    open_store: Callable[[], Store], tmp_path: Path
) -> None:
    library = Library(open_store(), SeededEncoder())
    index(library, tmp_path)
    text = library.snapshot().text_of("luc-nam")
    index(Library(open_store(), SeededEncoder()), tmp_path, text=TEXT.replace("41%", "43%"))
    with pytest.raises(StaleSnapshot):
        _ = text.document
