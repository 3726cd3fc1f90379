"""Accounts: who may be added, and who is let in, on either engine."""

from __future__ import annotations

import base64

import pyotp
import pytest
from argon2.exceptions import VerifyMismatchError

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role, Staff
from bot.accounts.one_time_codes import matching_step, new_secret
from bot.accounts.passwords import HASHER, NOBODY
from bot.errors import InvalidAccount, SignInRefused
from database import Database

PASSWORD = "mat-khau-rat-dai"
NOW = 1_790_000_000.0
#: The shared secret and codes of RFC 6238, appendix B (SHA-1), cut to six digits (RFC 4226, 5.3).
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(conversations: Database, clock: Clock) -> Accounts:
    accounts = Accounts(conversations, clock)
    accounts.add("lan", "Nguyễn Thị Lan", PASSWORD, [Role.EDITOR], ["Bắc Giang"])
    return accounts


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert matching_step(RFC_SECRET, code, seconds) == seconds // 30


@pytest.mark.parametrize("code", ["", "12345", "000000", "abcdef", "28708x"])
def test_other_codes_are_refused(code: str) -> None:
    assert matching_step(RFC_SECRET, code, 59) is None


def test_what_is_no_secret_has_no_codes() -> None:
    assert matching_step("không phải base 32", "287082", 59) is None


@pytest.mark.parametrize(
    ("name", "shown", "password", "roles", "sentence"),
    [
        ("lan", "Lan", PASSWORD, [Role.VIEWER], "Đã có tài khoản “lan”."),
        ("Lan Anh", "Lan", PASSWORD, [Role.VIEWER], "Tên tài khoản gồm"),
        ("../x", "Lan", PASSWORD, [Role.VIEWER], "Tên tài khoản gồm"),
        ("a" * 65, "Lan", PASSWORD, [Role.VIEWER], "Tên tài khoản gồm"),
        ("hoa", " ", PASSWORD, [Role.VIEWER], "Họ tên gồm"),
        ("hoa", "Hoa\x00", PASSWORD, [Role.VIEWER], "Họ tên gồm"),
        ("hoa", "Hoa", PASSWORD, [], "ít nhất một vai"),
        ("hoa", "Hoa", "ngắn", [Role.VIEWER], "Mật khẩu phải có"),
        ("hoa", "Hoa", "x" * 257, [Role.VIEWER], "Mật khẩu phải có"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    accounts: Accounts, name: str, shown: str, password: str, roles: list[Role], sentence: str
) -> None:
    with pytest.raises(InvalidAccount, match=sentence):
        accounts.add(name, shown, password, roles)
    assert [staff.name for staff in accounts.all()] == ["lan"]


def test_an_account_is_told_whole(accounts: Accounts) -> None:
    assert accounts.all() == [
        Staff(1, "lan", "Nguyễn Thị Lan", frozenset({Role.EDITOR}), frozenset({"Bắc Giang"}))
    ]


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("lan", "sai-mat-khau-roi", ""),
        ("lan", "", ""),
        ("lan", PASSWORD * 100, ""),
        ("hoa", PASSWORD, ""),
        ("", "", ""),
    ],
)
def test_a_wrong_name_or_password_is_refused(
    accounts: Accounts, name: str, password: str, code: str
) -> None:
    with pytest.raises(SignInRefused):
        accounts.verify(name, password, code)


def test_a_code_is_needed_once_it_is_set_up_and_counts_once(
    accounts: Accounts, clock: Clock
) -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(int(NOW))
    assert not accounts.verify("lan", PASSWORD, "").has_code
    with pytest.raises(SignInRefused):
        accounts.enrol("lan", secret, "000000" if code != "000000" else "111111")
    assert accounts.enrol("lan", secret, code).has_code
    for wrong in ("", code):
        with pytest.raises(SignInRefused):
            accounts.verify("lan", PASSWORD, wrong)
    clock.now += 30
    assert accounts.verify("lan", PASSWORD, pyotp.TOTP(secret).at(int(clock.now))).has_code
    with pytest.raises(SignInRefused):
        accounts.verify("lan", PASSWORD, pyotp.TOTP(secret).at(int(clock.now)))


def test_who_is_shut_out_has_no_way_in(accounts: Accounts) -> None:
    accounts.set_active("lan", False)
    with pytest.raises(SignInRefused):
        accounts.verify("lan", PASSWORD, "")
    assert accounts.by_id(1) is None
    accounts.set_active("lan", True)
    assert accounts.by_id(1) == accounts.verify("lan", PASSWORD, "")


def test_an_account_without_password_is_let_in_by_none(accounts: Accounts) -> None:
    accounts.add("sso", "Một cửa", "", [Role.VIEWER])
    with pytest.raises(SignInRefused):
        accounts.verify("sso", "", "")


def test_nobody_s_password_is_verified_like_another(accounts: Accounts) -> None:
    # It is well formed and of the same cost, so that to refuse it takes as long.
    with pytest.raises(VerifyMismatchError):
        HASHER.verify(NOBODY, PASSWORD)
    assert not HASHER.check_needs_rehash(NOBODY)


def test_a_lost_device_is_forgotten(accounts: Accounts) -> None:
    secret = new_secret()
    accounts.enrol("lan", secret, pyotp.TOTP(secret).at(int(NOW)))
    accounts.forget_code("lan")
    assert not accounts.verify("lan", PASSWORD, "").has_code


def test_an_identity_has_one_account_and_an_account_one_identity(accounts: Accounts) -> None:
    for name in ("mai", "hoa"):
        accounts.add(name, name, "", [Role.VIEWER])
    assert accounts.verify_identity("mai", "https://a.vn 1").name == "mai"
    # Whoever is renamed at the provider keeps their account, and gets no other.
    assert accounts.verify_identity("hoa", "https://a.vn 1").name == "mai"
    for name, subject in (("mai", "2"), ("lan", "2"), ("x\x00", "2"), ("", "2")):
        with pytest.raises(SignInRefused, match="chưa được cấp quyền"):
            accounts.verify_identity(name, f"https://a.vn {subject}")
    accounts.set_active("hoa", False)
    with pytest.raises(SignInRefused):
        accounts.verify_identity("hoa", "https://a.vn 2")
    accounts.set_active("hoa", True)
    assert accounts.verify_identity("hoa", "https://a.vn 2").name == "hoa"
    # A password takes the account from the provider, and back again whoever comes first has it.
    accounts.set_password("hoa", PASSWORD)
    with pytest.raises(SignInRefused):
        accounts.verify_identity("hoa", "https://a.vn 2")
    assert not accounts.use_provider("hoa").has_password
    assert accounts.verify_identity("hoa", "https://a.vn 3").name == "hoa"
    with pytest.raises(SignInRefused):
        accounts.verify("hoa", PASSWORD, "")
