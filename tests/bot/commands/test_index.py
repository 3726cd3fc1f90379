"""The commands that need no server, as a person types them."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.accounts.audit import AuditTrail
from bot.documents.draft_table import DraftTable, Person
from bot.documents.upload_table import Upload, UploadTable
from bot.documents.views import ReadDocument
from bot.settings import ROOT
from bot.storage.opening import open_file
from bot.storage.tables import UPLOAD_PARTS
from indexer.document_reader import ATTACHED_MARK, read_file
from knowledge.library import Library
from knowledge.search import SeededEncoder, open_encoder
from knowledge.storage import Change, Store
from tests.bot.commands.command_line import thidua

TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"


def rows(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


def test_a_folder_is_indexed_listed_shown_checked_and_removed(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "luc-nam.txt").write_text(TEXT, encoding="utf-8")
    added = thidua("index", "add", folder, "--store", store)
    assert added.returncode == 0
    assert [line.get("state") for line in rows(added)] == ["indexed", None]
    again = rows(thidua("index", "add", folder, "--store", store))
    assert again[-1]["summary"] == {
        "indexed": 0,
        "replaced": 0,
        "unchanged": 1,
        "failed": 0,
        "proposed": 0,
    }
    assert thidua("index", "list", "--store", store).stdout.startswith("luc-nam\t")
    assert "place: Lục Nam" in thidua("index", "show", "luc-nam", "--store", store).stdout
    assert thidua("index", "check", "--store", store).stdout == "Kho lành lặn.\n"
    assert thidua("index", "rebuild", "--store", store).returncode == 0
    assert thidua("index", "remove", "luc-nam", "--store", store).returncode == 0
    assert thidua("index", "list", "--store", store).stdout == ""


def test_what_is_removed_leaves_neither_versions_nor_files(tmp_path: Path) -> None:
    path, var = tmp_path / "luc-nam.txt", tmp_path / "var"
    for share in ("41", "42"):
        path.write_text(TEXT.replace("41", share), encoding="utf-8")
        assert thidua("index", "add", path, THIDUA_VAR=var).returncode == 0
    with closing(open_file(var / "conversations.db")) as database:
        uploads = UploadTable(database)
        upload = Upload(0, "a.txt", ".txt", "", "luc-nam", "lan", "Lan", 3, 0.0, "read", "", "", 0)
        uploads.add_part(uploads.add(upload), 0, b"abc")
        below = ReadDocument(f"luc-nam{ATTACHED_MARK}", b"x", "Quyết định", None, ())
        drafts = DraftTable(database)
        drafts.open(below, 0, 0, Person("lan", "Lan"), 1.0)
        with closing(Store(var / "knowledge.db")) as opened:
            versions = Library(opened, SeededEncoder()).versions
            assert [version.number for version in versions.of("luc-nam")] == [2, 1]
            versions.withdraw("luc-nam", Change(1.0, "Nam"))
            assert thidua("index", "remove", "luc-nam", THIDUA_VAR=var).returncode == 0
            assert versions.of("luc-nam") == []
        assert uploads.of_document("luc-nam") == []
        assert drafts.all() == []
        (entry,) = AuditTrail(database).entries()
        assert (entry.who, entry.action, entry.subject) == (
            "thidua index", "document.remove", "luc-nam",
        )  # fmt: skip
        assert database.scalar(select(func.count()).select_from(UPLOAD_PARTS)) == 0


def test_a_damaged_store_is_told_of_and_repaired(tmp_path: Path, store: Path) -> None:
    (tmp_path / "luc-nam.txt").write_text(TEXT, encoding="utf-8")
    assert thidua("index", "add", tmp_path / "luc-nam.txt", "--store", store).returncode == 0
    with sqlite3.connect(store) as db:
        db.execute("UPDATE passages SET end = 99999 WHERE number = 1")
    db.close()
    found = thidua("index", "check", "--store", store)
    assert (found.returncode, "nằm ngoài văn bản" in found.stdout) == (1, True)
    repaired = thidua("index", "check", "--repair", "--store", store)
    assert (repaired.returncode, "Đã sửa xong." in repaired.stdout) == (0, True), repaired
    assert thidua("index", "check", "--store", store).stdout == "Kho lành lặn.\n"


def test_bad_files_are_named_one_a_line_and_the_exit_code_tells(
    tmp_path: Path, store: Path
) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    result = thidua(
        "index",
        "add",
        tmp_path / "bad.txt",
        tmp_path / "good.txt",
        tmp_path / "no.txt",
        "--store",
        store,
    )
    assert result.returncode == 1
    assert [line.get("state") for line in rows(result)] == ["failed", "indexed", "failed", None]
    assert [line["reason"] for line in rows(result)[:3]] == [
        "Tệp nhị phân, không phải văn bản.",
        "",
        "Không có tệp này.",
    ]
    assert "Traceback" not in result.stderr
    assert len(thidua("index", "list", "--store", store).stdout.splitlines()) == 1


def test_an_id_names_one_file(tmp_path: Path, store: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert (
        thidua("index", "add", "--id", "ke-hoach", tmp_path / "a.txt", "--store", store).returncode
        == 0
    )
    assert thidua("index", "list", "--store", store).stdout.startswith("ke-hoach\t")
    assert (
        thidua(
            "index", "add", "--id", "x", tmp_path, tmp_path / "a.txt", "--store", store
        ).returncode
        == 2
    )


def write_watched(tmp_path: Path, files: int) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(files):
        (folder / f"v{number}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "nguon.yaml").write_text("- {folder: in, every: 6h}\n", encoding="utf-8")
    return tmp_path / "nguon.yaml"


def test_watched_sources_are_one_json_line_each_and_a_table(tmp_path: Path, store: Path) -> None:
    watched = write_watched(tmp_path, 1)
    first = thidua("index", "watch", watched, "--store", store)
    assert (first.returncode, [line["state"] for line in rows(first)]) == (0, ["new"]), first
    assert (
        "mới: 1 · đã đổi: 0 · không đổi: 0 · không còn: 0 · đã thu hồi: 0 · HỎNG: 0" in first.stderr
    )
    again = thidua("index", "watch", watched, "--store", store)
    assert (again.stdout, again.stderr) == ("", "Chưa có nguồn nào đến hạn xem lại.\n")
    (tmp_path / "in" / "v0.txt").write_bytes(b"\0")
    failed = thidua("index", "watch", "--all", watched, "--store", store)
    assert (failed.returncode, [line["state"] for line in rows(failed)]) == (1, ["failed"])
    assert "Tệp nhị phân" in failed.stderr
    assert thidua("index", "list", "--store", store).stdout.startswith("v0\t")


def test_a_watch_that_is_killed_goes_on(tmp_path: Path, store: Path) -> None:
    watched = write_watched(tmp_path, 20)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "THIDUA_ENCODER": "seeded"}
    command = [sys.executable, "-m", "bot.cli", "index", "watch", watched, "--store", store]
    with subprocess.Popen(
        [*map(str, command)], env=environment, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)
    result = thidua("index", "watch", watched, "--store", store)
    states = [line["state"] for line in rows(result)]
    assert (result.returncode, len(states), states[0]) == (0, 20, "unchanged"), result.stderr
    assert len(thidua("index", "list", "--store", store).stdout.splitlines()) == 20
    assert thidua("index", "check", "--store", store).stdout == "Kho lành lặn.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("index", "watch", "khong-co.yaml"), "Không đọc được tệp khong-co.yaml"),
        (("index", "show", "khong-co"), "Không có văn bản nào"),
        (("index", "remove", "khong-co"), "Không có văn bản nào"),
        (("eval", "khong-co.yaml"), "Không đọc được tệp câu hỏi"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    store: Path, words: tuple[str, ...], sentence: str
) -> None:
    result = thidua(*words, "--store", store)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_store_of_another_encoder_is_embedded_anew(tmp_path: Path, store: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    parsed = read_file(tmp_path / "a.txt")
    library = Library(Store(store), open_encoder("embedded"))
    library.add(parsed.document, parsed.passages, parsed.facts)
    result = thidua("index", "check", "--store", store)
    assert result.stdout == "Kho lành lặn.\n"
    assert "đang tính lại" in result.stderr


def test_every_command_has_help() -> None:
    for words in (
        ["--help"],
        ["ask", "--help"],
        ["index", "--help"],
        ["index", "add", "--help"],
        ["eval", "--help"],
    ):
        assert thidua(*words).returncode == 0
