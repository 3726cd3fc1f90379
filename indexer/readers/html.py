"""Web pages: the article without menus, counters and related links; headings, lists and tables kept as Markdown lines.

trafilatura finds the body. On pages built from layout tables it keeps nearly everything (measured in the shared trials):
then blocks that are mostly links are dropped from the page before it is asked again.
"""

from __future__ import annotations

import re
from typing import Any

import trafilatura
from lxml import html as lxml_html
from lxml.etree import ParserError
from trafilatura.utils import decode_file

from indexer.errors import EmptyFile, NotText, TooLarge
from indexer.readers.source import Source, Tell, silent, with_words
from knowledge.text import nfc, one_line

MOST_BYTES = 20_000_000
PAGE_BEGINS = (b"<html", b"<!doctype html", b"<meta", b"<?xml")
#: More than this share of all that a page shows is no article picked out of it.
NEARLY_ALL = 0.85
#: A block most of whose letters are links is a menu or a list of other pages.
MOSTLY_LINKS = 0.5
BLOCKS = "//table | //div | //ul | //ol | //td | //section"
SHORTEST_BLOCK = 20
OWN_PARTS = "./tbody | ./tr | ./tbody/tr | ./tr/td | ./tbody/tr/td"
OWN_HEADER = "./thead | ./tr/th | ./tbody/tr/th"
OWN_BLOCKS = "(./tr/td | ./tbody/tr/td)[.//p or .//div or .//table or .//h1 or .//h2 or .//ul or .//br]"
#: Marks that Markdown escapes: "1\\." is "1." in a text.
ESCAPED = re.compile(r"\\([.()\[\]#+*_!-])")


def is_page(content: bytes) -> bool:
    """Tell whether a file begins as a web page does, whatever it is called."""
    return content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(PAGE_BEGINS)


def read_html(content: bytes, _: Tell = silent) -> Source:
    """Read a web page; its title is stated, its text begins with the heading."""
    if len(content) > MOST_BYTES:
        raise TooLarge(f"Trang dài {len(content) // 1_000_000} MB; chỉ đọc đến {MOST_BYTES // 1_000_000} MB.")
    if content[:4] in (b"%PDF", b"PK\x03\x04"):
        raise NotText("Tệp không phải trang web.")
    page = _parsed(decode_file(content))
    text = with_words(_body(page))
    title = _title(page)
    if title and one_line(title) not in one_line(text[:400]):
        text = f"# {title}\n\n{text}"
    return Source(nfc(text), {"source_title": title} if title else {})


def _parsed(page: str) -> Any:
    """Parse without the network or huge trees; scripts, forms and what stands around an article hold no text to read."""
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        tree = lxml_html.fromstring(page.encode() or b"<p></p>", parser=parser)
    except ParserError as error:
        raise EmptyFile("Tệp không có chữ nào.") from error
    for gone in tree.xpath("//script | //style | //noscript | //form | //nav | //header | //footer | //aside"):
        gone.drop_tree()
    _unwrap_layout(tree)
    return tree


def _unwrap_layout(page: Any) -> None:
    """A table without header cells of its own whose cells hold blocks only places them: its cells become blocks."""
    for table in page.xpath("//table"):
        if table.xpath(OWN_HEADER) or not table.xpath(OWN_BLOCKS):
            continue
        for part in [table, *table.xpath(OWN_PARTS)]:
            part.tag = "div"


def _title(page: Any) -> str:
    """Give the page's own heading, else its title up to the name of the site."""
    for path in ("//h1", "//title"):
        for found in page.xpath(path):
            text = one_line(nfc(found.text_content()))
            if len(text) > 10:
                return re.split(r" [|–-] (?=[^|–-]*$)", text)[0] if path == "//title" else text
    return ""


def _body(page: Any) -> str:
    text = _extracted(page)
    shown = len(one_line(page.text_content()))
    if shown and len(one_line(text)) > NEARLY_ALL * shown:
        _drop_menus(page)
        text = _extracted(page) or text
    return text


def _extracted(page: Any) -> str:
    found = trafilatura.extract(
        lxml_html.tostring(page, encoding="unicode"),
        output_format="markdown",
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        include_formatting=True,
    )
    plain = re.sub(r"(?m)^(\*\*|__)(.*)\1$", r"\2", found or "")
    return ESCAPED.sub(r"\1", plain)


def _drop_menus(page: Any) -> None:
    """Drop blocks that are mostly links, the smallest first."""
    for block in reversed(page.xpath(BLOCKS)):
        whole = len(one_line(block.text_content()))
        links = sum(len(one_line(link.text_content())) for link in block.xpath(".//a"))
        if block.getparent() is not None and whole >= SHORTEST_BLOCK and links > MOSTLY_LINKS * whole:
            block.drop_tree()
