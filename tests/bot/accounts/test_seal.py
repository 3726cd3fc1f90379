"""The secrets of second factors: of no use to who reads the database alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.accounts.one_time_codes import new_secret
from bot.accounts.seal import Seal
from bot.app import create_app
from bot.dialogue.dialogue import ScriptedDialogue
from bot.errors import SignInRefused
from bot.settings import read_settings
from bot.storage.opening import open_conversations
from bot.storage.tables import STAFF
from database import Database
from knowledge.library import Library

PASSWORD, NOW = "mat-khau-rat-dai", 1_780_000_000.0


def code(secret: str, steps: int = 0) -> str:
    """Return the code of a secret so many time steps after NOW."""
    return pyotp.TOTP(secret).at(int(NOW) + 30 * steps)


def opened(database: Database, seal: Seal | None) -> Accounts:
    return Accounts(database, lambda: NOW, seal)


def kept(database: Database) -> str:
    return str(database.scalar(select(STAFF.c.code_secret)))


def enrolled(database: Database, seal: Seal | None) -> str:
    """Add an account with a second factor; return its secret."""
    secret = new_secret()
    opened(database, seal).add("lan", "Lan", PASSWORD, [Role.EDITOR])
    opened(database, seal).enrol("lan", secret, code(secret))
    return secret


def test_a_secret_is_kept_encrypted_and_its_codes_are_right(conversations: Database) -> None:
    secret, seal = enrolled(conversations, Seal(b"a")), Seal(b"a")
    assert secret not in kept(conversations)
    assert opened(conversations, seal).verify("lan", PASSWORD, code(secret, 1)).has_code
    with pytest.raises(SignInRefused):
        opened(conversations, seal).verify("lan", PASSWORD, code(secret, 1))


def test_under_another_secret_no_code_is_right_until_it_is_set_up_anew(
    conversations: Database, caplog: pytest.LogCaptureFixture
) -> None:
    secret, accounts = enrolled(conversations, Seal(b"a")), opened(conversations, Seal(b"b"))
    # Nor is a password alone enough: the second factor does not fall away by itself.
    for typed in (code(secret, 1), ""):
        with pytest.raises(SignInRefused):
            accounts.verify("lan", PASSWORD, typed)
    assert "take it away from its account" in caplog.text
    assert secret not in caplog.text
    accounts.forget_code("lan")
    assert not accounts.verify("lan", PASSWORD, "").has_code
    accounts.enrol("lan", secret, code(secret))
    assert accounts.verify("lan", PASSWORD, code(secret, 1)).has_code


def test_what_an_older_program_kept_is_encrypted_at_the_start(
    library: Library, tmp_path: Path
) -> None:
    settings = read_settings({"THIDUA_VAR": str(tmp_path / "var")})
    with closing(open_conversations(settings)) as database:
        secret = enrolled(database, None)
        assert kept(database) == secret
        with closing(TestClient(create_app(settings, library, ScriptedDialogue({})))):
            sealed = kept(database)
        assert secret not in sealed
        seal = Seal((settings.var / "secret").read_bytes())
        assert opened(database, seal).verify("lan", PASSWORD, code(secret, 1)).has_code
        opened(database, seal).seal_secrets()
        assert kept(database) == sealed
