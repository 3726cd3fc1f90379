"""Files named .doc: Word's old format through LibreOffice; what is really .docx or a web page is read as what it is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from indexer.errors import CorruptFile, TookTooLong, ToolMissing
from indexer.readers.docx import read_docx
from indexer.readers.html import is_page, read_html
from indexer.readers.source import Source, Tell, silent

#: First bytes: OLE compound file (Word 97–2003), rich text, zip archive.
OLE, RTF, ZIP = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04"
SECONDS = 120


def read_doc(content: bytes, tell: Tell = silent) -> Source:
    """Read a .doc file, whatever it really is: offices' web systems save web pages under that name."""
    if content.startswith(ZIP):
        return read_docx(content, tell)
    if is_page(content):
        return read_html(content, tell)
    if not content.startswith((OLE, RTF)):
        raise CorruptFile("Tệp không phải văn bản Word.")
    tell("chuyển từ .doc bằng LibreOffice")
    return read_docx(_converted(content), tell)


def _converted(content: bytes) -> bytes:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        raise ToolMissing("Tệp .doc cần LibreOffice (gói libreoffice-writer-nogui), máy này chưa có.")
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "given.doc"), Path(folder, "given.docx")
        given.write_bytes(content)
        # A profile of its own: a LibreOffice that someone has open would take the request and answer elsewhere.
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        _run([program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, str(given)])
        if not made.exists():
            raise CorruptFile("LibreOffice không mở được tệp .doc này.")
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Run a program and all it starts, no longer than it may."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise TookTooLong(f"LibreOffice đọc tệp quá {SECONDS} giây.") from error
