"""The reading process: files that take too long, too much memory or crash it are left, and the next one is read."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from pathlib import Path

import pytest

from indexer.errors import CorruptFile, FileTooLarge, IndexingError, TimeLimitExceeded
from indexer.sources import SourceSpec
from indexer.worker import Worker
from tests.indexer.test_pipeline import DIRECTIVE
from tests.indexer.test_readers import word_file


@pytest.fixture
def good(tmp_path: Path) -> SourceSpec:
    path = tmp_path / "tốt.txt"
    path.write_text(DIRECTIVE, encoding="utf-8")
    return SourceSpec(str(path))


def test_a_file_is_read_and_its_stages_are_told(good: SourceSpec) -> None:
    told: list[str] = []
    with Worker() as worker:
        assert worker.read_document(good, told.append).document.number == "12/KH-UBND"
    assert told == ["tìm dữ kiện"]


def test_a_failure_is_passed_on_and_the_process_goes_on(good: SourceSpec, tmp_path: Path) -> None:
    with Worker() as worker:
        with pytest.raises(IndexingError, match="Không có tệp này"):
            worker.read_document(SourceSpec(str(tmp_path / "không.txt")))
        assert worker.read_document(good).facts


def test_a_file_that_takes_too_long_is_left(good: SourceSpec) -> None:
    with Worker(stage_seconds=0.0) as worker, pytest.raises(TimeLimitExceeded):
        worker.read_document(good)


def test_a_process_that_dies_is_started_again(good: SourceSpec) -> None:
    with Worker() as worker:
        worker.read_document(good)
        assert worker.pid
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(CorruptFile, match="dừng giữa chừng"):
            worker.read_document(good)
        assert worker.read_document(good).facts


def test_a_file_that_eats_memory_is_left(good: SourceSpec, tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                # Not so much larger than the file that it is refused unopened, but far more as a tree.
                filler = b"".join(
                    b"<w:p><w:r><w:t>%d %s</w:t></w:r></w:p>" % (n, os.urandom(3).hex().encode())
                    for n in range(600_000)
                )
                content = content.replace(b"<w:sectPr", filler + b"<w:sectPr", 1)
            new.writestr(entry, content)
    (tmp_path / "nặng.docx").write_bytes(made.getvalue())
    with Worker(max_memory=250_000_000) as worker:
        with pytest.raises((FileTooLarge, CorruptFile)):
            worker.read_document(SourceSpec(str(tmp_path / "nặng.docx")))
        assert worker.read_document(good).facts


def test_what_nobody_foresaw_is_told_too(good: SourceSpec) -> None:
    with Worker() as worker:
        with pytest.raises(CorruptFile, match="Không đọc được tệp này"):
            worker.read_document(SourceSpec(3))  # type: ignore[arg-type]
        assert worker.read_document(good).facts
