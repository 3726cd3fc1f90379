"""The page in a real browser, by keyboard, on a phone and on a desk."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, Route, expect

from bot.app import create_app
from bot.commands.client import Client
from bot.dialogue.answers import Button, plain_answer
from bot.dialogue.dialogue import ScriptedDialogue
from bot.ports import free_port
from bot.settings import Settings
from bot.web.rendering import widget_script
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store
from tests.answers import make_answer, make_citation
from tests.browser import axe_violations, launched, needs_chromium, take_picture
from tests.peers.serving import served
from tests.pictures import SVG, encoded, held_page

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(params=[(360, 740), (1280, 800)], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Client) -> Iterator[Page]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    problems: list[str] = []
    page.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(server.address)
    yield page
    take_picture(page, request.node.name)
    page.close()
    assert [problem for problem in problems if "Failed to load resource" not in problem] == []


def ask(page: Page, text: str) -> None:
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("article.waiting")).to_have_count(0)


def test_a_question_by_keyboard_is_answered_with_a_link_to_the_marked_words(page: Page) -> None:
    page.keyboard.press("Tab")
    while not page.evaluate(
        "document.querySelector('thi-dua-chat').shadowRoot.activeElement?.id === 'question'"
    ):
        page.keyboard.press("Tab")
    page.keyboard.type("ty le che phu rung cua cho don nam 2022")
    page.keyboard.press("Enter")
    last = page.locator("article.machine").last
    expect(last).to_contain_text("80,5%")
    last.locator("summary").click()
    # In the answer's own words, and in the list below them.
    for link in (last.locator("p a", has_text="Kế hoạch 15/KH-UBND"), last.locator("blockquote a")):
        with page.context.expect_page() as opened:
            link.first.click()
        marked = opened.value.locator(":target")
        expect(marked).to_contain_text("80,5%")
        assert (
            marked.evaluate("element => getComputedStyle(element).backgroundColor")
            != "rgba(0, 0, 0, 0)"
        )


def test_the_first_words_say_that_a_machine_answers(page: Page) -> None:
    expect(page.locator("article").first).to_contain_text("trợ lý tự động")
    expect(page.get_by_role("log")).to_be_visible()


def test_a_button_asks_its_question_and_follow_ups_work(page: Page) -> None:
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    page.locator("article.machine").last.locator(".choices button").first.click()
    expect(page.locator("article.machine").last).to_contain_text("Lê Ánh Dương")
    ask(page, "còn năm 2023?")
    expect(page.locator("article")).to_have_count(7)


def test_the_first_screen_is_the_greeting_and_questions_and_the_header_one_line(page: Page) -> None:
    questions = page.locator(".first button")
    expect(questions).to_have_count(4)
    height = page.viewport_size["height"] if page.viewport_size else 0
    header, welcome = page.locator("header").bounding_box(), page.locator(".welcome").bounding_box()
    assert header
    assert welcome
    assert header["height"] < 48
    # All of it is seen, in the middle of the room that there is.
    log = "document.querySelector('thi-dua-chat').shadowRoot.querySelector('.log')"
    assert page.evaluate(f"{log}.scrollHeight <= {log}.clientHeight")
    above, below = welcome["y"] - header["height"], height - welcome["y"] - welcome["height"]
    assert abs(above - below) < 90
    asked = questions.first.inner_text()
    questions.first.click()
    expect(page.locator("article.person")).to_have_text(asked)
    expect(page.locator("article.machine").last).to_contain_text("Nguồn:")


def test_who_is_asking_is_chosen_by_keyboard(page: Page) -> None:
    askers = page.get_by_role("group", name="Anh/chị là").get_by_role("button")
    expect(askers).to_have_count(3)
    expect(askers.first).to_have_attribute("aria-pressed", "true")
    before = page.locator(".first button").all_inner_texts()
    askers.first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(askers.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(askers.first).to_have_attribute("aria-pressed", "false")
    assert not set(before) & set(page.locator(".first button").all_inner_texts())


def test_without_examples_the_page_still_talks(browser: Browser, server: Client) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.route("**/api/examples", lambda route: route.abort())
    page.goto(server.address)
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    expect(page.locator("article.machine").last).to_contain_text("mục tiêu kép")
    page.close()


@pytest.mark.parametrize(
    ("hoi", "value"),
    [
        ("Tóm tắt Kế hoạch 15/KH-UBND", "Tóm tắt Kế hoạch 15/KH-UBND"),
        ("  hai\ndòng\x00  ", "hai dòng"),
        ("<b>a</b>", "<b>a</b>"),
        ("x" * 3000, "x" * 2000),
        ("", ""),
    ],
)
def test_a_question_in_the_address_is_put_into_the_box_and_not_sent(
    browser: Browser, server: Client, hoi: str, value: str
) -> None:
    page, sent = browser.new_page(), []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)
    page.goto(f"{server.address}/?{urlencode({'hoi': hoi})}")
    box = page.get_by_label("Câu hỏi của anh/chị")
    expect(box).to_have_value(value)
    if value:
        expect(box).to_be_focused()
    expect(page.locator(".first button")).to_have_count(4)
    expect(page.locator("article.person")).to_have_count(0)
    page.close()
    assert sent == []


@pytest.mark.parametrize(("motion", "moving"), [("no-preference", 3), ("reduce", 0)])
def test_while_an_answer_is_fetched_something_moves_and_is_said(
    browser: Browser, server: Client, motion: Literal["no-preference", "reduce"], moving: int
) -> None:
    page = browser.new_page(reduced_motion=motion)
    held: list[Route] = []
    page.route("**/api/messages", lambda route: held.append(route))
    page.goto(server.address)
    page.get_by_label("Câu hỏi của anh/chị").fill("Chủ đề thi đua năm 2022 của Bắc Giang?")
    page.keyboard.press("Enter")
    waiting, status = page.locator("article.waiting"), page.locator("section > [role=status]")
    expect(waiting).to_have_attribute("aria-hidden", "true")
    expect(status).to_have_text("Đang tra cứu…")
    assert waiting.evaluate("one => one.getAnimations({subtree: true}).length") == moving
    held[0].continue_()
    expect(page.locator("article.machine").last).to_contain_text("mục tiêu kép")
    expect(status).to_be_empty()
    page.close()


needs_tesseract = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="Tesseract is not installed here"
)
#: Gives the page a file as a person's hand does: {way: paste | drop, bytes in base 64}.
HAND_OVER = """([way, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], "ke-hoach.png", { type: "image/png" }));
  const root = document.querySelector("thi-dua-chat").shadowRoot;
  const options = { bubbles: true, cancelable: true };
  if (way === "paste") root.querySelector("#question").dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: given }));
  else root.querySelector("section").dispatchEvent(new DragEvent("drop", { ...options, dataTransfer: given }));
}"""


@needs_tesseract
@pytest.mark.parametrize("way", ["button", "paste", "drop"])
def test_a_picture_is_read_and_the_conversation_goes_on_with_its_text(page: Page, way: str) -> None:
    picture = encoded(held_page())
    if way == "button":
        with page.expect_file_chooser() as chosen:
            page.get_by_role("button", name="Gửi ảnh chụp văn bản").press("Enter")
        chosen.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": picture})
    else:
        page.evaluate(HAND_OVER, [way, base64.b64encode(picture).decode()])
    expect(page.locator("section > [role=status]")).to_have_text("Đang đọc ảnh…")
    expect(page.locator("article.waiting")).to_have_count(0, timeout=60_000)
    expect(page.locator("article.person")).to_have_text("(ảnh đã gửi)")
    read, summary = page.locator("article.machine").all()[1:]
    expect(read).to_contain_text("Trong ảnh: Kế hoạch 15/KH-UBND ngày 26/01/2022")
    link = read.locator("p a").last
    assert (link.get_attribute("href") or "").startswith("/documents/cho-don-2022#p")
    expect(summary).to_contain_text("Tóm tắt Kế hoạch 15/KH-UBND")
    ask(page, "Liệt kê các chỉ tiêu")
    expect(page.locator("article.machine").last).to_contain_text("80,5%")


@needs_tesseract
def test_what_was_typed_goes_with_the_picture(page: Page) -> None:
    page.get_by_label("Câu hỏi của anh/chị").fill("Liệt kê các chỉ tiêu")
    page.evaluate(HAND_OVER, ["paste", base64.b64encode(encoded(held_page())).decode()])
    expect(page.locator("article.person")).to_contain_text("Liệt kê các chỉ tiêu")
    expect(page.locator("article.machine").last).to_contain_text("80,5%", timeout=60_000)
    expect(page.get_by_label("Câu hỏi của anh/chị")).to_have_value("")


def test_a_picture_that_is_none_or_too_large_is_refused_in_a_sentence(page: Page) -> None:
    field = page.locator("input[type=file]")
    field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": SVG})
    expect(page.locator("article.machine").last).to_contain_text("chỉ đọc được ảnh JPEG")
    field.set_input_files({"name": "b.png", "mimeType": "image/png", "buffer": bytes(12_000_001)})
    expect(page.locator("article.machine").last).to_contain_text("quá 12 MB")
    expect(page.locator("article.person")).to_have_count(1)


def test_a_picture_is_sent_again_under_one_id_and_lost_only_with_the_page(page: Page) -> None:
    sent: list[str] = []

    def flaky(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) in (1, 3):
            route.abort()
        elif len(sent) == 2:
            route.continue_()

    page.route("**/api/pictures**", flaky)
    field = page.locator("input[type=file]")
    field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": SVG})
    expect(page.locator("article.trouble")).to_contain_text("tự gửi lại")
    expect(page.locator("article.machine").last).to_contain_text("ảnh JPEG", timeout=15_000)
    assert len(set(sent)) == 1
    field.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": SVG})
    expect(page.locator("article.trouble")).to_contain_text("tự gửi lại")
    page.reload()
    expect(page.locator("article.trouble")).to_contain_text("gửi lại ảnh")
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    expect(page.locator("article.machine").last).to_contain_text("mục tiêu kép")


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    ask(page, "Các chỉ tiêu của Chợ Đồn năm 2022")
    expect(page.locator("article.machine").last.locator("li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_a_person_types_is_shown_as_text(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)>")
    expect(page.locator("article.person").last).to_have_text("<img src=x onerror=alert(1)>")


def test_starting_again_clears_the_log(page: Page) -> None:
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    page.get_by_role("button", name="Bắt đầu lại").click()
    expect(page.locator("article")).to_have_count(1)


def test_a_question_is_sent_again_until_the_server_is_back_and_answered_once(page: Page) -> None:
    sent: list[str] = []

    def flaky(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["id"])
        if len(sent) == 1:
            route.abort()
        elif len(sent) == 2:
            # The server answers, and the line breaks before the answer is there.
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/messages", flaky)
    page.get_by_label("Câu hỏi của anh/chị").fill("Chủ đề thi đua năm 2022 của Bắc Giang?")
    page.keyboard.press("Enter")
    expect(page.locator("article.trouble")).to_contain_text("tự gửi lại")
    expect(page.locator("article.machine").last).to_contain_text("mục tiêu kép", timeout=15_000)
    expect(page.locator("article.trouble")).to_have_count(0)
    expect(page.locator("article")).to_have_count(3)
    assert len(sent) == 3
    assert len(set(sent)) == 1


def test_a_crowded_server_is_asked_again_when_it_says(page: Page) -> None:
    sent: list[str] = []

    def crowded(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 1:
            route.fulfill(
                status=503,
                headers={"Retry-After": "1"},
                json={"error": "Đang có rất đông người hỏi."},
            )
        else:
            route.continue_()

    page.route("**/api/messages", crowded)
    page.get_by_label("Câu hỏi của anh/chị").fill("Chủ đề thi đua năm 2022 của Bắc Giang?")
    page.keyboard.press("Enter")
    expect(page.locator("article.trouble")).to_contain_text("đông người hỏi")
    expect(page.locator("article.machine").last).to_contain_text("mục tiêu kép", timeout=15_000)
    assert len(sent) == 2


def test_a_server_that_is_restarted_in_the_midst_answers_what_was_asked(
    browser: Browser, settings: Settings, tmp_path: Path
) -> None:
    own, port = settings.replace(var=tmp_path), free_port()
    script = {
        "một": plain_answer("answered", "Đáp một.", None),
        "hai": plain_answer("answered", "Đáp hai.", None),
    }

    def assistant() -> FastAPI:
        return create_app(
            own, Library(Store(":memory:"), SeededEncoder()), ScriptedDialogue(script)
        )

    page = browser.new_page(viewport={"width": 360, "height": 740})
    with served(assistant(), port) as address:
        page.goto(address)
        ask(page, "một")
    page.get_by_label("Câu hỏi của anh/chị").fill("hai")
    page.keyboard.press("Enter")
    expect(page.locator("article.trouble")).to_contain_text("tự gửi lại")
    take_picture(page, "server-away")
    with served(assistant(), port):
        expect(page.locator("article.machine").last).to_contain_text("Đáp hai.", timeout=15_000)
        expect(page.locator("article")).to_have_count(5)
    page.close()


def test_at_four_hundred_percent_nothing_must_be_scrolled_sideways(
    browser: Browser, server: Client
) -> None:
    # WCAG 2.2, 1.4.10 (Reflow): 1,280 pixels at 400 % are 320.
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto(server.address)
    expect(page.locator(".first button")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    take_picture(page, "four-hundred-percent-first")
    ask(page, "Các chỉ tiêu của Chợ Đồn năm 2022")
    for summary in page.locator("article.machine").last.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    log = "document.querySelector('thi-dua-chat').shadowRoot.querySelector('.log')"
    assert page.evaluate(f"{log}.scrollWidth <= {log}.clientWidth")
    take_picture(page, "four-hundred-percent")
    page.close()


def test_a_reload_changes_nothing(page: Page) -> None:
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    said = page.locator("article").all_inner_texts()
    page.reload()
    expect(page.locator("article")).to_have_count(len(said))
    assert page.locator("article").all_inner_texts() == said
    ask(page, "Ai phát động?")
    expect(page.locator("article.machine").last).to_contain_text("Lê Ánh Dương")


def test_figures_are_shown_in_a_table_and_compared_by_bars(page: Page) -> None:
    ask(page, "Các chỉ tiêu của Chợ Đồn năm 2022")
    table = page.locator("article.machine").last.locator("table")
    expect(table.locator("tr")).to_have_count(16)
    expect(table.locator(".bar")).to_have_count(0)
    ask(page, "Huân chương Lao động các hạng thưởng bao nhiêu tiền?")
    bars = page.locator("article.machine").last.locator(".bar")
    expect(bars).to_have_count(6)
    widths = [bar.evaluate("bar => bar.getBoundingClientRect().width") for bar in bars.all()]
    # First class: 22,770,000 to a person, twice that to a body.
    assert widths[0] == pytest.approx(widths[1] / 2, rel=0.05)


def test_an_answer_is_voted_on_with_a_reason(page: Page) -> None:
    given: list[dict[str, str]] = []
    page.on(
        "request",
        lambda sent: (
            given.append(sent.post_data_json) if sent.url.endswith("/api/feedback") else None
        ),
    )
    ask(page, "Chủ đề thi đua năm 2022 của Bắc Giang?")
    last = page.locator("article.machine").last
    last.get_by_role("button", name="Chưa đúng").click()
    last.get_by_label("Chưa đúng ở điểm nào?").fill("thiếu nguồn")
    page.keyboard.press("Enter")
    expect(last.get_by_role("status")).to_contain_text("Cảm ơn")
    assert (given[0]["vote"], given[0]["reason"]) == ("down", "thiếu nguồn")
    assert "Bắc Giang" in given[0]["question"]


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_axe_finds_nothing(
    browser: Browser, server: Client, look: dict[str, Any], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740}, **look)
    page.goto(server.address)
    expect(page.locator(".first button")).to_have_count(4)
    assert axe_violations(page) == []
    ask(page, "Các chỉ tiêu của Chợ Đồn năm 2022")
    last = page.locator("article.machine").last
    for summary in last.locator("summary").all():
        summary.click()
    last.get_by_role("button", name="Chưa đúng").click()
    assert axe_violations(page) == []
    held: list[Route] = []
    page.route("**/api/messages", lambda route: held.append(route))
    page.get_by_label("Câu hỏi của anh/chị").fill("Ai phát động?")
    page.keyboard.press("Enter")
    expect(page.locator("article.waiting")).to_be_visible()
    assert axe_violations(page) == []
    page.close()


STRICT = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'none'"
HOST = """<!doctype html><html lang="vi"><title>Sở Nội vụ</title><body><main><h1>Sở</h1>
<thi-dua-chat server="{0}" words='{{"send": "Hỏi", "hello": "Chào bạn đến Sở!"}}'></thi-dua-chat></main>
<script src="{0}/widget.js" defer></script></body></html>"""


def test_the_widget_works_in_another_site_with_a_strict_policy_and_its_own_words(
    browser: Browser, settings: Settings, tmp_path: Path
) -> None:
    office = FastAPI()
    place = {"server": ""}

    @office.get("/")
    def page_of_the_office() -> HTMLResponse:
        policy = {"Content-Security-Policy": STRICT.format(place["server"])}
        return HTMLResponse(HOST.format(place["server"]), headers=policy)

    answer = make_answer("Chủ tịch.", citations=(make_citation("/documents/a#p1", "A", "A"),))
    with served(office) as site:
        own = settings.replace(origins=(site,), var=tmp_path)
        library = Library(Store(":memory:"), SeededEncoder())
        with served(create_app(own, library, ScriptedDialogue({"Ai?": answer}))) as place["server"]:
            page = browser.new_page()
            problems: list[str] = []
            page.on(
                "console", lambda said: problems.append(said.text) if said.type == "error" else None
            )
            page.goto(site)
            expect(page.locator("article").first).to_contain_text("Chào bạn đến Sở!")
            page.get_by_label("Câu hỏi của anh/chị").fill("Ai?")
            page.get_by_role("button", name="Hỏi", exact=True).click()
            last = page.locator("article.machine").last
            expect(last).to_contain_text("Chủ tịch.")
            last.locator("summary").click()
            assert last.locator("a").get_attribute("href") == f"{place['server']}/documents/a#p1"
            assert (
                page.locator("article.person").evaluate("one => getComputedStyle(one).borderRadius")
                != "0px"
            )
            page.close()
    assert [problem for problem in problems if "favicon" not in problem] == []


def test_the_number_of_a_choice_is_typed(
    browser: Browser, settings: Settings, tmp_path: Path
) -> None:
    own, library = settings.replace(var=tmp_path), Library(Store(":memory:"), SeededEncoder())
    buttons = tuple(Button(title=f"Nút {name}", payload=name) for name in ("Lục Nam", "Ba Bể"))
    which, about = make_answer("Ở đâu?", buttons=buttons), make_answer("Về Ba Bể.")
    script = {"Chủ đề?": which, "Ba Bể": about, "3": make_answer("Số ba."), "2": make_answer("Số hai.")}  # fmt: skip
    with served(create_app(own, library, ScriptedDialogue(script))) as address:
        page = browser.new_page()
        page.goto(address)
        for typed, said, answer in (
            ("Chủ đề?", "Chủ đề?", "Ở đâu?"),
            (" 2. ", "Ba Bể", "Về Ba Bể."),
            # This answer has no choices any more.
            ("2", "2", "Số hai."),
            ("Chủ đề?", "Chủ đề?", "Ở đâu?"),
            ("3", "3", "Số ba."),
        ):
            ask(page, typed)
            expect(page.locator("article.person").last).to_have_text(said)
            expect(page.locator("article.machine").last).to_contain_text(answer)
        page.close()


def test_the_widget_is_small() -> None:
    size = len(gzip.compress(widget_script().encode()))
    assert size < 12_000, size
