"""`thidua user`: accounts made and changed where there is no console to do it in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.accounts.accounts import Accounts
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role
from bot.accounts.sessions import Sessions
from bot.commands.user import OPERATOR, user
from bot.errors import InvalidAccount, SignInRefused
from bot.settings import read_settings
from bot.storage.opening import open_conversations
from database import Database

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command and returns what it says; what it raises is raised."""

    def invoke(*arguments: str) -> str:
        environment = {"THIDUA_VAR": str(tmp_path)}
        result = CliRunner().invoke(user, arguments, env=environment, catch_exceptions=False)
        return result.output

    return invoke


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(open_conversations(read_settings({"THIDUA_VAR": str(tmp_path)}))) as database:
        yield database


def test_an_account_is_added_with_a_password_that_is_shown_once(
    run: Run, database: Database
) -> None:
    said = run("add", "lan", "--role", "bien-tap", "--place", "Bắc Giang", "--shown-name", "Lan")
    match = re.search(r"Mật khẩu: ([\w-]+)", said)
    assert match
    staff = Accounts(database).verify("lan", match[1], "")
    assert (staff.shown_name, staff.roles, staff.places) == ("Lan", {Role.EDITOR}, {"Bắc Giang"})
    assert run("list") == "lan  Lan  [bien-tap]  Bắc Giang\n"
    [entry] = AuditTrail(database).entries()
    assert (entry.who, entry.action, entry.subject) == (OPERATOR, "account added", "lan")
    assert match[1] not in repr(entry)


def test_an_account_of_the_provider_has_no_password(run: Run, database: Database) -> None:
    assert run("add", "lan", "--role", "xem", "--single-sign-on") == "Đã thêm lan.\n"
    accounts = Accounts(database)
    assert accounts.verify_identity("lan", "https://a.vn 1").name == "lan"
    # Someone else has the account now.
    assert "nối lại" in run("reset", "lan", "--single-sign-on")
    assert accounts.verify_identity("lan", "https://a.vn 2").name == "lan"
    with pytest.raises(SignInRefused):
        accounts.verify_identity("lan", "https://a.vn 1")


@pytest.mark.parametrize(
    "arguments", [("lock", "lan"), ("reset", "lan"), ("reset", "lan", "--single-sign-on")]
)
def test_a_change_ends_sessions_and_the_old_way_in(
    run: Run, database: Database, arguments: tuple[str, ...]
) -> None:
    password = run("add", "lan", "--role", "xem").split("Mật khẩu: ")[1].strip()
    accounts, sessions = Accounts(database), Sessions(database)
    key = sessions.begin(accounts.find("lan").id, is_complete=True).key
    run(*arguments)
    assert sessions.find(key) is None
    with pytest.raises(SignInRefused):
        accounts.verify("lan", password, "")


def test_a_reset_brings_a_new_password_and_no_second_factor(run: Run, database: Database) -> None:
    run("add", "lan", "--role", "xem", "--single-sign-on")
    password = run("reset", "lan").split(": ")[1].strip()
    assert not Accounts(database).verify("lan", password, "").has_code
    run("lock", "lan")
    assert "(đã khóa)" in run("list")
    run("unlock", "lan")
    assert Accounts(database).verify("lan", password, "").name == "lan"


def test_an_account_that_is_not_there_is_said_not_to_be(run: Run) -> None:
    with pytest.raises(InvalidAccount, match="Không có tài khoản"):
        run("lock", "lan")
