"""The pages to read in a real browser: every look, 400 %, keyboard alone, without script, on paper."""

from __future__ import annotations

import gzip
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe_violations, needs_chromium, take_picture

pytestmark = needs_chromium

PAGES = {
    "library": "/van-ban",
    "results": "/van-ban?q=ty+le+che+phu+rung",
    "nothing": "/van-ban?q=xyzzy",
    "awards": "/danh-hieu",
    "award": "/danh-hieu/cstd-co-so?ngay=2026-11-21",
    "movements": "/phong-trao",
    "timeline": "/dong-thoi-gian",
    "document": "/documents/cho-don-2022",
    "notice": "/danh-hieu/khong-co",
    "refused": "/van-ban?nam=abc",
}
LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
]
#: WCAG 2.2, 1.4.10 (Reflow): 1,280 pixels at 400 % are 320.
REFLOW = {"width": 320, "height": 256}
IS_NOT_WIDER = "document.documentElement.scrollWidth <= innerWidth"
#: No name is cut, none reaches into the next, and nothing must be scrolled.
NAVIGATION_IS_WHOLE = """[...document.querySelectorAll("nav.sections, nav.sections a")]
    .every((part) => part.scrollWidth <= part.clientWidth + 1
        && part.getBoundingClientRect().right <= innerWidth + 0.5)"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced"])
def test_axe_finds_nothing(browser: Browser, site: str, name: str, look: dict[str, Any]) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, **look)
    page.goto(site + PAGES[name])
    found = axe_violations(page)
    take_picture(page, f"page-{name}-{next(iter(look.values()))}", full_page=True)
    page.close()
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_at_four_hundred_percent_nothing_must_be_scrolled_sideways(
    browser: Browser, site: str, name: str
) -> None:
    page = browser.new_page(viewport=REFLOW)
    page.goto(site + PAGES[name])
    assert page.evaluate(IS_NOT_WIDER)
    found = axe_violations(page)
    page.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 500, 545, 1280])
@pytest.mark.parametrize("path", ["/van-ban", "/"])
def test_the_navigation_takes_one_line(browser: Browser, site: str, width: int, path: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    page.goto(site + path)
    links = page.locator("nav.sections a")
    expect(links).to_have_count(5)
    tops = {round(link.bounding_box()["y"]) for link in links.all()}
    assert page.evaluate(NAVIGATION_IS_WHOLE)
    height = page.locator("nav.sections").bounding_box()["height"]
    page.close()
    assert len(tops) == 1
    assert height < 56


def test_without_script_documents_are_found_and_read(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(site + "/van-ban")
    page.get_by_label("Tìm trong văn bản").fill("che phu rung")
    page.get_by_label("Nơi").fill("Chợ Đồn")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("status")).to_contain_text("văn bản có “che phu rung”")
    page.locator("ol.results li p a").first.click()
    expect(page.locator(":target")).to_contain_text("che phủ rừng")
    page.get_by_role("link", name="Danh hiệu", exact=True).click()
    page.get_by_role("link", name="Lao động tiên tiến", exact=True).click()
    page.get_by_label("Tính vào ngày").fill("2025-03-15")
    page.get_by_role("button", name="Tính").click()
    expect(page.locator("main")).to_contain_text("2.340.000 đồng")
    page.close()


def test_results_come_as_one_types(browser: Browser, site: str) -> None:
    page = browser.new_page()
    problems = console_errors(page)
    page.goto(site + "/van-ban")
    page.get_by_label("Tìm trong văn bản").press_sequentially("che phu rung")
    expect(page.locator("ol.results h2 a").first).to_have_attribute(
        "href", "/documents/cho-don-2022"
    )
    expect(page.get_by_role("status")).to_contain_text("“che phu rung”")
    assert page.url.endswith("/van-ban?q=che+phu+rung")
    expect(page.get_by_label("Tìm trong văn bản")).to_be_focused()
    page.get_by_label("Nơi").fill("Bắc Giang")
    expect(page.locator("ol.results h2 a[href='/documents/cho-don-2022']")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Nơi")).to_have_value("Bắc Giang")
    page.close()
    assert problems == []


def test_a_server_that_cannot_answer_leaves_what_is_there(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "/van-ban")
    before = page.locator("#ket-qua").inner_text()
    page.route("**/van-ban?*", lambda route: route.fulfill(status=503, body="busy"))
    with page.expect_response("**/van-ban?*"):
        page.get_by_label("Tìm trong văn bản").press_sequentially("rung")
    expect(page.locator("#ket-qua")).not_to_have_attribute("aria-busy", "true")
    assert page.locator("#ket-qua").inner_text() == before
    page.close()


def test_by_keyboard_alone_a_document_is_found_and_asked_about(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(site + "/van-ban")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Tìm trong văn bản")).to_be_focused()
    page.keyboard.type("che phu rung")
    page.keyboard.press("Enter")
    expect(page.locator("ol.results")).to_be_visible()
    tab_to(page, "ol.results a.ask")
    assert outline_of(page) != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?hoi=T"))
    page.close()


def test_every_stop_of_the_keyboard_is_visible(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(site + "/dong-thoi-gian")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert outline_of(page) != "none", page.evaluate("document.activeElement.outerHTML")
    page.close()


@pytest.mark.parametrize("name", ["award", "document", "timeline", "movements"])
def test_on_paper_there_is_the_text_and_nothing_to_press(
    browser: Browser, site: str, name: str
) -> None:
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.goto(site + PAGES[name])
    page.emulate_media(media="print")
    for gone in ("nav.sections", "form", ".ask", ".skip"):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(IS_NOT_WIDER)
    assert len(page.pdf()) > 5_000
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_all_it_needs_weighs_at_most_100_kb(site: str, name: str) -> None:
    parts = [PAGES[name], "/page.css", *(["/tim-kiem.js"] if "van-ban" in PAGES[name] else [])]
    weight = sum(len(gzip.compress(httpx.get(site + part).content)) for part in parts)
    assert weight <= 100_000, weight


def console_errors(page: Page) -> list[str]:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    return problems


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that fits is focused."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def outline_of(page: Page) -> str:
    style = "getComputedStyle(document.activeElement).outlineStyle"
    return str(page.evaluate(style))
