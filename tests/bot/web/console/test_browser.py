"""The console in a real browser: by keyboard alone, on a phone and a desk, in light, dark and forced colours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.accounts.accounts import Accounts
from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.accounts.one_time_codes import new_secret
from bot.accounts.sessions import Sessions
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import Settings, read_settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.bot.web.console.conftest import PASSWORD, code_now
from tests.browser import axe_violations, launched, needs_chromium, take_picture
from tests.peers.serving import served

SIGN_IN = "/quan-tri/dang-nhap"
#: Name → path of the pages that are looked at; "second-factor" is of who has none yet.
LOOKED_AT = {
    "sign-in": SIGN_IN,
    "home": "/quan-tri",
    "accounts": "/quan-tri/nguoi-dung",
    "account": "/quan-tri/nguoi-dung/lan",
    "own": "/quan-tri/toi",
    "audit": "/quan-tri/nhat-ky",
    "refused": "/quan-tri/nguoi-dung/khong-co",
    "second-factor": "/quan-tri/ma-hai-lop",
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
MAX_TABS = 40

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an office with a provider of its own; nobody goes to it here."""
    provider = {"ISSUER": "http://127.0.0.1:1", "CLIENT_ID": "thidua"}
    return read_settings(
        {"THIDUA_VAR": str(tmp_path_factory.mktemp("console"))}
        | {f"THIDUA_SIGN_ON_{name}": value for name, value in provider.items()}
    )


@pytest.fixture(scope="module")
def keys(own: Settings) -> dict[str, str]:
    """Keys of sessions: an administrator's, and one of who has no second factor yet."""
    with closing(open_conversations(own)) as database:
        accounts, sessions, audit = Accounts(database), Sessions(database), AuditTrail(database)
        admin = accounts.add("quan.tri", "Đỗ Thị Minh Hằng", PASSWORD, list(Role))
        lan = accounts.add(
            "lan", "Nguyễn Thị Lan", PASSWORD, [Role.EDITOR, Role.ATTENDANT],
            ["Tỉnh Bắc Giang", "Huyện Chợ Đồn"],
        )  # fmt: skip
        accounts.add("mai@sonoivu.example.gov.vn", "Hoàng Mai", "", [Role.APPROVER])
        accounts.add("cu", "Trần Văn Cũ", PASSWORD, [Role.VIEWER])
        accounts.set_active("cu", False)
        secret = new_secret()
        accounts.enrol("quan.tri", secret, pyotp.TOTP(secret).now())
        audit.record(
            "quan.tri", Action.ACCOUNT_CHANGED, "lan",
            {"vai": ["xem"], "nơi": []}, {"vai": ["biên tập", "trực"], "nơi": ["Tỉnh Bắc Giang"]},
        )  # fmt: skip
        audit.record(
            "quan.tri", Action.ACCOUNT_LOCKED, "cu", {"dùng được": True}, {"dùng được": False}
        )
        return {
            "admin": sessions.begin(admin.id, is_complete=True).key,
            "new": sessions.begin(lan.id, is_complete=False).key,
        }


@pytest.fixture(scope="module")
def address(own: Settings) -> Iterator[str]:
    library = Library(Store(":memory:"), SeededEncoder())
    with served(create_app(own, library, ScriptedDialogue({}))) as address:
        yield address


def open_page(browser: Browser, address: str, name: str, key: str, **look: Any) -> Page:
    page = browser.new_page(**look)
    if key:
        page.context.add_cookies(
            [{"name": COOKIE, "value": key, "domain": "127.0.0.1", "path": "/quan-tri"}]
        )
    page.goto(f"{address}{LOOKED_AT[name]}")
    return page


def key_for(name: str, keys: dict[str, str]) -> str:
    return {"sign-in": "", "second-factor": keys["new"]}.get(name, keys["admin"])


def tab_to(page: Page, selector: str) -> None:
    """Go on with the Tab key until something has the focus, which must be seen."""
    for _ in range(MAX_TABS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", selector
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_one_signs_in_with_a_code_and_works_by_keyboard_alone(
    browser: Browser, address: str, own: Settings
) -> None:
    secret = new_secret()
    with closing(open_conversations(own)) as database:
        accounts = Accounts(database)
        accounts.add("ban.phim", "Lê Bàn Phím", PASSWORD, [Role.ADMINISTRATOR])
        accounts.enrol("ban.phim", secret, code_now(secret))
    page = browser.new_page(viewport={"width": 360, "height": 740})
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/quan-tri/nguoi-dung")
    expect(page).to_have_url(f"{address}{SIGN_IN}?den=/quan-tri/nguoi-dung")
    assert page.evaluate("document.activeElement.id") == "ten"
    page.keyboard.type("ban.phim")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(code_now(secret, ahead=1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tài khoản")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    tab_to(page, "input[name=ten]")
    page.keyboard.type("hong")
    tab_to(page, "input[name=ho-ten]")
    page.keyboard.type("Vũ Thị Hồng")
    tab_to(page, "input[name=vai][value=truc]")
    page.keyboard.press("Space")
    tab_to(page, "form[action='/quan-tri/nguoi-dung'] button.main")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Mật khẩu của hong")
    expect(page.get_by_role("row", name="hong")).to_contain_text("trực")
    page.keyboard.press("Tab")
    tab_to(page, "form.who button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}{SIGN_IN}")
    page.goto(f"{address}/quan-tri")
    expect(page).to_have_url(f"{address}{SIGN_IN}?den=/quan-tri")
    page.close()
    assert problems == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", LOOKED_AT)
def test_axe_finds_nothing(
    browser: Browser, address: str, keys: dict[str, str], name: str, look: str
) -> None:
    size = {"viewport": {"width": 1280, "height": 800}, **LOOKS[look]}
    page = open_page(browser, address, name, key_for(name, keys), **size)
    take_picture(page, f"console-{name}-{look}", full_page=True)
    found = axe_violations(page)
    page.close()
    assert found == []


@pytest.mark.parametrize("name", LOOKED_AT)
def test_at_four_hundred_percent_and_on_a_small_phone_nothing_is_cut_off(
    browser: Browser, address: str, keys: dict[str, str], name: str
) -> None:
    # WCAG 2.2, 1.4.10 (Reflow): 1,280 pixels at 400 % are 320; a table may be scrolled by itself.
    small = {"viewport": {"width": 320, "height": 640}}
    page = open_page(browser, address, name, key_for(name, keys), **small)
    take_picture(page, f"console-{name}-small", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # What can be pressed is large enough for a finger (WCAG 2.2, 2.5.8).
    low = page.evaluate(
        "[...document.querySelectorAll('button, input:not([type=hidden]), select, .button')]"
        ".filter(one => { const box = one.closest('label') || one;"
        " return box.getBoundingClientRect().height < 24; }).map(one => one.outerHTML)"
    )
    page.close()
    assert low == []
