"""Rules of the law in the console: looked up, verified by a named person, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from starlette.testclient import TestClient

from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.vietnam_time import today
from database import Database
from knowledge.library import Library
from knowledge.model import Subject
from tests.bot.web.console.conftest import Console

RULES = "/quan-tri/quy-dinh"
ASKED, WORDS = "Tiêu chuẩn Tập thể lao động tiên tiến?", "ít nhất 50% cá nhân"
TODAY = today()
GIVEN = {"viec": "doi-chieu", "dieu": "khoản 1 Điều 28", "dia-chi": "https://vbpl.example.vn/1"}


@pytest.fixture
def approver(console: Console) -> TestClient:
    return console(Role.APPROVER, name="binh")


@pytest.fixture
def database(own: Settings) -> Iterator[Database]:
    with closing(open_conversations(own)) as database:
        yield database


def page_of(client: TestClient, words: str) -> str:
    """Return the page of the first rule that holds the words looked for."""
    match = re.search(rf'href="({RULES}/\w+)"', client.get(RULES, params={"tim": words}).text)
    assert match
    return match[1]


def test_rules_are_looked_up_by_their_words(console: Console) -> None:
    client = console(Role.VIEWER)
    found = client.get(RULES, params={"tim": "tap the lao dong tien tien 50%"}).text
    assert WORDS in found
    assert "chưa đối chiếu" in found
    assert "Điều 28 Luật 06/2022/QH15" in found
    to_check, every = (
        len(re.findall("<tr>", client.get(RULES, params=query).text))
        for query in ({}, {"tat-ca": "co"})
    )
    assert 0 < to_check < every
    assert "Không có quy định nào." in client.get(RULES, params={"tim": "khôngcóđâu"}).text


def test_a_named_person_verifies_a_rule_and_takes_it_back(
    approver: TestClient, database: Database, library: Library
) -> None:
    page = page_of(approver, WORDS)
    assert "kiểm tra" in library.answer(ASKED, Subject(), TODAY)[0].text
    assert approver.post(page, data=GIVEN).status_code == 303
    told, _ = library.answer(ASKED, Subject(), TODAY)
    assert "kiểm tra" not in told.text
    assert {one.source_url for one in told.citations} == {GIVEN["dia-chi"]}
    shown = approver.get(page).text
    assert f"Họ tên binh, {TODAY:%d/%m/%Y}: khoản 1 Điều 28" in shown
    assert approver.post(page, data={"viec": "bo"}).status_code == 303
    assert "kiểm tra" in library.answer(ASKED, Subject(), TODAY)[0].text
    taken_back, verified = AuditTrail(database).entries()
    assert (verified.who, verified.action) == ("binh", "rule verified")
    assert verified.after["điều"] == "khoản 1 Điều 28"
    assert (taken_back.action, taken_back.after["đã đối chiếu"]) == ("rule taken back", False)


def test_who_looks_after_some_places_verifies_no_rule_of_the_law(
    console: Console, approver: TestClient, library: Library
) -> None:
    theirs = console(Role.APPROVER, name="bac-giang", places=("Bắc Giang",))
    page = page_of(theirs, WORDS)
    assert "doi-chieu" in approver.get(page).text
    assert "doi-chieu" not in theirs.get(page).text
    assert theirs.post(page, data=GIVEN).status_code == 403
    assert "kiểm tra" in library.answer(ASKED, Subject(), TODAY)[0].text
    assert approver.post(page, data=GIVEN).status_code == 303
    assert 'value="bo"' not in theirs.get(page).text
    assert theirs.post(page, data={"viec": "bo"}).status_code == 403
    assert "kiểm tra" not in library.answer(ASKED, Subject(), TODAY)[0].text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"dieu": ""}, "điều khoản"),
        ({"dieu": "x" * 250}, "điều khoản"),
        ({"dia-chi": "javascript:alert(1)"}, "http"),
        ({"viec": "bo"}, "chưa có ai"),
        ({"viec": "?"}, "Không rõ"),
    ],
)
def test_what_cannot_be_is_said(
    approver: TestClient, fields: dict[str, str], sentence: str
) -> None:
    page = page_of(approver, WORDS)
    response = approver.post(page, data={**GIVEN, **fields})
    assert response.status_code == 400
    assert sentence in response.text
    assert "Người đối chiếu" not in approver.get(page).text


def test_a_script_is_shown_as_text(approver: TestClient) -> None:
    page = page_of(approver, WORDS)
    approver.post(page, data={**GIVEN, "dieu": "<script>alert(1)</script>"})
    text = approver.get(page).text
    assert "alert(1)" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_rule_that_is_not_there_is_said_not_to_be(approver: TestClient, method: str) -> None:
    response = approver.request(method, f"{RULES}/khong-co", data=GIVEN)
    assert response.status_code == 400
    assert "Không có quy định" in response.text
