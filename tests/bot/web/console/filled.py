"""A console with something on every page, and the pages that links lead to."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta

from lxml import html
from starlette.testclient import TestClient

from bot.accounts.model import Role
from bot.handover import wording as handover
from bot.operations.feedback import FeedbackLog
from bot.operations.turn_journal import TurnJournal
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.vietnam_time import today
from tests.bot.documents.conftest import PLAN
from tests.bot.web.console.conftest import Console
from tests.bot.web.console.test_attending import say
from tests.bot.web.console.test_documents import LIST, change, draft_of, publish, upload
from tests.bot.web.console.test_questions import ASKED, decide, turn, wrong
from tests.bot.web.console.test_rules import GIVEN, RULES, page_of
from tests.waiting import until

#: A name that no line breaks by itself.
LONG = "nguyenthihongnhungphongthiduakhenthuong"
HOME, DESK = "/quan-tri", "/quan-tri/truc"
LAWS = """Căn cứ Nghị định số 12/2020/NĐ-CP ngày 01 tháng 02 năm 2020 của Chính phủ;

Kế hoạch này thay thế Kế hoạch số 15/KH-UBND ngày 26/01/2021 của UBND huyện.

"""


def fill(client: TestClient, console: Console, settings: Settings) -> str:
    """Do one of everything as `client`, who has all roles; return the address of a draft.

    The app runs already, with its background work and with staff at any hour.
    """
    nam = console(Role.EDITOR, Role.APPROVER, name="nam")
    draft = draft_of(client, upload(client, content=LAWS + PLAN))
    assert publish(nam, draft).status_code == 303
    nam.post(f"{LIST}/ho-so/a/thu-hoi", data={"ly-do": "nhầm"})
    nam.post(f"{LIST}/ho-so/a/tro-lai", data={"ban": "1", "ly-do": "không nhầm"})
    edited = nam.post(f"{LIST}/ho-so/a/sua").headers["location"]
    change(nam, edited, "thong-tin", **{"truoc-signer": "", "signer": "Lê Nam"})
    change(nam, edited, "bo", so="0")
    change(nam, edited, "lay-nen")
    change(nam, draft_of(client, upload(client, "b.txt", f"{PLAN}thêm")), "huy")
    rule = page_of(client, "tap the lao dong tien tien 50%")
    assert client.post(rule, data=GIVEN).status_code == 303
    with closing(open_conversations(settings)) as database:
        for status in ("answered", "not_found"):
            TurnJournal(database).add(turn(ASKED, "Thành phố Hồ Chí Minh", status=status))
        FeedbackLog(database).add(wrong(f"Còn {ASKED}"))
    for wording in (ASKED, f"Còn {ASKED}"):
        answer = {"cach-hoi": wording, "tra-loi": "Phòng 203.", "dia-chi": GIVEN["dia-chi"]}
        answer |= {"het-han": str(today() + timedelta(days=9))}
        kept = client.post("/quan-tri/cau-hoi/tra-loi", data=answer).headers["location"]
    assert decide(nam, kept, "duyet") == 303
    upload(client, f"{LONG}_{LONG}.pdf", b"%PDF-1.7 hong")
    until(lambda: "Đọc lại" in client.get(LIST).text)
    console(Role.VIEWER, name=LONG, places=("Thành phố Hồ Chí Minh",))
    for conversation in ("a", "b"):
        say(client, "cho toi gap can bo", conversation)
        say(client, handover.AGREE, conversation)
    assert client.post(f"{DESK}/1/nhan").status_code == 303
    return str(edited)


def crawled(client: TestClient, most_alike: int = 12) -> dict[str, str]:
    """Return the pages that links lead to from the first; of rules, which are many, only some."""
    pages: dict[str, str] = {}
    waiting = [HOME, f"{RULES}?tat-ca=co"]
    while waiting:
        address = waiting.pop()
        kind = re.sub(r"\d+|[0-9a-f]{8,}", "", address.partition("?")[0])
        alike = sum(re.sub(r"\d+|[0-9a-f]{8,}", "", one.partition("?")[0]) == kind for one in pages)
        if address in pages or alike >= most_alike or re.search(r"csv|xlsx", address):
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        pages[address] = response.text
        links = html.fromstring(response.text, base_url=address).xpath("//a/@href")
        links = [link.partition("#")[0] for link in links]
        here = address.partition("?")[0]
        waiting += [f"{here}{link}" if link.startswith("?") else link for link in links]
        waiting = [link for link in waiting if link.startswith(HOME)]
    return pages
