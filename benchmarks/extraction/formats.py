"""The same page as .html, .docx, .pdf, scan and in TCVN3: the share of told facts that stay the same.

`python -m benchmarks.extraction.formats [GROUP]` needs Chromium, which prints the pages, and Tesseract.
"""

from __future__ import annotations

import html
import io
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pypdfium2
from playwright.sync_api import sync_playwright

from benchmarks.extraction.pages import Page, read_pages
from benchmarks.extraction.texts import told_facts
from benchmarks.report import write_report
from indexer.document_reader import ParsedDocument, read_file
from knowledge.language import folded_tokens

SCAN_DPI = 150
STYLE = "<meta charset='utf-8'><style>body { font: 13pt 'DejaVu Serif', serif }</style>"
#: The bytes of TCVN3 (TCVN 5712:1993), whose capitals carry no marks of tone.
TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô­õö÷øùúûüýþ",
        strict=True,
    )
) | dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))


@contextmanager
def _printer() -> Iterator[Callable[[str], bytes]]:
    """Yield what prints a web page as PDF by Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page()

        def to_pdf(content: str) -> bytes:
            page.set_content(content)
            return bytes(page.pdf(format="A4"))

        yield to_pdf
        browser.close()


def as_html(page: Page) -> bytes:
    """Return the page as a web page: a paragraph a line, rows of tables as tables."""
    return f"<html><head>{STYLE}</head><body>{_body(page)}</body></html>".encode()


def _body(page: Page) -> str:
    parts, rows = [], []
    for line in page.text.split("\n"):
        if line.lstrip().startswith("|"):
            cells = line.strip().strip("|").split("|")
            rows.append("".join(f"<td>{html.escape(cell.strip())}</td>" for cell in cells))
            continue
        parts += [_table(rows)] if rows else []
        rows = []
        parts.append(f"<p>{html.escape(line)}</p>")
    return "".join([*parts, _table(rows) if rows else ""])


def _table(rows: list[str]) -> str:
    return f"<table border='1'>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def as_word(page: Page) -> bytes:
    """Return the page as a Word file, a paragraph a line."""
    document, content = docx.Document(), io.BytesIO()
    for line in page.text.split("\n"):
        document.add_paragraph(line)
    document.save(content)
    return content.getvalue()


def as_tcvn3(page: Page) -> bytes:
    """Return the page in TCVN3, one byte a letter; a capital with a tone is written small."""
    letters = (TCVN3.get(letter) or TCVN3.get(letter.lower(), letter) for letter in page.text)
    return "".join(letters).encode("cp1252", errors="replace")


def as_scan(pdf: bytes) -> bytes:
    """Return a PDF of pictures of the pages, without text."""
    document = pypdfium2.PdfDocument(pdf)
    images = [page.render(scale=SCAN_DPI / 72).to_pil().convert("L") for page in document]
    content = io.BytesIO()
    images[0].save(
        content, "PDF", save_all=True, append_images=images[1:], resolution=float(SCAN_DPI)
    )
    return content.getvalue()


def measure_formats(group: str) -> dict[str, float]:
    """Print and return, for each format, the share of the facts of the text that are told too."""
    kept: Counter[str] = Counter()
    told = 0
    with tempfile.TemporaryDirectory() as scratch, _printer() as to_pdf:
        for page in read_pages(group):
            expected = _facts(_read(Path(scratch), page.name, ".txt", page.text.encode()))
            told += expected.total()
            for name, suffix, content in _formats(page, to_pdf):
                actual = _facts(_read(Path(scratch), page.name, suffix, content))
                kept[name] += (expected & actual).total()
    shares = {f"same_facts_{name}": round(count / told, 3) for name, count in kept.items()}
    print(shares, f"of {told} facts")
    return shares


def _formats(page: Page, to_pdf: Callable[[str], bytes]) -> Iterator[tuple[str, str, bytes]]:
    web = as_html(page)
    pdf = to_pdf(web.decode())
    yield "html", ".html", web
    yield "docx", ".docx", as_word(page)
    yield "pdf", ".pdf", pdf
    yield "scan", ".pdf", as_scan(pdf)
    yield "tcvn3", ".txt", as_tcvn3(page)


def _read(folder: Path, name: str, suffix: str, content: bytes) -> ParsedDocument:
    path = folder / f"{name}{suffix}"
    path.write_bytes(content)
    return read_file(path)


def _facts(parsed: ParsedDocument) -> Counter[tuple[str, str]]:
    """Return how often each fact is told: its kind, and its name and number without marks."""
    documents = filter(None, (parsed, parsed.attached))
    return Counter(
        (fact.kind, " ".join(folded_tokens(f"{fact.name} {fact.details.number}")))
        for document in documents
        for fact in told_facts(document)
    )


if __name__ == "__main__":
    write_report("formats", measure_formats(sys.argv[1] if len(sys.argv) > 1 else "tune"))
