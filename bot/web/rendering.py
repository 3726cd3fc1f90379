"""The pages as text, from `templates/`: whatever comes from a document or a person is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.operations.parameters import MAX_ROWS
from bot.operations.report.figures import STATUS_LABELS, Figures, Interval, Row
from bot.operations.report.period import format_moment
from bot.operations.report.report import Report

FOLDER = Path(__file__).parent
WIDGET = FOLDER / "widget"
#: The widget's script in parts; the last one begins it.
WIDGET_PARTS = ("words.js", "links.js", "figures.js", "staff.js", "widget.js")
COMMENT_LINES = re.compile(r"^ *//.*\n", re.MULTILINE)
#: "1. …", "a) …": a part that carries its own count needs no bullet.
OWN_COUNT = re.compile(r"(\d{1,2}[a-zđ]?|[a-zđ]\d?)[.)] ")
#: The element of a block by its kind, and the one around blocks of that kind.
TAGS = {"paragraph": "p", "item": "li", "heading": "h2", "row": "tr"}
GROUP_TAGS = {"row": "table", "item": "ul"}
THUMBS = {"up": "hữu ích", "down": "chưa đúng"}


class Passage(Protocol):
    """What a page shows of a passage."""

    @property
    def number(self) -> int:
        """Its number in the document: links point to it."""

    @property
    def kind(self) -> str:
        """A key of TAGS, or "boilerplate", which is left out."""

    @property
    def text(self) -> str:
        """Its words with their Markdown."""

    @property
    def level(self) -> int:
        """The level of a heading; 0 for anything else."""


@dataclass(frozen=True)
class PageBlock:
    """An element with the anchor `p<number>`; a table's row has cells instead of a text."""

    number: int
    tag: str
    text: str
    cells: tuple[str, ...] = ()
    has_own_count: bool = False


@dataclass(frozen=True)
class BlockGroup:
    """Blocks one after another in one list or table; `tag` is empty where they need none."""

    tag: str
    blocks: tuple[PageBlock, ...]


def index_page() -> str:
    """Return the page with the widget."""
    return _render("index.html")


def zalo_verifier_page(code: str) -> str:
    """Return the page by which Zalo knows that a domain is ours (docs/kenh.md)."""
    return _render("zalo_verifier.html", code=code)


def notice_page(title: str, sentence: str) -> str:
    """Return a page that says one thing: not found, not understood, not available."""
    return _render("notice.html", title=title, sentence=sentence)


def passage_groups(passages: Sequence[Passage]) -> tuple[BlockGroup, ...]:
    """Return the blocks of a document as "passages.html" shows them, but for its title."""
    return tuple(_groups(passages))


def widget_script() -> str:
    """Return the widget's script, its parts in one, with its style where it holds a place for it.

    Nothing of it is seen by the other scripts of a page. Lines that are comments stay here: they would
    be a sixth of what every page loads.
    """
    style = (WIDGET / "widget.css").read_text(encoding="utf-8")
    parts = "\n".join((WIDGET / name).read_text(encoding="utf-8") for name in WIDGET_PARTS)
    parts = COMMENT_LINES.sub("", parts)
    script = f'"use strict";\n(() => {{\n{parts}}})();\n'
    return script.replace('"/*widget.css*/"', json.dumps(style, ensure_ascii=False))


def report_page(report: Report) -> str:
    """Return the operator's report as one page that needs nothing else."""
    figures = report.figures
    return _render(
        "report.html",
        report=report,
        figures=_figures(figures),
        statuses=[Row(_status(row.name), row.count) for row in figures.statuses],
        channels=figures.channels[:MAX_ROWS],
        topics=figures.topics[:MAX_ROWS],
        places=figures.places[:MAX_ROWS],
        intervals=[Row(_interval(row), row.count) for row in figures.intervals],
        votes=[(THUMBS[vote.vote], vote.reason, vote.question) for vote in report.votes],
        slowest=[
            (format_moment(slow.at), decimal(slow.seconds), _status(slow.status), slow.turn)
            for slow in report.slowest
        ],
    )


def _figures(figures: Figures) -> tuple[tuple[str, str], ...]:
    return (
        ("lượt hỏi", f"{figures.turns}"),
        ("cuộc trò chuyện", f"{figures.conversations}"),
        ("được trả lời", percent_of(figures.outcome.answered, figures.turns)),
        ("một nửa số lượt dưới", f"{decimal(figures.p50_seconds)} giây"),
        ("95 % số lượt dưới", f"{decimal(figures.p95_seconds)} giây"),
        ("hữu ích / chưa đúng", f"{figures.ups} / {figures.downs}"),
    )


def _interval(row: Interval) -> str:
    days = [format_moment(day) for day in sorted({row.name, row.last})]
    return "–".join(days)


def _groups(passages: Sequence[Passage]) -> Iterator[BlockGroup]:
    # The document's title stands above already.
    shown = [
        passage for passage in passages if passage.kind != "boilerplate" and passage.level != 1
    ]
    for tag, members in groupby(shown, key=lambda passage: GROUP_TAGS.get(passage.kind, "")):
        yield BlockGroup(tag, tuple(map(_block, members)))


def _block(passage: Passage) -> PageBlock:
    tag = TAGS.get(passage.kind, "p")
    if passage.kind == "row":
        cells = tuple(cell.strip() for cell in passage.text.strip("| ").split("|"))
        return PageBlock(passage.number, tag, "", cells)
    text = passage.text.strip("*_ ")
    if passage.kind in ("heading", "item"):
        text = text.lstrip("#-*• ")
    has_own_count = passage.kind == "item" and bool(OWN_COUNT.match(text))
    return PageBlock(passage.number, tag, text, has_own_count=has_own_count)


def _status(name: str) -> str:
    return STATUS_LABELS.get(name, name)


def percent_of(part: int, whole: int) -> str:
    """Return "75 %", or a dash of nothing."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def decimal(value: float, digits: int = 2) -> str:
    """Return a number as it is written in Vietnamese: "0,75"."""
    return f"{value:.{digits}f}".replace(".", ",")


def open_templates(*folders: Path) -> Environment:
    """Return the templates of these folders and of the pages here, "standalone.html" among them."""
    environment = Environment(
        loader=FileSystemLoader([*folders, FOLDER / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(moment=format_moment, percent_of=percent_of, decimal=decimal)
    return environment


ENVIRONMENT = open_templates()


def _render(template: str, **values: object) -> str:
    return ENVIRONMENT.get_template(template).render(**values)
