"""The desk and the page in real browsers: a person and staff write to each other, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.handover import notices
from bot.pictures.picture_reader import PNG
from bot.settings import Settings, read_settings
from bot.web.console.guard import COOKIE
from indexer.pipeline import index_source
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.browser import axe_violations, launched, needs_chromium
from tests.peers.serving import served
from tests.staff import ALWAYS, DESK, StaffClient, signed_in
from tests.waiting import until

pytestmark = needs_chromium
TEXT = "Kế hoạch thi đua huyện Lục Nam năm 2024\n\nTỷ lệ che phủ rừng đạt 41%.\n"
LOOKS = [
    {},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
    {"viewport": {"width": 320, "height": 640}},
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[str, Settings]]:
    """The address and the settings of an assistant with staff at any hour."""
    library = Library(Store(":memory:"), SeededEncoder())
    path = tmp_path / "luc-nam.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert index_source(library, path).state == "indexed"
    settings = read_settings({"THIDUA_VAR": str(tmp_path / "var"), **ALWAYS})
    with served(create_app(settings, library, ScriptedDialogue({}))) as address:
        yield address, settings


def staff_context(browser: Browser, office: tuple[str, Settings], **look: Any) -> BrowserContext:
    address, settings = office
    session = signed_in(settings, "hoa", "Trần Thị Hoa")
    context = browser.new_context(**look)
    cookie = {"name": COOKIE, "value": session.key, "domain": "127.0.0.1", "path": "/quan-tri"}
    context.add_cookies([cookie])  # type: ignore[list-item]
    return context


def press(page: Page, name: str) -> None:
    """Reach a button by keyboard and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_a_person_and_staff_write_to_each_other(
    browser: Browser, office: tuple[str, Settings]
) -> None:
    address, _ = office
    context = staff_context(browser, office)
    desk, person = context.new_page(), browser.new_page()
    problems: list[str] = []
    for page in (desk, person):
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: problems.append(message.text) if message.type == "error" else None,
        )
    desk.goto(f"{address}{DESK}")
    expect(desk.locator("#hang-cho")).to_contain_text("Không có ai chờ.")
    person.goto(address)
    question = person.get_by_label("Câu hỏi của anh/chị")
    question.fill("cho toi gap can bo")
    question.press("Enter")
    person.get_by_role("button", name="Đồng ý").click()
    expect(person.locator("article.machine").last).to_contain_text("người chờ đầu tiên")
    # The bell rings and the list grows without a reload.
    expect(desk.locator("#chuong")).to_contain_text("1 người đang chờ", timeout=15_000)
    desk.get_by_role("link", name="Mở cuộc 1").click()
    press(desk, "Nhận cuộc trò chuyện này")
    expect(person.locator("article.notice").last).to_contain_text("Trần Thị Hoa đã nhận")
    desk.get_by_label("Lời trả lời").focus()
    desk.keyboard.type("Chào anh/chị, tôi nghe đây.")
    expect(person.locator("article.waiting")).to_contain_text("Cán bộ đang viết…")
    press(desk, "Gửi")
    expect(person.locator("article.staff")).to_contain_text("Chào anh/chị, tôi nghe đây.")
    expect(person.locator("article.staff .name")).to_have_text("Trần Thị Hoa")
    expect(person.locator("article.waiting")).to_have_count(0)
    expect(desk.locator(".lines .staff")).to_contain_text("đã xem", timeout=30_000)
    # What is being typed is not lost when the other writes.
    desk.get_by_label("Lời trả lời").fill("Đang viết dở")
    question.fill("<b>Số tôi là 0912345678</b>")
    question.press("Enter")
    expect(desk.locator(".lines .person").last).to_contain_text(
        "<b>Số tôi là 0912345678</b>", timeout=15_000
    )
    expect(desk.get_by_label("Lời trả lời")).to_have_value("Đang viết dở")
    desk.get_by_label("Tìm trong văn bản").fill("che phủ rừng")
    # Enter there searches: what is half written does not go out.
    desk.get_by_label("Tìm trong văn bản").press("Enter")
    expect(desk.locator("input[name=nguon]").last).to_be_visible()
    expect(desk.get_by_label("Lời trả lời")).to_have_value("Đang viết dở")
    expect(person.locator("article.staff")).to_have_count(1)
    desk.locator("input[name=nguon]").last.check()
    press(desk, "Gửi")
    last = person.locator("article.staff").last
    expect(last).to_contain_text("Đang viết dở")
    last.locator("summary").click()
    expect(last.locator("blockquote a")).to_have_attribute(
        "href", re.compile(r"/documents/luc-nam#p\d")
    )
    person.reload()
    expect(person.locator("article.staff")).to_have_count(2)
    press(desk, "Xong, trả lại cho trợ lý")
    expect(person.locator("article.notice").last).to_contain_text("Cán bộ đã trả lời xong")
    assert (
        person.evaluate("new Promise((go) => setTimeout(() => go(localStorage.length), 1000))") == 0
    )
    assert problems == []
    context.close()
    person.close()


def ask_for_staff(page: Page) -> None:
    for text in ("cho toi gap can bo", "Đồng ý"):
        page.get_by_label("Câu hỏi của anh/chị").fill(text)
        page.keyboard.press("Enter")
        expect(page.locator("article.person").last).to_have_text(text)
        expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_enabled()


def kept(page: Page) -> dict[str, Any] | None:
    """Return what other tabs find of a conversation that waits."""
    found: dict[str, Any] | None = page.evaluate(
        "JSON.parse(localStorage.getItem('thi-dua-conversation'))"
    )
    return found


def test_who_comes_back_is_asked_before_a_conversation_that_waits_is_shown(
    browser: Browser, office: tuple[str, Settings]
) -> None:
    address, settings = office
    context = browser.new_context()
    person = context.new_page()
    person.goto(address)
    ask_for_staff(person)
    waiting = kept(person)
    assert waiting
    assert set(waiting) == {"conversation", "after"}
    # Another tab begins one of its own, and takes nothing from the one that waits.
    other = context.new_page()
    other.goto(address)
    expect(other.locator("article.machine").last).to_contain_text("đang chờ cán bộ?")
    expect(other.locator("article.person")).to_have_count(0)
    other.get_by_role("button", name="Không, hỏi việc khác").click()
    other.get_by_label("Câu hỏi của anh/chị").fill("Xin chào")
    other.keyboard.press("Enter")
    expect(other.get_by_role("button", name="Gửi", exact=True)).to_be_enabled()
    assert kept(other) == waiting
    other.close()
    person.close()
    with httpx.Client(base_url=address, trust_env=False) as http:
        colleague = StaffClient(http, signed_in(settings, "nam", "Lê Nam"))
        assert colleague.take(1)
        assert colleague.answer(1, "Chào anh/chị") == 303
        back = context.new_page()
        back.goto(address)
        back.get_by_role("button", name="Tiếp tục").press("Enter")
        expect(back.locator("article.staff")).to_contain_text("Chào anh/chị")
        # Who begins anew leaves: nobody answers a person who is gone.
        back.get_by_role("button", name="Bắt đầu lại").click()
        expect(back.locator("article.staff")).to_have_count(0)
        until(lambda: kept(back) is None)
        until(lambda: "trợ lý tự động trả lời tiếp" in colleague.get("/1").text)
        assert notices.PERSON_STOPPED in colleague.get("/1").text
    context.close()


def test_a_picture_sent_to_staff_is_told_of_on_both_sides(
    browser: Browser, office: tuple[str, Settings]
) -> None:
    address, _ = office
    context = staff_context(browser, office)
    desk, person = context.new_page(), browser.new_page()
    person.goto(address)
    ask_for_staff(person)
    desk.goto(f"{address}{DESK}/1")
    desk.get_by_role("button", name="Nhận cuộc trò chuyện này").click()
    expect(person.locator("article.notice").last).to_contain_text("Trần Thị Hoa đã nhận")
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": PNG + b"broken"}
    person.locator("input[type=file]").set_input_files(picture)  # type: ignore[arg-type]
    expect(person.locator("article.machine").last).to_have_text(notices.PICTURE_NOT_SEEN)
    expect(desk.locator(".lines .person").last).to_contain_text(notices.PICTURE, timeout=15_000)
    context.close()
    person.close()


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced", "narrow"])
def test_axe_finds_nothing_on_the_desk(
    browser: Browser, office: tuple[str, Settings], look: dict[str, Any]
) -> None:
    address, settings = office
    with httpx.Client(base_url=address, trust_env=False) as http:
        for text in ("cho tôi gặp cán bộ", "Đồng ý", "Hồ sơ của tôi đến đâu rồi?"):
            http.post("/api/messages", json={"conversation": "c", "text": text})
        colleague = StaffClient(http, signed_in(settings, "nam", "Lê Nam"))
        context = staff_context(browser, office, bypass_csp=True, **look)
        page = context.new_page()
        page.goto(f"{address}{DESK}")
        look_for_trouble(page)
        page.goto(f"{address}{DESK}/1")
        look_for_trouble(page)
        page.get_by_role("button", name="Nhận").click()
        page.get_by_label("Tìm trong văn bản").fill("rừng")
        page.get_by_role("button", name="Tìm nguồn").click()
        look_for_trouble(page)
        assert not colleague.take(1)
    context.close()


def look_for_trouble(page: Page) -> None:
    found = axe_violations(page)
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
