"""Every page of the console on a phone, with rows in its tables: none is scrolled sideways."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.accounts.model import Role
from bot.settings import Settings, read_settings
from bot.web.console.guard import COOKIE
from tests.bot.web.console.conftest import Console
from tests.bot.web.console.filled import HOME, crawled, fill
from tests.browser import launched, needs_chromium
from tests.peers.serving import served
from tests.staff import ALWAYS

#: The pages of which one must be there, so that the links are known to lead to all of them.
KINDS = ("van-ban", "van-ban/ban-thao", "van-ban/ho-so", "cau-hoi", "cau-hoi/tra-loi", "quy-dinh", "truc", "nguoi-dung", "nhat-ky", "bao-cao")  # fmt: skip

pytestmark = needs_chromium


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings with staff at any hour."""
    return read_settings({"THIDUA_VAR": str(tmp_path / "var"), **ALWAYS})


def test_no_page_is_wider_than_a_phone(app: FastAPI, console: Console, own: Settings) -> None:
    too_wide = []
    with served(app) as address, launched() as browser:
        client = console(*Role, name="an")
        fill(client, console, own)
        pages = crawled(client, most_alike=2)
        assert all(any(page.startswith(f"{HOME}/{kind}") for page in pages) for kind in KINDS)
        cookie = {"name": COOKIE, "value": client.cookies[COOKIE], "url": f"{address}{HOME}"}
        for width in (390, 320):
            context = browser.new_context(
                viewport={"width": width, "height": 700}, is_mobile=True, has_touch=True
            )
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            for path in (*pages, f"{HOME}/dang-nhap", f"{HOME}/khong-co"):
                page.goto(f"{address}{path}")
                page.evaluate(
                    "document.querySelectorAll('details').forEach(one => one.open = true)"
                )
                # A phone makes its window as wide as the page: the width it has itself counts.
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    too_wide.append((path, width, wide))
            context.close()
    assert too_wide == []
