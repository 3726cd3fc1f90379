"""Indexing again never leaves half a document: processes killed at many moments, two at once."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.indexer.samples import ARTICLE

KILLS, DOCUMENTS = 20, 8


def write_folder(folder: Path, version: int) -> None:
    """Write documents whose number of paragraphs and targets both state the version."""
    folder.mkdir(exist_ok=True)
    paragraphs = (f"\nĐoạn thêm {i}: phấn đấu đạt {version}%.\n" for i in range(version))
    text = ARTICLE.replace("41%", f"{version}%") + "".join(paragraphs)
    for number in range(DOCUMENTS):
        (folder / f"v{number}.txt").write_text(text, encoding="utf-8")


def start_indexing(folder: Path, store: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "THIDUA_ENCODER": "seeded"}
    command = [sys.executable, "-m", "bot.cli", "index", "add", str(folder), "--store", str(store)]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def run_indexing(folder: Path, store: Path) -> None:
    process = start_indexing(folder, store)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors


def open_library(store: Path) -> Library:
    return Library(Store(store), SeededEncoder())


def version_of(library: Library, document_id: str) -> int:
    """Return the version that text, passages and facts all state, or fail."""
    text = library.document(document_id).text
    match = re.search(r"che phủ rừng đạt (\d+)%", text)
    assert match
    version = int(match[1])
    assert text.count("Đoạn thêm") == version
    passages = library.passages(document_id)
    assert sum("Đoạn thêm" in passage.text for passage in passages) == version
    facts = library.facts(document_id)
    targets = [fact.value for fact in facts if "che phủ rừng" in fact.name]
    assert targets == [f"đạt {version}%"]
    return version


def versions_of(library: Library) -> set[int]:
    return {version_of(library, f"v{number}") for number in range(DOCUMENTS)}


def kill_after(process: subprocess.Popen[bytes], documents: int, seconds: float) -> None:
    """Kill a run with all its children, `seconds` after it has reported so many documents."""
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
    write_folder(folder, 1)
    run_indexing(folder, store)
    oldest, mixed = 1, 0
    for version in range(2, KILLS + 2):
        write_folder(folder, version)
        process = start_indexing(folder, store)
        kill_after(process, chance.randrange(DOCUMENTS), chance.uniform(0, 0.03))
        library = open_library(store)
        assert library.check() == []
        versions = versions_of(library)
        assert versions <= {*range(oldest, version + 1)}
        mixed += len(versions) > 1
        oldest = min(versions)
    assert mixed > KILLS // 2, "hardly a kill came in the middle of a run: this proves nothing"
    run_indexing(folder, store)
    assert versions_of(open_library(store)) == {KILLS + 1}


def test_two_runs_at_once_do_not_hurt_each_other(tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    for name, version in (("a", 3), ("b", 5)):
        write_folder(tmp_path / name, version)
    processes = [start_indexing(tmp_path / name, store) for name in ("a", "b")]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    library = open_library(store)
    assert library.check() == []
    assert versions_of(library) <= {3, 5}


def test_an_open_library_sees_what_another_process_did(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "s.db"
    library = open_library(store)
    assert library.search("che phủ rừng") == []
    for version in (1, 2):
        write_folder(folder, version)
        run_indexing(folder, store)
        hit = library.search("tỷ lệ che phủ rừng")[0]
        assert f"đạt {version}%" in hit.passage.text
