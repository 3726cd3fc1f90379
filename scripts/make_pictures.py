"""Write docs/img/conversation.png: a real conversation in the page, as Chromium shows it.

Usage: python -m scripts.make_pictures [URL]; without a URL an assistant of its own is started.
"""

from __future__ import annotations

import os
import shutil
import sys

from playwright.sync_api import expect, sync_playwright

from bot.commands.client import Client
from bot.settings import ROOT, read_settings

PICTURE = ROOT / "docs" / "img" / "conversation.png"
QUESTIONS = (
    "chu de thi dua nam 2022 cua bac giang",
    "Chủ đề thi đua của Cà Mau?",
)
SIZE = {"width": 760, "height": 1240}


def take(address: str) -> None:
    """Ask the questions in the page at `address` and take the picture."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.goto(address)
        for question in QUESTIONS:
            page.get_by_label("Câu hỏi của anh/chị").fill(question)
            page.keyboard.press("Enter")
            expect(page.locator("article.waiting")).to_have_count(0)
        page.screenshot(path=PICTURE, full_page=True)
        browser.close()


def main() -> None:
    """Take the picture of the assistant named, else of one of its own."""
    if len(sys.argv) > 1:
        take(sys.argv[1])
    else:
        with Client(read_settings(), own=True) as client:
            take(client.address)


if __name__ == "__main__":
    main()
