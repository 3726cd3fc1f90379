"""Web pages: the article without menus and related links, as Markdown lines.

trafilatura finds the article. On pages built from layout tables it keeps nearly everything; blocks
that are mostly links are then dropped from the page before it is asked again.
"""

from __future__ import annotations

import re
from typing import Any

import trafilatura
from lxml import html as lxml_html
from lxml.etree import ParserError
from trafilatura.utils import decode_file

from indexer.errors import EmptyFile, FileTooLarge, NotText
from indexer.readers.extracted_text import (
    ExtractedText,
    StageCallback,
    ignore_stage,
    require_text,
)
from indexer.readers.parameters import (
    MAX_ARTICLE_SHARE,
    MAX_LINK_SHARE,
    MAX_PAGE_BYTES,
    MIN_MENU_CHARACTERS,
    MIN_PAGE_TITLE_CHARACTERS,
    TITLE_SEARCH_CHARACTERS,
)
from knowledge.language import normalize, one_line

PAGE_STARTS = (b"<html", b"<!doctype html", b"<meta", b"<?xml")
#: First bytes of PDF and zip (Word) files that are saved under the name of a page.
OTHER_MAGIC = (b"%PDF", b"PK\x03\x04")
NO_TEXT = "//script | //style | //noscript | //form | //nav | //header | //footer | //aside"
BLOCKS = "//table | //div | //ul | //ol | //td | //section"
#: Of a table, relative to it: rows and cells, header cells, and cells that hold blocks.
TABLE_PARTS = "./tbody | ./tr | ./tbody/tr | ./tr/td | ./tbody/tr/td"
TABLE_HEADERS = "./thead | ./tr/th | ./tbody/tr/th"
CELLS_WITH_BLOCKS = (
    "(./tr/td | ./tbody/tr/td)[.//p or .//div or .//table or .//h1 or .//h2 or .//ul or .//br]"
)
#: The name of the site behind the title of a page: "Chỉ thị … | Cổng thông tin điện tử".
SITE_NAME = re.compile(r" [|–-] (?=[^|–-]*$)")
#: A whole line in bold.
BOLD_LINE = re.compile(r"(?m)^(\*\*|__)(.*)\1$")
#: Characters that Markdown escapes: "1\\." is "1." in a text.
ESCAPED = re.compile(r"\\([.()\[\]#+*_!-])")


def is_web_page(content: bytes) -> bool:
    """Whether a file begins as a web page does, whatever its name."""
    return content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(PAGE_STARTS)


def read_html(content: bytes, _: StageCallback = ignore_stage) -> ExtractedText:
    """Read a web page; its title becomes metadata, and a heading unless the text begins with it."""
    if len(content) > MAX_PAGE_BYTES:
        raise FileTooLarge(
            f"Trang dài {len(content) // 1_000_000} MB; "
            f"chỉ đọc đến {MAX_PAGE_BYTES // 1_000_000} MB."
        )
    if content.startswith(OTHER_MAGIC):
        raise NotText("Tệp không phải trang web.")
    page = _parse_page(decode_file(content))
    text = require_text(_extract_article(page))
    title = _find_title(page)
    if title and one_line(title) not in one_line(text[:TITLE_SEARCH_CHARACTERS]):
        text = f"# {title}\n\n{text}"
    return ExtractedText(normalize(text), {"source_title": title} if title else {})


def _parse_page(source: str) -> Any:
    """Return the element tree of a page without scripts, forms and what surrounds an article.

    Nothing is loaded from the network, and huge trees are refused by lxml.
    """
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        page = lxml_html.fromstring(source.encode() or b"<p></p>", parser=parser)
    except ParserError as error:
        raise EmptyFile("Tệp không có chữ nào.") from error
    for element in page.xpath(NO_TEXT):
        element.drop_tree()
    _unwrap_layout_tables(page)
    return page


def _unwrap_layout_tables(page: Any) -> None:
    """Turn tables into blocks when they have no header cells and their cells hold blocks."""
    for table in page.xpath("//table"):
        if table.xpath(TABLE_HEADERS) or not table.xpath(CELLS_WITH_BLOCKS):
            continue
        for part in [table, *table.xpath(TABLE_PARTS)]:
            part.tag = "div"


def _find_title(page: Any) -> str:
    """Return the first heading, else the <title> up to the name of the site, else ""."""
    for path in ("//h1", "//title"):
        for element in page.xpath(path):
            text = one_line(normalize(element.text_content()))
            if len(text) >= MIN_PAGE_TITLE_CHARACTERS:
                return SITE_NAME.split(text)[0] if path == "//title" else text
    return ""


def _extract_article(page: Any) -> str:
    text = _extract_markdown(page)
    visible = len(one_line(page.text_content()))
    if visible and len(one_line(text)) > MAX_ARTICLE_SHARE * visible:
        _drop_menus(page)
        text = _extract_markdown(page) or text
    return text


def _extract_markdown(page: Any) -> str:
    markdown = trafilatura.extract(
        lxml_html.tostring(page, encoding="unicode"),
        output_format="markdown",
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        include_formatting=True,
    )
    return ESCAPED.sub(r"\1", BOLD_LINE.sub(r"\2", markdown or ""))


def _drop_menus(page: Any) -> None:
    """Drop blocks that are mostly links, inner blocks first."""
    for block in reversed(page.xpath(BLOCKS)):
        characters = len(one_line(block.text_content()))
        linked = sum(len(one_line(link.text_content())) for link in block.xpath(".//a"))
        is_menu = characters >= MIN_MENU_CHARACTERS and linked > MAX_LINK_SHARE * characters
        if is_menu and block.getparent() is not None:
            block.drop_tree()
