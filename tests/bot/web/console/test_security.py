"""The console against who means harm: scripts in every field, frames, caches, stolen sessions, logs."""

from __future__ import annotations

import csv
import io
import logging
from contextlib import closing

import pytest
from fastapi import FastAPI
from sqlalchemy import Table, Text, insert
from starlette.testclient import TestClient

from bot.accounts.accounts import Accounts
from bot.accounts.actions import ACTION_NAMES, Action, action_name
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.accounts.parameters import MAX_ENTRIES
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.settings import Settings
from bot.storage import tables
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE
from bot.web.console.pages import moment
from knowledge.library import Library
from tests.bot.web.console.conftest import PASSWORD, Console, code_now, csrf_of
from tests.bot.web.console.test_permissions import TABLE, example

#: Each would run where it is put into a page as it is: as an element, in an attribute, in an address.
EVIL = """"'><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">"""
#: How it stands in a page where it was not escaped.
SIGNS = ("<script>alert", "<img src=x", 'href="javascript:', "href='javascript:")
PAGES = sorted(path for method, path, _ in TABLE if method == "GET")
#: Tables of what people write; whatever stands in their texts is shown somewhere, now or one day.
WRITTEN = (tables.TURNS, tables.VOTES, tables.MESSAGES, tables.AUDIT)
#: Texts that the program itself writes and reads back.
OWN_TEXTS = {"state": "new", "parts": "[]", "before": '{"%s": "%s"}', "after": '{"%s": ["%s"]}'}


def evil_row(table: Table) -> dict[str, object]:
    """Return a row of a table in which every text that a person may write is a script."""
    row: dict[str, object] = {}
    quoted = EVIL.replace('"', '\\"')
    for column in table.columns:
        if column.name == "id":
            continue
        if isinstance(column.type, Text):
            own = OWN_TEXTS.get(column.name, EVIL)
            row[column.name] = own % (quoted, quoted) if "%s" in own else own
        else:
            row[column.name] = 1.0e9
    return row | ({"sent": 0} if table is tables.MESSAGES else {})


@pytest.fixture
def planted(own: Settings) -> None:
    """Scripts in all that is kept."""
    with closing(open_conversations(own)) as database:
        with database.writing() as connection:
            for table in WRITTEN:
                connection.execute(insert(table).values(evil_row(table)))
        Accounts(database).add("1", EVIL[:80], PASSWORD, [Role.VIEWER], [EVIL])


@pytest.mark.usefixtures("planted")
def test_no_script_that_was_kept_runs_on_any_page(console: Console) -> None:
    seen = ""
    for number, path in enumerate(PAGES):
        client = console(*Role, name=f"evil-{number}")
        response = client.get(example(path))
        if response.headers.get("content-type", "").startswith("text/csv"):
            assert response.headers["content-disposition"].startswith("attachment")
            continue
        page = response.text
        seen += page
        assert [sign for sign in SIGNS if sign in page] == [], path
    assert "&lt;script&gt;alert(1)" in seen


@pytest.mark.parametrize("path", PAGES)
def test_no_script_in_an_address_runs(console: Console, path: str) -> None:
    client = console(*Role)
    evil = dict.fromkeys(("den", "ai", "ve", "truoc", "state", "code", "error", "q"), EVIL)
    for address in (example(path), path.replace("{name}", EVIL.replace("/", ""))):
        page = client.get(address, params=evil).text
        assert [sign for sign in SIGNS if sign in page] == []


def test_no_script_in_a_form_runs_in_what_is_answered(console: Console) -> None:
    client = console(*Role, name="admin")
    fields = ("ten", "ho-ten", "vai", "noi", "viec", "cu", "moi", "ma", "khoa", "den", "mat-khau")
    for method, path, _ in TABLE:
        if method != "GET" and "dang-xuat" not in path:
            page = client.request(
                method, example(path), data=dict.fromkeys(fields, EVIL[:9] + EVIL)
            )
            assert [sign for sign in SIGNS if sign in page.text] == [], path


@pytest.mark.parametrize("role", [None, Role.VIEWER, Role.ADMINISTRATOR], ids=str)
def test_no_page_is_framed_kept_by_a_cache_or_told_to_other_sites(
    console: Console, role: Role | None
) -> None:
    client = console(role) if role else console()
    for path in PAGES:
        response = client.get(example(path))
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"
        is_file = path.endswith((".css", ".js"))
        assert response.headers["cache-control"] == ("max-age=3600" if is_file else "no-store"), (
            path
        )


@pytest.mark.parametrize(
    ("public_url", "is_secure"),
    [("https://tro-ly.example.gov.vn", True), ("http://127.0.0.1:8000", False), ("", False)],
)
def test_cookies_are_kept_to_https_where_people_come_by_it(
    own: Settings, library: Library, public_url: str, is_secure: bool
) -> None:
    with closing(open_conversations(own)) as database:
        Accounts(database).add("lan", "Lan", PASSWORD, [Role.EDITOR])
    app = create_app(own.replace(public_url=public_url), library, ScriptedDialogue({}))
    with closing(TestClient(app, follow_redirects=False)) as client:
        response = client.post(
            "/quan-tri/dang-nhap",
            data={"ten": "lan", "mat-khau": PASSWORD},
            # As the browser sends it, where a web server in front hands the request on.
            headers={"Origin": public_url or "http://testserver"},
        )
    assert response.status_code == 303
    assert ("Secure" in response.headers["set-cookie"]) == is_secure


def test_a_key_from_before_signing_in_is_of_no_use_after_it(app: FastAPI, own: Settings) -> None:
    with closing(open_conversations(own)) as database:
        Accounts(database).add("lan", "Lan", PASSWORD, [Role.EDITOR])
    with closing(TestClient(app, follow_redirects=False)) as victim:
        victim.post("/quan-tri/dang-nhap", data={"ten": "lan", "mat-khau": PASSWORD})
        before = victim.cookies[COOKIE]
        page = victim.get("/quan-tri/ma-hai-lop").text
        secret = page.split('name="khoa" value="')[1].split('"')[0]
        fields = {"csrf": csrf_of(page), "khoa": secret, "ma": code_now(secret)}
        assert victim.post("/quan-tri/ma-hai-lop", data=fields).status_code == 303
        assert victim.get("/quan-tri").status_code == 200
        thief = TestClient(app, follow_redirects=False)
        thief.cookies.set(COOKIE, before, domain="testserver.local", path="/quan-tri")
        assert thief.get("/quan-tri").status_code == 303
        assert (
            thief.get("/quan-tri/ma-hai-lop").headers["location"].startswith("/quan-tri/dang-nhap")
        )


def test_a_stolen_session_does_not_bring_another_second_factor(console: Console) -> None:
    client = console(Role.EDITOR)
    fields = {"khoa": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "ma": "123456"}
    for response in (
        client.get("/quan-tri/ma-hai-lop"),
        client.post("/quan-tri/ma-hai-lop", data=fields),
    ):
        assert (response.status_code, response.headers["location"]) == (303, "/quan-tri")


@pytest.mark.parametrize("of_another", [True, False])
def test_another_session_s_token_is_no_token(console: Console, of_another: bool) -> None:
    first, second = console(Role.ADMINISTRATOR, name="a"), console(Role.ADMINISTRATOR, name="b")
    if of_another:
        first.headers["X-CSRF-Token"] = second.headers["X-CSRF-Token"]
    fields = {"ten": "moi", "ho-ten": "Mới", "vai": "xem"}
    status = first.post("/quan-tri/nguoi-dung", data=fields).status_code
    assert status == (403 if of_another else 200)


def test_no_secret_is_logged(app: FastAPI, own: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with closing(open_conversations(own)) as database:
        Accounts(database).add("lan", "Nguyễn Thị Lan", PASSWORD, [Role.ADMINISTRATOR])
    with (
        caplog.at_level(logging.INFO, "bot"),
        closing(TestClient(app, follow_redirects=False)) as client,
    ):
        client.post("/quan-tri/dang-nhap", data={"ten": "lan", "mat-khau": "sai-mat-khau"})
        client.post("/quan-tri/dang-nhap", data={"ten": "lan", "mat-khau": PASSWORD})
        page = client.get("/quan-tri/ma-hai-lop").text
        secret = page.split('name="khoa" value="')[1].split('"')[0]
        code, token = code_now(secret), csrf_of(page)
        fields = {"csrf": token, "khoa": secret, "ma": code}
        client.post("/quan-tri/ma-hai-lop", data=fields)
        key = client.cookies[COOKIE]
        client.get("/quan-tri/nhat-ky")
    for word in ("sai-mat-khau", PASSWORD, secret, code, token, key):
        assert word not in caplog.text
    with closing(open_conversations(own)) as database:
        kept = " ".join(map(repr, AuditTrail(database).entries()))
        kept += " ".join(map(repr, database.rows(tables.SESSIONS.select())))
    for word in ("sai-mat-khau", PASSWORD, secret, key):
        assert word not in kept


# The audit trail


def test_every_action_has_a_name_that_staff_read() -> None:
    # What is no `Action` is refused by the types: `AuditTrail.record` takes no other.
    assert set(Action) == ACTION_NAMES.keys()
    assert len(set(ACTION_NAMES.values())) == len(Action)
    assert action_name("handover taken") == "nhận cuộc trò chuyện"
    assert action_name("of old") == "of old"


def test_the_trail_is_looked_through_by_who_and_what_and_goes_on(
    console: Console, own: Settings
) -> None:
    client = console(Role.ADMINISTRATOR, name="admin")
    with closing(open_conversations(own)) as database:
        audit = AuditTrail(database, lambda: 1_796_058_000.0)
        for number in range(MAX_ENTRIES + 5):
            audit.record(
                "lan", Action.ACCOUNT_CHANGED, "hoa", {"vai": ["xem"]}, {"vai": [str(number)]}
            )
        audit.record("mai", Action.ACCOUNT_LOCKED, "hoa", {"dùng được": True}, {"dùng được": False})
        audit.record("lan", Action.ACCOUNT_ADDED, "=1+1", None, {"họ tên": EVIL})
    page = client.get("/quan-tri/nhat-ky", params={"ai": "lan", "ve": "hoa"}).text
    assert "sửa tài khoản" in page
    assert "khóa tài khoản" not in page
    assert page.count('class="moment"') == MAX_ENTRIES
    older = page.split("Cũ hơn")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert client.get(older).text.count('class="moment"') == 5
    locked = client.get("/quan-tri/nhat-ky", params={"ai": "mai"}).text
    assert "<b>dùng được</b>: không" in locked
    assert "Không có thay đổi nào" in client.get("/quan-tri/nhat-ky", params={"ai": "x"}).text


def test_the_trail_is_taken_away_whole_and_no_cell_is_a_formula(
    console: Console, own: Settings
) -> None:
    client = console(Role.ADMINISTRATOR, name="admin")
    with closing(open_conversations(own)) as database:
        audit = AuditTrail(database, lambda: 1_796_058_000.0)
        for _ in range(MAX_ENTRIES + 5):
            audit.record("lan", Action.ACCOUNT_CHANGED, "hoa", None, {"vai": ["xem", "trực"]})
        # The wide sign of Chinese typing is a formula's to some spreadsheets.
        audit.record("lan", Action.ACCOUNT_ADDED, '＝HYPERLINK("//evil.vn")', None, {"ok": True})
    response = client.get("/quan-tri/nhat-ky.csv", params={"ai": "lan"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["Lúc", "Ai", "Việc", "Đối tượng", "Trước", "Sau"]
    assert rows[1] == [
        "00:00 01/12/2026", "lan", "thêm tài khoản", "'＝HYPERLINK(\"//evil.vn\")", "", "ok: có",
    ]  # fmt: skip
    assert rows[-1][-1] == "vai: xem, trực"
    assert len(rows) == MAX_ENTRIES + 7
    about = client.get("/quan-tri/nhat-ky.csv", params={"ai": "lan", "ve": "hoa"}).text
    assert len(about.splitlines()) == MAX_ENTRIES + 6


@pytest.mark.parametrize(
    "query", [{"truoc": "x"}, {"truoc": "9" * 30}, {"ai": "x" * 300}, {"ve": "a\x00b"}]
)
def test_what_cannot_be_looked_for_is_said(console: Console, query: dict[str, str]) -> None:
    response = console(Role.ADMINISTRATOR).get("/quan-tri/nhat-ky", params=query)
    assert (response.status_code, 'class="wrong"' in response.text) == (400, True)


def test_moments_are_told_by_the_clock_of_vietnam() -> None:
    # 2026-11-30 17:00 UTC.
    assert moment(1_796_058_000.0) == "00:00 01/12/2026"
