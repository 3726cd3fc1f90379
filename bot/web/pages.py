"""Pages for people: a document with the cited passage marked. What comes from documents is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Protocol

WIDGET = Path(__file__).parent / "widget"
#: "1. …", "a) …": a part that carries its own count needs no bullet.
COUNTED = re.compile(r"(\d{1,2}[a-zđ]?|[a-zđ]\d?)[.)] ")
TAGS = {"paragraph": "p", "item": "li", "heading": "h2", "row": "tr"}


class Block(Protocol):
    """What a page needs of a passage."""

    @property
    def number(self) -> int: ...  # noqa: D102

    @property
    def kind(self) -> str: ...  # noqa: D102

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def level(self) -> int: ...  # noqa: D102


def widget_script() -> str:
    """Give the widget's script with its style put in where the script holds a place for it."""
    style = (WIDGET / "widget.css").read_text(encoding="utf-8")
    script = (WIDGET / "widget.js").read_text(encoding="utf-8")
    return script.replace('"/*widget.css*/"', json.dumps(style, ensure_ascii=False))


def zalo_page(code: str) -> str:
    """Give the page by which Zalo knows a domain (channels page §1.1)."""
    meta = f'<meta name="zalo-platform-site-verification" content="{escape(code)}">'
    return f"<!doctype html><html><head>{meta}</head><body>Zalo</body></html>"


def document_page(title: str, about: str, source: str, blocks: Sequence[Block]) -> str:
    """Write the page of a document; every block carries its anchor `p<number>`."""
    template = Template((WIDGET / "document.html").read_text(encoding="utf-8"))
    body = "\n".join(_group(blocks))
    return template.substitute(title=escape(title), about=escape(about), source=escape(source), body=body)


def _group(blocks: Sequence[Block]) -> list[str]:
    """Write blocks, rows of one table and items of one list together."""
    lines: list[str] = []
    around = ""
    for block in blocks:
        if block.kind == "boilerplate" or block.level == 1:
            continue
        wanted = {"row": "table", "item": "ul"}.get(block.kind, "")
        if wanted != around:
            lines += [f"</{around}>"] * bool(around) + [f"<{wanted}>"] * bool(wanted)
            around = wanted
        lines.append(_block(block))
    return lines + [f"</{around}>"] * bool(around)


def _block(block: Block) -> str:
    tag = TAGS.get(block.kind, "p")
    if block.kind == "row":
        cells = "".join(f"<td>{escape(cell.strip())}</td>" for cell in block.text.strip("| ").split("|"))
        return f'<tr id="p{block.number}">{cells}</tr>'
    text = block.text.strip("*_ ").lstrip("#-*• ") if block.kind in ("heading", "item") else block.text.strip("*_ ")
    counted = ' class="counted"' if block.kind == "item" and COUNTED.match(text) else ""
    return f'<{tag} id="p{block.number}"{counted}>{escape(text)}</{tag}>'
