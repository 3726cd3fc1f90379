"""The report in a real browser: drawn, by keyboard, narrow, in other colours, on paper."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_text
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.accounts.sessions import Sessions
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import read_settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.bot.operations.report.records import add_turn, add_vote
from tests.bot.web.console.conftest import PASSWORD
from tests.browser import OUTPUT, axe_violations, launched, needs_chromium, take_picture
from tests.peers.serving import served

LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
    # WCAG 2.2, 1.4.10 (Reflow): 1,280 pixels at 400 % are 320.
    {"viewport": {"width": 320, "height": 256}},
]
#: The last of sixty days with turns; as the office keeps records for ten years, they are not erased.
LAST = date(2024, 3, 10)
KEPT = "3650"


def days(count: int) -> str:
    """Return the address of the last so many of those days."""
    return f"/quan-tri/bao-cao?tu={LAST - timedelta(count - 1)}&den={LAST}&theo=ngay"


pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """An assistant with a journal: its address, and the key of a session."""
    own = read_settings(
        {"THIDUA_VAR": str(tmp_path_factory.mktemp("reports")), "THIDUA_KEEP_DAYS": KEPT}
    )
    with closing(open_conversations(own)) as database:
        for ago in range(60):
            for number, status in enumerate(
                ["answered"] * (ago % 7) + ["nearest", "not_found", "chat"]
            ):
                place = f"Nơi có một cái tên dài {ago % 30}"
                add_turn(database, f"{LAST - timedelta(ago)} 00:0{number}", status, place=place)
        add_vote(database, f"{LAST} 00:00", "up")
        add_vote(database, f"{LAST} 00:00", "down", "thiếu")
        staff = Accounts(database).add("lan", "Nguyễn Thị Lan", PASSWORD, [Role.VIEWER])
        session = Sessions(database).begin(staff.id, is_complete=True)
    library = Library(Store(":memory:"), SeededEncoder())
    with served(create_app(own, library, ScriptedDialogue({}))) as address:
        yield address, session.key


def signed_in(browser: Browser, site: tuple[str, str], **look: Any) -> BrowserContext:
    context = browser.new_context(**look)
    context.add_cookies([{"name": COOKIE, "value": site[1], "url": f"{site[0]}/quan-tri/"}])
    return context


@pytest.fixture
def page(browser: Browser, site: tuple[str, str]) -> Iterator[Page]:
    """The report on a desk; nothing on it may be refused by the policy."""
    context = signed_in(browser, site, viewport={"width": 1280, "height": 900})
    page, problems = context.new_page(), list[str]()
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.goto(f"{site[0]}{days(7)}")
    yield page
    context.close()
    assert problems == []


def column_heights(page: Page) -> list[float]:
    """Return the heights of the columns of the first chart."""
    return page.locator("svg.chart").first.evaluate(
        "chart => [...chart.querySelectorAll('g')].map(one => one.getBBox().height)"
    )


def test_columns_are_drawn_as_high_as_their_numbers(page: Page) -> None:
    counts = [
        int(text)
        for text in page.locator(
            "[aria-labelledby='thoi-gian'] tbody td:nth-child(2)"
        ).all_inner_texts()
    ]
    assert counts == [(6 - ago) % 7 + 3 for ago in range(7)]
    heights = column_heights(page)
    assert [height / heights[0] for height in heights] == pytest.approx(
        [count / counts[0] for count in counts], rel=0.01
    )


def test_what_was_answered_is_seen_in_its_colour(page: Page) -> None:
    take_picture(page, "report-desk", full_page=True)
    part = page.locator("svg.chart rect").first
    box = part.bounding_box()
    assert box
    image = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    middle = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
    assert image.getpixel(middle) == (0x1D, 0x6B, 0x2F)


def test_a_chart_is_told_to_who_does_not_see_it(page: Page) -> None:
    chart = page.get_by_role("img", name="Lượt hỏi theo ngày: 42 lượt hỏi; nhiều nhất 9")
    expect(chart).to_be_visible()
    expect(page.get_by_role("region", name="Theo nơi").get_by_role("table")).to_be_visible()


def test_another_period_and_a_file_are_reached_by_keyboard(page: Page) -> None:
    page.get_by_role("link", name="28 ngày qua").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[aria-labelledby='thoi-gian'] tbody tr")).to_have_count(28)
    page.get_by_label("Đếm theo").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Lượt hỏi theo tuần")).to_be_visible()
    page.get_by_role("link", name="CSV, Đánh giá theo tuần").focus()
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    content = Path(started.value.path()).read_bytes()
    assert content.startswith("\ufeffTừ ngày;Đến ngày;Hữu ích;".encode())
    assert started.value.suggested_filename.endswith("-danh-gia.csv")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced", "narrow"])
def test_axe_finds_nothing(browser: Browser, site: tuple[str, str], look: dict[str, Any]) -> None:
    context = signed_in(browser, site, **look)
    page = context.new_page()
    # What axe's own script may do is not the page's matter.
    page.goto(f"{site[0]}{days(28)}")
    found = axe_violations(page)
    take_picture(page, f"report-{'-'.join(look)}-{LOOKS.index(look)}", full_page=True)
    context.close()
    assert found == []


def test_at_four_hundred_percent_only_tables_are_scrolled_sideways(
    browser: Browser, site: tuple[str, str]
) -> None:
    context = signed_in(browser, site, viewport={"width": 320, "height": 256})
    page = context.new_page()
    page.goto(f"{site[0]}{days(90)}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [
        label.bounding_box() for label in page.locator("svg.chart").first.locator("text").all()
    ]
    shown = [box for box in boxes if box][-4:]
    assert all(
        one["x"] + one["width"] < two["x"] for one, two in zip(shown, shown[1:], strict=False)
    )
    assert shown[0]["x"] >= 0
    assert shown[-1]["x"] + shown[-1]["width"] <= 320
    region = page.get_by_role("region", name="Theo kênh")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    context.close()


def test_it_prints_with_charts_and_tables_and_without_what_is_clicked(page: Page) -> None:
    page.emulate_media(media="print")
    for hidden in (page.get_by_role("button", name="Xem"), page.get_by_role("link", name="28 ngày qua"), page.locator("body > header")):  # fmt: skip
        expect(hidden).to_be_hidden()
    expect(page.locator("svg.chart").first).to_be_visible()
    OUTPUT.mkdir(exist_ok=True)
    content = page.pdf(path=OUTPUT / "report.pdf", format="A4")
    text = " ".join(extract_text(io.BytesIO(content)).split())
    for told in (
        "Lượt hỏi theo ngày",
        f"{LAST:%d/%m/%Y}",
        "Theo kênh",
        "trang web",
        "giờ Việt Nam",
    ):
        assert told in text
    assert "XLSX" not in text


def test_the_page_is_light(browser: Browser, site: tuple[str, str]) -> None:
    context = signed_in(browser, site)
    response = context.request.get(f"{site[0]}{days(90)}")
    size = len(gzip.compress(response.body()))
    context.close()
    assert size < 30_000, size
