"""Files named .doc: Word's old format, read through LibreOffice, and what else has that name."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from indexer.errors import CorruptFile, MissingProgram, TimeLimitExceeded
from indexer.readers.docx import read_docx
from indexer.readers.extracted_text import ExtractedText, StageCallback, ignore_stage
from indexer.readers.html import is_web_page, read_html
from indexer.readers.parameters import MAX_CONVERSION_SECONDS

#: First bytes: OLE compound file (Word 97–2003), rich text, zip archive.
OLE_MAGIC, RTF_MAGIC, ZIP_MAGIC = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04"


def read_doc(content: bytes, on_stage: StageCallback = ignore_stage) -> ExtractedText:
    """Read a .doc file by its content: web systems of offices save web pages under that name."""
    if content.startswith(ZIP_MAGIC):
        return read_docx(content, on_stage)
    if is_web_page(content):
        return read_html(content, on_stage)
    if not content.startswith((OLE_MAGIC, RTF_MAGIC)):
        raise CorruptFile("Tệp không phải văn bản Word.")
    on_stage("chuyển từ .doc bằng LibreOffice")
    return read_docx(_convert_to_docx(content), on_stage)


def _convert_to_docx(content: bytes) -> bytes:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        raise MissingProgram(
            "Tệp .doc cần LibreOffice (gói libreoffice-writer-nogui), máy này chưa có."
        )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source.doc"), Path(folder, "source.docx")
        source.write_bytes(content)
        # A profile of its own: a LibreOffice that is already open would take the request over and
        # answer in its own time.
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--convert-to", "docx", "--outdir", folder]
        _run([program, profile, *options, str(source)])
        if not target.exists():
            raise CorruptFile("LibreOffice không mở được tệp .doc này.")
        return target.read_bytes()


def _run(command: list[str]) -> None:
    """Run a program; kill it with all its children when it exceeds its time."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(MAX_CONVERSION_SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise TimeLimitExceeded(
            f"LibreOffice đọc tệp quá {MAX_CONVERSION_SECONDS} giây."
        ) from error
