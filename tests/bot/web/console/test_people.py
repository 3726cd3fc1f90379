"""Accounts in the console: added, changed, shut, each change written down."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from starlette.testclient import TestClient

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.settings import Settings
from bot.storage.opening import open_conversations
from tests.bot.web.console.conftest import PASSWORD, Console, code_now

HOSTILE = '"><script>alert(1)</script>'
NEW = {
    "ten": "hoa",
    "ho-ten": "Trần Thị Hoa",
    "vai": ["xem", "truc"],
    "noi": "Tỉnh Bắc Giang\n huyện Chợ Đồn \n",
}


@pytest.fixture
def admin(console: Console) -> TestClient:
    return console(Role.ADMINISTRATOR, name="admin")


def test_an_account_is_added_and_can_sign_in(admin: TestClient, own: Settings) -> None:
    page = admin.post("/quan-tri/nguoi-dung", data=NEW).text
    match = re.search(r"<code>([\w-]+)</code>", page)
    assert match
    with closing(open_conversations(own)) as database:
        staff = Accounts(database).verify("hoa", match[1], "")
    assert staff.roles == {Role.VIEWER, Role.ATTENDANT}
    assert staff.places == {"Bắc Giang", "Chợ Đồn"}
    trail = admin.get("/quan-tri/nhat-ky").text
    assert "thêm tài khoản" in trail
    assert "Trần Thị Hoa" in trail
    assert match[1] not in trail


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ten": "Hoa Hồng"}, "Tên tài khoản gồm"),
        ({"vai": ["vua"]}, "Không có vai như vậy."),
        ({"vai": []}, "ít nhất một vai"),
        ({"ho-ten": ""}, "Họ tên gồm"),
        ({"ten": "admin"}, "Đã có tài khoản"),
    ],
)
def test_what_cannot_be_is_said(
    admin: TestClient, fields: dict[str, object], sentence: str
) -> None:
    response = admin.post("/quan-tri/nguoi-dung", data={**NEW, **fields})
    assert response.status_code == 400
    assert sentence in response.text


def test_a_script_in_a_field_is_shown_as_text(admin: TestClient) -> None:
    admin.post("/quan-tri/nguoi-dung", data={**NEW, "ho-ten": HOSTILE, "noi": HOSTILE})
    for path in ("/quan-tri/nguoi-dung", "/quan-tri/nguoi-dung/hoa", "/quan-tri/nhat-ky"):
        page = admin.get(path).text
        assert "alert(1)" in page
        assert "<script>alert" not in page


@pytest.mark.parametrize("action", ["khoa", "mat-khau", "ma", "sua"])
def test_a_change_ends_the_other_s_sessions(
    admin: TestClient, console: Console, action: str
) -> None:
    other = console(Role.EDITOR, name="lan")
    assert other.get("/quan-tri").status_code == 200
    fields = {"viec": action, "ho-ten": "Lan", "vai": "xem"}
    assert admin.post("/quan-tri/nguoi-dung/lan", data=fields).status_code == 200
    assert other.get("/quan-tri").status_code == 303


@pytest.mark.parametrize("fields", [{"viec": "khoa"}, {"viec": "sua", "ho-ten": "A", "vai": "xem"}])
def test_nobody_locks_the_door_on_themselves(admin: TestClient, fields: dict[str, str]) -> None:
    response = admin.post("/quan-tri/nguoi-dung/admin", data=fields)
    assert response.status_code == 400
    assert "chính mình" in response.text
    assert admin.get("/quan-tri/nguoi-dung").status_code == 200


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/quan-tri/nguoi-dung/nobody", {"viec": "khoa"}),
        ("/quan-tri/nguoi-dung/admin", {"viec": "?"}),
    ],
)
def test_what_is_not_there_is_said_not_to_be(
    admin: TestClient, path: str, fields: dict[str, str]
) -> None:
    assert admin.post(path, data=fields).status_code == 400


def test_one_s_own_password_is_changed_with_the_present_one_and_a_code(
    console: Console, own: Settings
) -> None:
    client = console(Role.VIEWER, name="lan", password=PASSWORD)
    with closing(open_conversations(own)) as database:
        from bot.storage.tables import STAFF

        [secret] = [row.code_secret for row in database.rows(STAFF.select())]
    wrong = {"cu": "sai", "ma": code_now(secret, ahead=1), "moi": "mat-khau-moi-dai"}
    assert client.post("/quan-tri/toi", data=wrong).status_code == 400
    right = {**wrong, "cu": PASSWORD}
    assert "Đã đổi mật khẩu" in client.post("/quan-tri/toi", data=right).text
    assert client.get("/quan-tri/toi").status_code == 200
    with closing(open_conversations(own)) as database:
        code = code_now(secret, ahead=2)
        accounts = Accounts(database, lambda: __import__("time").time() + 60)
        assert accounts.verify("lan", "mat-khau-moi-dai", code).name == "lan"


def test_a_form_too_large_is_refused(admin: TestClient) -> None:
    response = admin.post("/quan-tri/nguoi-dung", data={**NEW, "noi": "x" * 300_000})
    assert response.status_code == 400
    assert "quá lớn" in response.text
