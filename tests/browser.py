"""A real Chromium for tests of pages, and axe-core in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright

from bot.settings import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
AXE = ROOT / "var" / "env" / "node" / "node_modules" / "axe-core" / "axe.min.js"
OUTPUT = ROOT / "tests" / "output"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"
)
# Other tests run beside this one.
expect.set_options(timeout=20_000)


@contextmanager
def launched() -> Iterator[Browser]:
    """Run a Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def go_on(way: Locator) -> None:
    """Press a link or button that leads to another page, and wait for that page."""
    with way.page.expect_navigation():
        way.click()


def axe_violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds on a page: each rule with the elements that break it."""
    if not AXE.exists() and not os.environ.get("CI"):
        pytest.skip("axe-core is not installed here")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


def take_picture(page: Page, name: str, *, full_page: bool = False) -> None:
    """Keep a picture of a page in tests/output, for people to look at; no test hangs on it."""
    OUTPUT.mkdir(exist_ok=True)
    # Of two windows Chromium pictures the one in front, and on a busy machine now and then none.
    page.bring_to_front()
    with suppress(Error):
        page.screenshot(path=OUTPUT / f"{name}.png", full_page=full_page)
