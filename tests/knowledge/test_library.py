from __future__ import annotations

from pathlib import Path

from indexer.pipeline import add
from knowledge.encoders import SeededEncoder
from knowledge.library import Library
from knowledge.store import Store

TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"


def index(library: Library, folder: Path, name: str = "luc-nam", text: str = TEXT) -> None:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    assert add(library, path).state in ("indexed", "replaced")


def found(library: Library, query: str, **scope: object) -> list[str]:
    return [hit.passage.text for hit in library.search(query, **scope)]  # type: ignore[arg-type]


def test_what_is_added_is_found_and_what_is_removed_is_not(library: Library, tmp_path: Path) -> None:
    index(library, tmp_path)
    assert "Tỷ lệ che phủ rừng đạt 41%." in found(library, "che phu rung")
    library.remove("luc-nam")
    assert found(library, "che phu rung") == []


def test_a_changed_document_is_found_as_it_is_now(library: Library, tmp_path: Path) -> None:
    index(library, tmp_path)
    index(library, tmp_path, text=TEXT.replace("41%", "43%"))
    assert [text for text in found(library, "che phủ rừng") if "%" in text] == ["Tỷ lệ che phủ rừng đạt 43%."]


def test_search_keeps_to_place_and_year(library: Library, tmp_path: Path) -> None:
    index(library, tmp_path)
    assert found(library, "che phủ rừng", place="Lục Nam", year=2024)
    assert found(library, "che phủ rừng", place="Bình Dương") == []
    assert found(library, "che phủ rừng", year=2019) == []
    assert found(library, "che phủ rừng", kind="Tin, bài")
    assert found(library, "che phủ rừng", kind="Nghị định") == []


def test_another_process_s_changes_are_seen(tmp_path: Path) -> None:
    ours = Library(Store(tmp_path / "s.db"), SeededEncoder())
    assert found(ours, "rừng") == []
    index(Library(Store(tmp_path / "s.db"), SeededEncoder()), tmp_path)
    assert found(ours, "rừng")


def test_a_sound_store_has_no_faults_and_missing_vectors_are_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db")
    library = Library(store, SeededEncoder())
    index(library, tmp_path)
    assert library.check() == []
    store.set_vectors("other", {})
    assert [fault.text for fault in library.check()] == ["2 đoạn chưa có vectơ của bộ mã hoá seeded."]
    assert library.rebuild() == 2
    assert library.check() == []
