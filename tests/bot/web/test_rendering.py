"""Templates: blocks of one list or table stand together, whatever is put in is escaped."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import UndefinedError
from lxml import html

from bot.web.rendering import ENVIRONMENT, notice_page, passage_groups, zalo_verifier_page

EVIL = "<script>alert(1)</script>\"'&"


@dataclass(frozen=True)
class Passage:
    number: int
    kind: str
    text: str
    level: int = 0


PASSAGES = [
    Passage(1, "heading", "# Tên văn bản", 1),
    Passage(2, "boilerplate", "Nơi nhận:"),
    Passage(3, "heading", "## Mục tiêu", 2),
    Passage(4, "item", "- một"),
    Passage(5, "item", "1. hai"),
    Passage(6, "row", "| a | b |"),
    Passage(7, "row", "| c | d |"),
    Passage(8, "paragraph", f"**{EVIL}**"),
    Passage(9, "unknown", "cuối"),
]


def test_blocks_of_one_list_or_table_stand_together() -> None:
    groups = passage_groups(PASSAGES)
    page = ENVIRONMENT.get_template("passages.html").render(groups=groups)
    main = html.fragment_fromstring(page, create_parent="main")
    assert [child.tag for child in main] == ["h2", "ul", "table", "p", "p"]
    items = [(item.get("id"), item.get("class"), item.text) for item in main.xpath("./ul/li")]
    assert items == [("p4", None, "một"), ("p5", "counted", "1. hai")]
    rows = [[cell.text for cell in row] for row in main.xpath("./table//tr")]
    assert rows == [["a", "b"], ["c", "d"]]
    assert main.xpath("./p/text()") == [EVIL, "cuối"]


@pytest.mark.parametrize("page", [notice_page(EVIL, EVIL), zalo_verifier_page(EVIL)])
def test_what_is_put_in_is_escaped(page: str) -> None:
    assert "<script>" not in page
    assert EVIL in {*html.fromstring(page).itertext(), *html.fromstring(page).xpath("//@content")}


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        ENVIRONMENT.get_template("zalo_verifier.html").render()
