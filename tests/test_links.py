"""Where an answer's text becomes a link, in a real browser's script: never to a wrong place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from bot.web.rendering import WIDGET
from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import DAY

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page with the part of the widget that finds the links."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_script_tag(content=(WIDGET / "links.js").read_text(encoding="utf-8"))
        yield page
        browser.close()


def links(page: Page, answer: dict[str, Any], server: str = "") -> list[tuple[str, str]]:
    """Return each link: its words, or the line that it stands behind, and where it leads."""
    found = page.evaluate("([answer, server]) => textLinks(answer, server)", [answer, server])
    text = answer["text"]
    return [
        (
            text[one["start"] : one["end"]] or f"{text[: one['end']].splitlines()[-1]} ↗",
            one["address"],
        )
        for one in found
    ]


def cited(
    document: str, place: str = "", url: str | None = None, quote: str = "", number: str | None = "15/KH-UBND", **more: Any
) -> dict[str, Any]:  # fmt: skip
    address = f"/documents/{document}#p1" if url is None else url
    words = {"quote": quote, "start": 0, "end": len(quote)}
    names = {"document_id": document, "title": "Kế hoạch thi đua", "number": number, "place": place}
    return {**names, **words, "url": address, "source_url": None, **more}


PLAN, LAW = "Kế hoạch 15/KH-UBND ngày 26/01/2022 của UBND huyện Chợ Đồn", "Luật 06/2022/QH15"
FIRST, SECOND = cited("a", "mục 1"), cited("a", "mục 2", "/documents/a#p2")
OTHER = cited("b", "mục 1", number="02/CT-UBND")
NEWS = cited("n", "Chủ đề", number=None, title="Lễ phát động")
TREES = "Trồng mới 570 ha rừng trong năm 2022"

CASES: dict[str, tuple[str, list[dict[str, Any]], list[dict[str, Any]], list[tuple[str, str]]]] = {
    "one source": (
        f"Có.\n\nNguồn: {PLAN} – mục 1", [FIRST], [], [(f"{PLAN} – mục 1", "/documents/a#p1")],
    ),
    "without a place": (f"Có.\nNguồn: {PLAN}", [cited("a")], [], [(PLAN, "/documents/a#p1")]),
    "each place of a source": (
        f"Có.\nNguồn: {PLAN} – mục 1, mục 2", [FIRST, SECOND], [],
        [(PLAN, "/documents/a#p1"), ("mục 1", "/documents/a#p1"), ("mục 2", "/documents/a#p2")],
    ),
    "several sources": (
        f"Có.\n\nNguồn:\n- {PLAN} – mục 1\n- Chỉ thị 02/CT-UBND – mục 1\n\n(Trợ lý tự động.)", [FIRST, OTHER], [],
        [(f"{PLAN} – mục 1", "/documents/a#p1"), ("Chỉ thị 02/CT-UBND – mục 1", "/documents/b#p1")],
    ),
    "an article without a number is told by its place": (
        f"Có.\nNguồn:\n- “Một bài báo” (2022) – Chủ đề\n- {PLAN} – mục 1", [NEWS, FIRST], [],
        [("“Một bài báo” (2022) – Chủ đề", "/documents/n#p1"), (f"{PLAN} – mục 1", "/documents/a#p1")],
    ),
    "or is not told": (
        f"Có.\nNguồn:\n- “Một bài báo”\n- {PLAN} – mục 1", [NEWS, FIRST], [], [(f"{PLAN} – mục 1", "/documents/a#p1")],
    ),
    "lines in another order": (
        f"Có.\nNguồn:\n- Chỉ thị 02/CT-UBND – mục 1\n- {PLAN} – mục 1", [FIRST, OTHER], [], [],
    ),
    "fewer lines than sources": (f"Có.\nNguồn: {PLAN} – mục 1", [FIRST, OTHER], [], []),
    "a quotation that speaks of sources": (
        f"- Nguồn: báo\nNguồn: báo\n\nNguồn: {PLAN} – mục 1", [FIRST], [], [(f"{PLAN} – mục 1", "/documents/a#p1")],
    ),
    "no source is named": ("Chủ đề là “Đổi mới”.", [FIRST], [], []),
    "a text that is not held": (
        f"Có (Điều 5).\nNguồn: {LAW} – Điều 5", [cited("l", "Điều 5", "", number="06/2022/QH15", source_url="https://x.vn/")], [], [],
    ),
    "an address of another kind": (f"Có.\nNguồn: {PLAN}", [cited("a", url="javascript:alert(1)")], [], []),
    "an address that leads away": (f"Có.\nNguồn: {PLAN}", [cited("a", url="//evil.com/")], [], []),
    "a provision in brackets": (
        "Đạt tiêu chuẩn (Điều 5 khoản 1).", [cited("l", "Điều 5 khoản 1")], [], [("Điều 5 khoản 1", "/documents/l#p1")],
    ),
    "a provision with its text": (
        f"Có (Điều 5 {LAW}).", [cited("l", "Điều 5", number="06/2022/QH15"), cited("m", "Điều 5", number="152/2025/NĐ-CP")], [],
        [(f"Điều 5 {LAW}", "/documents/l#p1")],
    ),
    "a provision of two texts": (
        "Có (Điều 5).", [cited("l", "Điều 5", number="1/A"), cited("m", "Điều 5", number="2/B")], [], [],
    ),
    "a provision that is only alike": ("Có (Điều 50).", [cited("l", "Điều 5")], [], []),
    "a provision that is quoted": (
        "Nguyên văn Điều 5: “Không quá 5 %.”", [cited("l", "Điều 5")], [], [("Điều 5", "/documents/l#p1")],
    ),
    "the source named in the text": (
        f"Trong {PLAN}:\n\nNguồn: {PLAN} – mục 1, mục 2", [FIRST, SECOND], [],
        [(PLAN, "/documents/a#p1"), (PLAN, "/documents/a#p1"), ("mục 1", "/documents/a#p1"), ("mục 2", "/documents/a#p2")],
    ),
    "a fact in a list": (
        "Có 2:\n- Trồng rừng: 570 ha\n- Khác: 1", [FIRST, SECOND], [{"name": "Trồng rừng", "value": "570 ha", "citation": 1}],
        [("- Trồng rừng: 570 ha ↗", "/documents/a#p2")],
    ),
    "a fact of two places": (
        "- 570 ha", [FIRST, SECOND], [{"name": "a", "value": "570 ha", "citation": place} for place in (0, 1)], [],
    ),
    "a fact of no citation": ("- 570 ha", [FIRST], [{"name": "a", "value": "570 ha", "citation": 9}], []),
    "a quotation in a list": (
        f"Có:\n- {TREES}", [cited("a", quote=f"## 2. {TREES}."), SECOND], [], [(f"- {TREES} ↗", "/documents/a#p1")],
    ),
    "a quotation below its heading": (
        f"Có:\n- Nhiệm vụ: {TREES}", [cited("a", quote=f"a) {TREES}.")], [], [(f"- Nhiệm vụ: {TREES} ↗", "/documents/a#p1")],
    ),
    "a row of a table": (
        "Có:\n- Tỷ lệ che phủ rừng: 80,5%", [cited("a", quote="| Tỷ lệ che phủ rừng | 80,5% |")], [],
        [("- Tỷ lệ che phủ rừng: 80,5% ↗", "/documents/a#p1")],
    ),
    "a quotation of two places": (
        f"- {TREES}", [cited("a", quote=TREES), cited("b", quote=TREES)], [], [],
    ),
    "a few letters": ("- năm 2022", [cited("a", quote="trong năm 2022 sẽ làm")], [], []),
    "no citation": (f"Có.\nNguồn: {PLAN}", [], [], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_place_that_is_surely_one_citation_s_is_a_link(page: Page, name: str) -> None:
    text, citations, facts, expected = CASES[name]
    assert links(page, {"text": text, "citations": citations, "facts": facts}) == expected


def test_on_another_site_links_lead_to_the_server(page: Page) -> None:
    text, citations, facts, _ = CASES["one source"]
    answer = {"text": text, "citations": citations, "facts": facts}
    assert links(page, answer, "https://a.vn")[0][1] == "https://a.vn/documents/a#p1"


@pytest.mark.parametrize(
    ("question", "day", "words"),
    [
        ("Các chỉ tiêu của Chợ Đồn năm 2022", DAY, "- Tỷ lệ che phủ rừng: 80,5% ↗"),
        ("Chủ đề thi đua năm 2022 của Bắc Giang?", DAY, "“Bắc Giang phát động"),
        ("So sánh chủ đề năm 2022 và 2023 của Bắc Giang", DAY, "“Cụm thi đua"),
        ("Tóm tắt thi đua năm 2022 của Bắc Giang", DAY, "Tổ chức thực hiện"),
    ],
)
def test_what_the_library_answers_links_to_the_words_that_are_cited(
    page: Page, starter: Library, question: str, day: date, words: str
) -> None:
    answer, _ = starter.answer(question, Subject(), day)
    found = links(page, answer.as_json())
    assert [text for text, _ in found if text.startswith(words)]
    addresses = {citation.url for citation in answer.citations}
    assert {address for _, address in found} <= addresses
