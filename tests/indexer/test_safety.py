"""Re-indexing never leaves half a document: real processes killed at many moments, two at once, files gone or changed."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from indexer.pipeline import index_sources
from knowledge.encoders import SeededEncoder
from knowledge.library import Library
from knowledge.store import Store
from tests.indexer.test_pipeline import DIRECTIVE

KILLS, DOCUMENTS = 20, 8


def write(folder: Path, version: int) -> None:
    """Write documents whose number of paragraphs and targets both tell the version."""
    folder.mkdir(exist_ok=True)
    for number in range(DOCUMENTS):
        extra = "".join(f"\nĐoạn thêm {place}: phấn đấu đạt {version}%.\n" for place in range(version))
        (folder / f"v{number}.txt").write_text(DIRECTIVE.replace("41%", f"{version}%") + extra, encoding="utf-8")


def command(folder: Path, store: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "THIDUA_ENCODER": "seeded"}
    words = [sys.executable, "-m", "bot.cli", "index", "add", str(folder), "--store", str(store)]
    return subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def run(folder: Path, store: Path) -> None:
    process = command(folder, store)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors


def opened(store: Path) -> Library:
    return Library(Store(store), SeededEncoder())


def version_of(library: Library, document_id: str) -> int:
    """Give the version that text, passages and facts all tell, or fail."""
    text = library.document(document_id).text
    said = re.search(r"che phủ rừng đạt (\d+)%", text)
    assert said
    version = int(said[1])
    assert text.count("Đoạn thêm") == version
    assert sum("Đoạn thêm" in passage.text for passage in library.passages(document_id)) == version
    targets = [fact.value for fact in library.facts(document_id) if "che phủ rừng" in fact.name]
    assert targets == [f"đạt {version}%"]
    return version


def kill_after(process: subprocess.Popen[bytes], documents: int, seconds: float) -> None:
    """Kill a run, and all it started, so long after it has told of so many documents."""
    assert process.stdout
    for _ in range(documents):
        process.stdout.readline()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_process_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    folder, store, chance = tmp_path / "in", tmp_path / "s.db", random.Random(4)
    write(folder, 1)
    run(folder, store)
    held, mixed = 1, 0
    for version in range(2, KILLS + 2):
        write(folder, version)
        kill_after(command(folder, store), chance.randrange(DOCUMENTS), chance.uniform(0, 0.03))
        library = opened(store)
        assert library.check() == []
        versions = {version_of(library, f"v{number}") for number in range(DOCUMENTS)}
        assert versions <= {*range(held, version + 1)}
        mixed += len(versions) > 1
        held = min(versions)
    assert mixed > KILLS // 2, "hardly a kill came in the middle of a run: the test proves nothing"
    run(folder, store)
    assert {version_of(opened(store), f"v{number}") for number in range(DOCUMENTS)} == {KILLS + 1}


def test_two_runs_at_once_do_not_hurt_each_other(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    for name, version in (("a", 3), ("b", 5)):
        write(tmp_path / name, version)
    both = [command(tmp_path / name, store) for name in ("a", "b")]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    library = opened(store)
    assert library.check() == []
    assert {version_of(library, f"v{number}") for number in range(DOCUMENTS)} <= {3, 5}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in", 1)
    return tmp_path / "in"


def test_an_open_library_sees_what_another_process_did(tmp_path: Path, folder: Path) -> None:
    library = opened(tmp_path / "s.db")
    assert library.search("che phủ rừng") == []
    run(folder, tmp_path / "s.db")
    assert "đạt 1%" in library.search("tỷ lệ che phủ rừng")[0].passage.text
    write(folder, 2)
    run(folder, tmp_path / "s.db")
    assert "đạt 2%" in library.search("tỷ lệ che phủ rừng")[0].passage.text


def test_links_out_of_the_folder_are_not_followed(library: Library, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "secret.txt").write_text("Mật khẩu quản trị là gì đó rất dài.", encoding="utf-8")
    (folder / "ra.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "vào.txt").symlink_to(folder / "v0.txt")
    states = {Path(outcome.source).name: outcome for outcome in index_sources(library, [folder])}
    assert (states["ra.txt"].state, states["vào.txt"].state) == ("failed", "indexed")
    assert "ngoài thư mục" in states["ra.txt"].reason
    assert "ra" not in {document.id for document in library.documents()}


def test_two_files_with_one_name_do_not_replace_each_other(library: Library, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "v0.txt").write_text(DIRECTIVE, encoding="utf-8")
    outcomes = index_sources(library, [folder])
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    assert [Path(outcome.source).parent.name for outcome in failed] == ["in"]
    assert "Trùng mã" in failed[0].reason
    assert len(library.documents()) == DOCUMENTS


@pytest.mark.parametrize("name", ["hai\ndòng.txt", "  trống  .txt", "dấu ’ “ ”.txt", "e\u0302\u0323.txt", "[b]#?&.txt"])
def test_odd_names_become_plain_ids(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(DIRECTIVE, encoding="utf-8")
    outcome = index_sources(library, [tmp_path])[0]
    assert outcome.state == "indexed"
    assert "\n" not in outcome.document_id
    assert library.document(outcome.document_id).number == "12/KH-UBND"
