"""The page in a real browser, by keyboard, on a phone and on a desk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.client import Client
from bot.settings import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
OUTPUT = ROOT / "tests" / "output"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[(360, 740), (1280, 800)], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Client) -> Iterator[Page]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(server.address)
    yield page
    OUTPUT.mkdir(exist_ok=True)
    page.screenshot(path=OUTPUT / f"{request.node.name}.png")
    page.close()
    assert [problem for problem in problems if "Failed to load resource" not in problem] == []


def ask(page: Page, text: str) -> None:
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("article.waiting")).to_have_count(0)


def test_a_question_by_keyboard_is_answered_with_a_link_to_the_marked_words(page: Page) -> None:
    page.keyboard.press("Tab")
    while not page.evaluate("document.querySelector('thi-dua-chat').shadowRoot.activeElement?.id === 'question'"):
        page.keyboard.press("Tab")
    page.keyboard.type("ty le che phu rung cua cho don nam 2022")
    page.keyboard.press("Enter")
    last = page.locator("article.machine").last
    expect(last).to_contain_text("80,5%")
    last.locator("summary").click()
    link = last.locator("blockquote a").first
    with page.context.expect_page() as opened:
        link.click()
    marked = opened.value.locator(":target")
    expect(marked).to_contain_text("80,5%")
    assert marked.evaluate("element => getComputedStyle(element).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_the_first_words_say_that_a_machine_answers(page: Page) -> None:
    expect(page.locator("article").first).to_contain_text("trợ lý tự động")
    expect(page.get_by_role("log")).to_be_visible()


def test_a_button_asks_its_question_and_follow_ups_work(page: Page) -> None:
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    page.locator("article.machine").last.locator(".choices button").first.click()
    expect(page.locator("article.machine").last).to_contain_text("Lê Ánh Dương")
    ask(page, "còn năm 2023?")
    expect(page.locator("article")).to_have_count(7)


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    ask(page, "Các chỉ tiêu của Chợ Đồn năm 2022")
    expect(page.locator("article.machine").last.locator("li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_a_person_types_is_shown_as_text(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)>")
    expect(page.locator("article.person").last).to_have_text("<img src=x onerror=alert(1)>")


def test_starting_again_clears_the_log(page: Page) -> None:
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    page.get_by_role("button", name="Bắt đầu lại").click()
    expect(page.locator("article")).to_have_count(1)


def test_a_question_is_kept_when_the_server_is_away(page: Page) -> None:
    page.route("**/api/messages", lambda route: route.abort())
    ask(page, "Chủ đề thi đua?")
    expect(page.locator("article.trouble")).to_contain_text("Chưa kết nối được")
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_have_value("Chủ đề thi đua?")
