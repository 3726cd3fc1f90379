"""What staff read in the console is Vietnamese: no word of the program shows through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from bot.accounts.model import Role
from bot.settings import Settings, read_settings
from knowledge.language import fold
from tests.bot.web.console.conftest import Console
from tests.bot.web.console.filled import DESK, HOME, LIST, LONG, RULES, crawled, fill
from tests.staff import ALWAYS

#: A syllable of Vietnamese without its marks.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)

#: Words that Vietnamese has taken over, and suffixes of files.
BORROWED = {"web", "byte", "txt", "pdf", "https", "vbpl", "example"}


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings with staff at any hour."""
    return read_settings({"THIDUA_VAR": str(tmp_path / "var"), **ALWAYS})


def foreign_words(page: str) -> set[str]:
    """Return the words of three letters and more, in small letters, that no Vietnamese writes."""
    tree = html.fromstring(page)
    # What the test itself gives is no word of a page.
    texts = tree.xpath("//body//text()[not(parent::script)]|//title/text()|//@aria-label|//@alt")
    words = {
        word
        for text in texts
        for word in re.findall(r"\b[^\W\dA-ZĐ]{3,}\b", re.sub(f"{LONG[:9]}\\w*", "", str(text)))
    }
    return {word for word in words if not SYLLABLE.fullmatch(fold(word))} - BORROWED


def test_no_page_holds_a_word_of_the_program(console: Console, own: Settings) -> None:
    with console(*Role, name="an") as client:
        edited = fill(client, console, own)
        pages = crawled(client)
    audit = pages["/quan-tri/nhat-ky"]
    for told in ("cuộc trò chuyện 1", "bản làm nền", "lý do", "ngày ban hành: 01/02/2020"):
        assert told in audit
    assert "căn cứ" in pages[edited]
    for kind in (LIST, edited, f"{edited}/khac", f"{DESK}/1", f"{HOME}/nguoi-dung/nam"):
        assert kind in pages
    assert any(path.startswith(f"{RULES}/") for path in pages)
    assert {path: words for path, text in pages.items() if (words := foreign_words(text))} == {}
