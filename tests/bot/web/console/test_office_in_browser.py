"""The office's own answers and the rules of the law in a real browser: by keyboard, seen by axe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from bot.accounts.model import Role
from bot.operations.turn_journal import TurnJournal, TurnRecord
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.vietnam_time import today
from bot.web.console.guard import COOKIE
from knowledge.library import Library
from knowledge.model import Document, Passage, Subject
from tests.bot.web.console.conftest import Console
from tests.browser import axe_violations, go_on, launched, needs_chromium
from tests.peers.serving import served

ASKED = "Hồ sơ khen thưởng nộp ở phòng nào?"
TEXT = "Hồ sơ khen thưởng nộp tại phòng 203."
LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
]
#: Opens the console for an account as it is signed in by a client.
Open = Callable[..., Page]

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def library(library: Library) -> Library:
    """A library with one document."""
    document = Document("ke-hoach", "Kế hoạch", text=TEXT, number="1/KH-UBND")
    library.add(document, [Passage("ke-hoach", 0, 0, len(TEXT), "paragraph", TEXT)], [])
    return library


@pytest.fixture
def open_console(app: FastAPI, own: Settings, browser: Browser) -> Iterator[Open]:
    """Opens the console in a browser, one question asked in vain."""
    with closing(open_conversations(own)) as database:
        record = TurnRecord(time.time(), "t", "c", "web", "not_found", "", "", 0.1, ASKED)
        TurnJournal(database).add(record)
    contexts = []
    with served(app) as address:

        def open_page(client: TestClient, path: str, **look: Any) -> Page:
            context = browser.new_context(**look)
            contexts.append(context)
            cookie = {"name": COOKIE, "value": client.cookies[COOKIE], "url": f"{address}/quan-tri"}
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            page.goto(f"{address}{path}")
            return page

        yield open_page
        for context in contexts:
            context.close()


def press_on(page: Page, name: str) -> None:
    """Go by keyboard to a link or button of this name and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def test_an_answer_is_written_in_two_clicks_and_approved_by_keyboard(
    open_console: Open, console: Console, library: Library
) -> None:
    page = open_console(console(Role.EDITOR, name="an"), "/quan-tri/cau-hoi")
    press_on(page, "Soạn câu trả lời")
    # What is to be written has the focus; the question and its passages are there.
    expect(page.get_by_label("Câu trả lời (nhiều nhất")).to_be_focused()
    page.keyboard.type("Anh/chị nộp tại phòng 203.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    press_on(page, "Lưu bản nháp")
    expect(page.get_by_text("Bản nháp, chờ duyệt.")).to_be_visible()
    other = open_console(console(Role.APPROVER, name="binh"), "/quan-tri/cau-hoi/tra-loi")
    press_on(other, ASKED)
    press_on(other, "Duyệt để trợ lý dùng")
    expect(other.get_by_text("Đang dùng.")).to_be_visible()
    told, _ = library.answer(ASKED, Subject(), today())
    assert "(Câu trả lời của cơ quan, Họ tên binh" in told.text


def test_a_rule_is_verified_by_keyboard(open_console: Open, console: Console) -> None:
    page = open_console(console(Role.APPROVER, name="binh"), "/quan-tri/quy-dinh")
    page.get_by_label("Tìm trong quy định").fill("tập thể lao động tiên tiến 50%")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    go_on(page.get_by_role("rowheader").get_by_role("link").first)
    press_on(page, "Tôi, Họ tên binh, xác nhận đúng văn bản gốc")
    expect(page.get_by_text("Họ tên binh, ")).to_be_visible()
    press_on(page, "Bỏ xác nhận đã đối chiếu")
    expect(page.get_by_text("Người đối chiếu")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced"])
def test_axe_finds_nothing_and_nothing_is_scrolled_sideways(
    open_console: Open, console: Console, look: dict[str, Any]
) -> None:
    client = console(Role.EDITOR, Role.APPROVER, name="an")
    # WCAG 2.2, 1.4.10 (Reflow): 1,280 pixels at 400 % are 320.
    size = {"width": 320, "height": 512}
    page = open_console(client, "/quan-tri/cau-hoi", viewport=size, **look)
    inspect(page)
    go_on(page.get_by_role("link", name="Soạn câu trả lời", exact=True))
    inspect(page)
    page.get_by_label("Câu trả lời (nhiều nhất").fill("Phòng 203.")
    page.get_by_role("checkbox").first.check()
    go_on(page.get_by_role("button", name="Lưu bản nháp"))
    inspect(page)
    go_on(page.get_by_role("button", name="Duyệt để trợ lý dùng"))
    expect(page.get_by_role("alert")).to_contain_text("người khác")
    inspect(page)
    for path in ("cau-hoi/tra-loi", "quy-dinh", "quy-dinh?tat-ca=co"):
        page.goto(page.url.split("/quan-tri")[0] + f"/quan-tri/{path}")
        inspect(page)
    go_on(page.get_by_role("rowheader").get_by_role("link").first)
    inspect(page)


def inspect(page: Page) -> None:
    """Assert that axe finds nothing on a page and that it fits its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    found = axe_violations(page)
    assert found == [], page.url
