"""What staff read in the console is Vietnamese: no word of the program shows through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from bot.accounts.model import Role
from bot.handover import wording
from bot.settings import Settings, read_settings
from knowledge.language import fold
from tests.bot.documents.conftest import PLAN
from tests.bot.web.console.conftest import Console
from tests.bot.web.console.test_attending import say
from tests.bot.web.console.test_documents import LIST, change, draft_of, publish, upload
from tests.bot.web.console.test_rules import GIVEN, RULES, page_of
from tests.staff import ALWAYS

HOME, DESK = "/quan-tri", "/quan-tri/truc"
LAWS = """Căn cứ Nghị định số 12/2020/NĐ-CP ngày 01 tháng 02 năm 2020 của Chính phủ;

Kế hoạch này thay thế Kế hoạch số 15/KH-UBND ngày 26/01/2021 của UBND huyện.

"""
#: A syllable of Vietnamese without its marks.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)

#: Words that Vietnamese has taken over, a file's suffix, and what the test itself gives.
BORROWED = {"web", "byte", "txt", "https", "vbpl", "example"}


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings with staff at any hour."""
    return read_settings({"THIDUA_VAR": str(tmp_path / "var"), **ALWAYS})


def foreign_words(page: str) -> set[str]:
    """Return the words of three letters and more, in small letters, that no Vietnamese writes."""
    tree = html.fromstring(page)
    texts = tree.xpath("//body//text()[not(parent::script)]|//title/text()|//@aria-label|//@alt")
    words = {word for text in texts for word in re.findall(r"\b[^\W\dA-ZĐ]{3,}\b", str(text))}
    return {word for word in words if not SYLLABLE.fullmatch(fold(word))} - BORROWED


def crawled(client: TestClient, most_alike: int = 12) -> dict[str, str]:
    """Return the pages that links lead to from the first; of rules, which are many, only some."""
    pages: dict[str, str] = {}
    waiting = [HOME, f"{RULES}?tat-ca=co"]
    while waiting:
        address = waiting.pop()
        kind = re.sub(r"\d+|[0-9a-f]{8,}", "", address.partition("?")[0])
        alike = sum(re.sub(r"\d+|[0-9a-f]{8,}", "", one.partition("?")[0]) == kind for one in pages)
        if address in pages or alike >= most_alike or re.search(r"csv|xlsx", address):
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        pages[address] = response.text
        links = html.fromstring(response.text, base_url=address).xpath("//a/@href")
        links = [link.partition("#")[0] for link in links]
        here = address.partition("?")[0]
        waiting += [f"{here}{link}" if link.startswith("?") else link for link in links]
        waiting = [link for link in waiting if link.startswith(HOME)]
    return pages


def test_no_page_holds_a_word_of_the_program(console: Console) -> None:
    with console(*Role, name="an") as client:
        nam = console(Role.EDITOR, Role.APPROVER, name="nam")
        draft = draft_of(client, upload(client, content=LAWS + PLAN))
        assert publish(nam, draft).status_code == 303
        nam.post(f"{LIST}/ho-so/a/thu-hoi", data={"ly-do": "nhầm"})
        nam.post(f"{LIST}/ho-so/a/tro-lai", data={"ban": "1", "ly-do": "không nhầm"})
        edited = nam.post(f"{LIST}/ho-so/a/sua").headers["location"]
        change(nam, edited, "thong-tin", **{"truoc-signer": "", "signer": "Lê Nam"})
        change(nam, edited, "bo", so="0")
        change(nam, edited, "lay-nen")
        change(nam, draft_of(client, upload(client, "b.txt", f"{PLAN}thêm")), "huy")
        rule = page_of(client, "tap the lao dong tien tien 50%")
        assert client.post(rule, data=GIVEN).status_code == 303
        say(client, "cho toi gap can bo")
        say(client, wording.AGREE)
        assert client.post(f"{DESK}/1/nhan").status_code == 303
        pages = crawled(client)
    audit = pages["/quan-tri/nhat-ky"]
    for told in ("cuộc trò chuyện 1", "bản làm nền", "lý do", "ngày ban hành: 01/02/2020"):
        assert told in audit
    assert "căn cứ" in pages[edited]
    for kind in (LIST, edited, f"{edited}/khac", f"{DESK}/1", f"{HOME}/nguoi-dung/nam"):
        assert kind in pages
    assert any(path.startswith(f"{RULES}/") for path in pages)
    assert {path: words for path, text in pages.items() if (words := foreign_words(text))} == {}
