"""The way of a document in a real browser: given, confirmed, published, asked about, corrected."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.accounts.sessions import Sessions
from bot.app import create_app
from bot.dialogue.answers import Answer
from bot.dialogue.dialogue import UserMessage
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from knowledge.library import Library
from knowledge.model import Subject
from tests.bot.documents.conftest import PLAN
from tests.browser import CHROMIUM, axe_violations, go_on, launched, take_picture
from tests.indexer.samples import scanned_plan
from tests.peers.serving import served

LIST = "/quan-tri/van-ban"
DAY = date(2024, 6, 1)
WAIT = 120_000

pytestmark = pytest.mark.skipif(
    (CHROMIUM is None or not shutil.which("tesseract")) and not os.environ.get("CI"),
    reason="no Chromium or no Tesseract on this machine",
)
SignIn = Callable[..., Page]


class LibraryDialogue:
    """Answers from a library, as Rasa's action does."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def ask(self, message: UserMessage) -> list[Answer]:
        answer, _ = self._library.answer(message.text, Subject(), DAY)
        return [Answer.model_validate(answer.as_json())]

    async def ready(self) -> bool:
        return True

    async def forget(self, conversation: str) -> None:
        raise AssertionError("nothing was asked to be forgotten")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def address(own: Settings, library: Library) -> Iterator[str]:
    with served(create_app(own, library, LibraryDialogue(library))) as address:
        yield address


@pytest.fixture
def sign_in(browser: Browser, address: str, own: Settings) -> Iterator[SignIn]:
    """Opens the list of documents as someone with these roles; no page may complain."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_as(name: str, *roles: Role, **look: Any) -> Page:
        with closing(open_conversations(own)) as database:
            staff = Accounts(database).add(name, f"Họ tên {name}", "", roles)
            session = Sessions(database).begin(staff.id, is_complete=True)
        context = browser.new_context(**look)
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": session.key, "url": f"{address}/quan-tri"}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: problems.append(message.text) if message.type == "error" else None,
        )
        page.goto(address + LIST)
        return page

    yield open_as
    for context in contexts:
        context.close()
    # A file that is refused is an answer, not an error of the page.
    assert [problem for problem in problems if "Failed to load resource" not in problem] == []


def ask(address: str) -> str:
    body = {"conversation": "a", "text": "Chủ đề thi đua năm 2024 của huyện Lục Nam?"}
    answer: str = httpx.post(f"{address}/api/messages", json=body).json()["answers"][0]["text"]
    return answer


def press_until(page: Page, role: str, name: str) -> None:
    """Press Tab until what has this role and name is reached, then press Enter."""
    wanted = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    for _ in range(400):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def give_scan(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "Kế hoạch 12.pdf"
    path.write_bytes(scanned_plan(PLAN))
    page.get_by_label("Chọn hoặc kéo tệp").set_input_files(path)
    press_until(page, "button", "Tải lên")
    expect(page.get_by_role("link", name="Xem bản thảo")).to_be_visible(timeout=WAIT)


def test_a_scanned_plan_is_given_confirmed_published_asked_about_and_corrected(
    sign_in: SignIn, address: str, tmp_path: Path
) -> None:
    lan, nam = sign_in("lan", Role.EDITOR), sign_in("nam", Role.APPROVER)
    give_scan(lan, tmp_path)
    lan.get_by_role("link", name="Xem bản thảo").press("Enter")
    picture = lan.get_by_role("img", name="Trang 1 của tệp Kế hoạch 12.pdf")
    expect(picture).to_be_visible()
    lan.wait_for_function("document.querySelector('.picture img').naturalWidth > 500")
    expect(lan.locator(".text mark").first).to_be_visible()
    # Every fact leads to its evidence in the text, and back.
    lan.get_by_role("link", name="Xem trong văn bản").first.press("Enter")
    expect(lan.locator(".text .ref:target")).to_have_count(1)
    for box in lan.get_by_role("checkbox").all():
        box.press(" ")
    press_until(lan, "button", "Xác nhận các đề xuất đã đánh dấu")
    expect(lan.get_by_role("link", name="Đề xuất (0)")).to_be_visible()
    assert "sáng tạo" not in ask(address)

    nam.reload()
    nam.get_by_role("link", name="Kế hoạch").first.press("Enter")
    press_until(nam, "button", "Công bố")
    expect(nam.get_by_role("status")).to_contain_text("Đã công bố")
    assert "“Kỷ luật, sáng tạo”" in ask(address)

    lan.goto(nam.url)
    press_until(lan, "button", "Sửa văn bản này")
    theme = lan.locator(".facts > li").filter(has_text="Chủ đề: Kỷ luật")
    theme.locator("summary").press("Enter")
    theme.get_by_label("Nội dung").fill("Kỷ luật, sáng tạo, về đích")
    theme.get_by_role("button", name="Lưu").press("Enter")
    expect(lan.locator(".facts")).to_contain_text("về đích")
    lan.get_by_role("link", name="xem điểm khác nhau").press("Enter")
    expect(lan.locator("main")).to_contain_text("về đích")
    nam.goto(lan.url.removesuffix("/khac"))
    press_until(nam, "button", "Công bố")
    expect(nam.get_by_role("status")).to_contain_text("Đã công bố")
    assert "“Kỷ luật, sáng tạo, về đích”" in ask(address)


def test_several_files_are_dropped_each_with_its_own_progress(sign_in: SignIn) -> None:
    page = sign_in("lan", Role.EDITOR)
    page.evaluate(
        """plan => {
          const files = new DataTransfer();
          files.items.add(new File([plan], "một.txt"));
          files.items.add(new File(["<svg/>"], "hai.svg"));
          files.items.add(new File([plan + "khác"], "ba.txt"));
          document.querySelector(".drop").dispatchEvent(
            new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
        }""",
        PLAN,
    )
    expect(page.get_by_role("link", name="Xem bản thảo")).to_have_count(2, timeout=WAIT)
    expect(page.locator(".files li").filter(has_text="hai.svg")).to_contain_text("Chưa đọc được")
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_words_chosen_in_the_text_become_evidence(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("lan", Role.EDITOR)
    give_scan(page, tmp_path)
    go_on(page.get_by_role("link", name="Xem bản thảo"))
    page.get_by_text("Thêm dữ kiện").click()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.text mark'))")
    chosen = page.locator(".text mark").first.inner_text().strip()
    form = page.locator("form").filter(has=page.get_by_role("button", name="Thêm", exact=True))
    form.get_by_role("button", name="Lấy đoạn đang chọn").press("Enter")
    expect(form.get_by_label("Câu dẫn")).to_have_value(chosen)
    form.get_by_label("Nội dung").fill("Điều tôi thêm")
    form.get_by_role("button", name="Thêm", exact=True).press("Enter")
    expect(page.locator(".facts")).to_contain_text("Điều tôi thêm")


def test_a_single_file_needs_no_script(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("lan", Role.EDITOR, java_script_enabled=False)
    path = tmp_path / "a.txt"
    path.write_text(PLAN, encoding="utf-8")
    page.get_by_label("Chọn hoặc kéo tệp").set_input_files(path)
    go_on(page.get_by_role("button", name="Tải lên"))
    expect(page.locator(".files")).to_contain_text("a.txt")


@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
        {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
        {"forced_colors": "active", "viewport": {"width": 1280, "height": 800}},
        # 400 % of 1280 pixels.
        {"viewport": {"width": 320, "height": 256}},
    ],
    ids=["light", "dark phone", "forced colours", "400 %"],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    sign_in: SignIn, look: dict[str, Any], tmp_path: Path
) -> None:
    page = sign_in("lan", Role.EDITOR, **look)
    other = sign_in("nam", Role.APPROVER, Role.EDITOR, **look)
    give_scan(page, tmp_path)
    check(page, "list")
    go_on(page.get_by_role("link", name="Xem bản thảo"))
    draft = page.url
    for summary in page.locator("summary").all():
        summary.click()
    check(page, "draft")
    other.goto(draft)
    go_on(other.get_by_role("button", name="Công bố"))
    check(other, "record")
    record = other.url.partition("?")[0]
    go_on(other.get_by_role("button", name="Sửa văn bản này"))
    about = other.get_by_role("region", name="Thông tin của văn bản")
    about.get_by_label("Người ký").fill("Lê Nam")
    go_on(other.get_by_role("button", name="Lưu thông tin"))
    go_on(other.get_by_role("link", name="xem điểm khác nhau"))
    check(other, "differences")
    other.goto(f"{record}/ban/1")
    check(other, "version")


def check(page: Page, name: str) -> None:
    take_picture(page, f"documents-{name}-{page.viewport_size['width']}")  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = axe_violations(page)
    assert found == [], name
