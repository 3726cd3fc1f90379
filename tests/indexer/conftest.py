"""The directive as a PDF of a browser, for all tests of the indexer."""

from __future__ import annotations

import shutil

import pytest

from tests.indexer.samples import printable_page


@pytest.fixture(scope="session")
def printed() -> bytes:
    """The directive printed by Chromium: a PDF that no library of ours has made."""
    browser_path = shutil.which("chromium")
    if not browser_path:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path)
        page = browser.new_page()
        page.set_content(printable_page())
        content: bytes = page.pdf(format="A4")
        browser.close()
    return content
