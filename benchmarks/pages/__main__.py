"""Print the figures: `python -m benchmarks.pages`.

Starts an assistant of its own on the starter documents and opens each page in a real Chromium whose
network and processor are held back as Lighthouse does for a phone on slow 4G
(https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md: 150 ms, 1.6 Mbit/s, a
quarter of the processor), with nothing in its cache.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import write_report
from bot.commands.client import Client
from bot.settings import read_settings

#: Milliseconds after which a page must be usable, and kB that it may weigh as it is sent.
MAX_MS, MAX_KB = 1_000, 100
TIMES = 5
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3}
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
#: A page → what must be there before it can be used.
PAGES = {
    "/": "thi-dua-chat form :is(input:not([type=file]), textarea)",
    "/van-ban": "main input[name=q]",
    "/danh-hieu": "main a",
    "/phong-trao": "main",
    "/dong-thoi-gian": "main",
    "/documents/cho-don-2022": "main",
    "/quan-tri": "input[type=password]",
}
#: The later of the first words painted and the end of what blocks the main thread, milliseconds.
USABLE = """() => Math.max(
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e9,
    performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"""
WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + one.transferSize, 0)"""


@contextmanager
def _phone(browser: Browser) -> Iterator[Page]:
    """Give a page of a phone that has seen nothing yet."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page
    context.close()


def _opened(browser: Browser, address: str, what: str) -> tuple[float, float]:
    """Return the milliseconds until a page is usable, and the kB that were sent."""
    with _phone(browser) as page:
        page.goto(address, wait_until="load")
        page.locator(what).first.wait_for()
        return float(page.evaluate(USABLE)), float(page.evaluate(WEIGHT)) / 1_000


def measure(address: str) -> dict[str, Any]:
    """Open each page some times; return medians of milliseconds and kB."""
    figures: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for path, what in PAGES.items():
            found = [_opened(browser, f"{address}{path}", what) for _ in range(TIMES)]
            figures[f"{path} ms"] = round(median(ms for ms, _ in found))
            figures[f"{path} kB"] = round(median(kb for _, kb in found), 1)
        browser.close()
    return figures


def main() -> None:
    """Print the figures; a page that is too slow or too heavy makes the exit code 1."""
    with Client(read_settings(), own=True) as client:
        figures = measure(client.address)
    write_report("pages", figures)
    limits = {"ms": MAX_MS, "kB": MAX_KB}
    sys.exit(any(value > limits[name.split()[-1]] for name, value in figures.items()))


if __name__ == "__main__":
    main()
