"""The reading process: it survives files that take too long, too much memory or crash it."""

from __future__ import annotations

import io
import os
import random
import signal
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import CorruptFile, FileTooLarge, IndexingError, TimeLimitExceeded
from indexer.sources import SourceSpec
from indexer.worker import Worker
from tests.indexer.samples import ARTICLE, word_file


@pytest.fixture
def good(tmp_path: Path) -> SourceSpec:
    path = tmp_path / "tốt.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return SourceSpec(str(path))


def test_a_file_is_read_and_its_stages_are_reported(good: SourceSpec) -> None:
    stages: list[str] = []
    with Worker() as worker:
        assert worker.read_document(good, stages.append).document.number == "12/KH-UBND"
    assert stages == ["tìm dữ kiện"]


def test_a_failure_is_passed_on_and_the_process_goes_on(good: SourceSpec, tmp_path: Path) -> None:
    with Worker() as worker:
        with pytest.raises(IndexingError, match="Không có tệp này"):
            worker.read_document(SourceSpec(str(tmp_path / "không.txt")))
        assert worker.read_document(good).facts


def test_a_file_that_takes_too_long_is_refused(good: SourceSpec) -> None:
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


def test_what_another_thread_reads_may_be_stopped(good: SourceSpec, tmp_path: Path) -> None:
    long = tmp_path / "dài.txt"
    long.write_text(ARTICLE * 200, encoding="utf-8")
    with Worker() as worker, ThreadPoolExecutor(1) as threads:
        for _ in range(3):
            begun = threading.Event()
            reading = threads.submit(
                worker.read_document, SourceSpec(str(long)), lambda _stage, begun=begun: begun.set()
            )
            assert begun.wait(30)
            worker.stop()
            with pytest.raises(CorruptFile, match="dừng giữa chừng"):
                reading.result(30)
        assert worker.read_document(good).facts


def test_a_file_that_eats_memory_is_refused(good: SourceSpec, tmp_path: Path) -> None:
    content, noise = io.BytesIO(), random.Random(1)
    with (
        zipfile.ZipFile(io.BytesIO(word_file())) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "word/document.xml":
                # Too small an archive to be refused unopened, but far larger as a tree.
                filler = b"".join(
                    b"<w:p><w:r><w:t>%d %s</w:t></w:r></w:p>"
                    % (n, noise.randbytes(3).hex().encode())
                    for n in range(600_000)
                )
                part = part.replace(b"<w:sectPr", filler + b"<w:sectPr", 1)
            new.writestr(entry, part)
    (tmp_path / "nặng.docx").write_bytes(content.getvalue())
    with Worker(max_memory=250_000_000) as worker:
        with pytest.raises((FileTooLarge, CorruptFile)):
            worker.read_document(SourceSpec(str(tmp_path / "nặng.docx")))
        assert worker.read_document(good).facts


def test_an_unforeseen_error_is_a_corrupt_file(good: SourceSpec) -> None:
    with Worker() as worker:
        with pytest.raises(CorruptFile, match="Không đọc được tệp này"):
            worker.read_document(SourceSpec(3))  # type: ignore[arg-type]
        assert worker.read_document(good).facts
