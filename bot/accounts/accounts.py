"""The accounts of staff: added, changed, shut, and proved by password and code."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.accounts.model import Role, Staff
from bot.accounts.one_time_codes import is_secret, matching_step
from bot.accounts.parameters import MAX_NAME, MAX_SHOWN_NAME
from bot.accounts.passwords import hash_password, is_right
from bot.accounts.seal import Seal
from bot.errors import InvalidAccount, SignInRefused
from bot.storage.tables import STAFF
from database import Database

NAME = re.compile(rf"[a-z0-9][a-z0-9._@-]{{0,{MAX_NAME - 1}}}")
#: One sentence for each way to fail: who tries names learns nothing.
REFUSED = "Tên, mật khẩu hoặc mã không đúng."
#: Who comes from the office's provider has proved who they are, and may know.
NOT_ADDED = (
    "Tài khoản cơ quan của anh/chị chưa được cấp quyền vào đây. "
    "Anh/chị nhờ người quản trị thêm, hoặc nối lại nếu tài khoản đã đổi."
)


class Accounts:
    """The accounts; `clock` tells seconds since 1970.

    `seal` encrypts the secrets of second factors; who sets none up and proves none needs none.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        seal: Seal | None = None,
    ) -> None:
        self._database, self._clock, self._seal = database, clock, seal

    def add(
        self,
        name: str,
        shown_name: str,
        password: str,
        roles: Collection[Role],
        places: Collection[str] = (),
    ) -> Staff:
        """Add an account. Raise InvalidAccount for a name that is taken or cannot be one."""
        values = {
            **_values(name, shown_name, roles, places),
            # Without a password one signs in at the office's own provider alone.
            "password": hash_password(password) if password else "",
            "created": self._clock(),
        }
        try:
            with self._database.writing() as connection:
                connection.execute(insert(STAFF).values(values))
        except IntegrityError as error:
            raise InvalidAccount(f"Đã có tài khoản “{name}”.") from error
        return self.find(name)

    def change(
        self, name: str, shown_name: str, roles: Collection[Role], places: Collection[str]
    ) -> Staff:
        """Give an account another shown name, roles and places. Raise InvalidAccount."""
        return self._set(name, **_values(name, shown_name, roles, places))

    def all(self) -> list[Staff]:
        """Return every account, by name."""
        return [_staff(row) for row in self._database.rows(select(STAFF).order_by(STAFF.c.name))]

    def find(self, name: str) -> Staff:
        """Return an account. Raise InvalidAccount where there is none of this name."""
        return _staff(self._row(name))

    def by_id(self, staff_id: int) -> Staff | None:
        """Return an account that may sign in, None for any other."""
        rows = self._database.rows(select(STAFF).where(STAFF.c.id == staff_id, STAFF.c.is_active))
        return _staff(rows[0]) if rows else None

    def with_permission_to_attend(self) -> list[Staff]:
        """Return who may attend to those who ask for a person."""
        return [staff for staff in self.all() if staff.is_active and staff.may("attend")]

    def set_active(self, name: str, is_active: bool) -> Staff:
        """Let someone sign in, or not any more. Raise InvalidAccount for an unknown name."""
        return self._set(name, is_active=is_active)

    def set_password(self, name: str, password: str) -> Staff:
        """Give an account another password, by which it signs in alone. Raise InvalidAccount."""
        return self._set(name, password=hash_password(password), subject=None)

    def use_provider(self, name: str) -> Staff:
        """Let an account sign in by the office's provider alone; who does so first, it is theirs.

        Raise InvalidAccount for an unknown name.
        """
        return self._set(name, password="", code_secret="", code_step=0, subject=None)

    def enrol(self, name: str, secret: str, code: str) -> Staff:
        """Set up the second factor with a secret of which a present code is shown.

        Raise SignInRefused where it is not its code.
        """
        step = matching_step(secret, code, self._clock())
        if step is None:
            raise SignInRefused("Mã không đúng, anh/chị nhập lại.")
        return self._set(name, code_secret=self._closed(secret), code_step=step)

    def seal_secrets(self) -> None:
        """Encrypt the secrets that an older program kept as they are."""
        for row in self._database.rows(select(STAFF).where(STAFF.c.code_secret != "")):
            if is_secret(row.code_secret):
                same = (STAFF.c.id == row.id) & (STAFF.c.code_secret == row.code_secret)
                closed = update(STAFF).where(same).values(code_secret=self._closed(row.code_secret))
                with self._database.writing() as connection:
                    connection.execute(closed)

    def forget_code(self, name: str) -> Staff:
        """Have the second factor set up anew at the next sign-in: the device was lost."""
        return self._set(name, code_secret="", code_step=0)

    def verify(self, name: str, password: str, code: str) -> Staff:
        """Return whose name, password and one-time code these are.

        An account whose second factor is not set up needs no code yet. Raise SignInRefused.
        """
        rows = self._rows(name)
        hashed = rows[0].password if rows and rows[0].is_active else ""
        if not is_right(password, hashed):
            raise SignInRefused(REFUSED)
        if rows[0].code_secret and not self._use_code(rows[0], code):
            raise SignInRefused(REFUSED)
        return _staff(rows[0])

    def verify_identity(self, name: str, subject: str) -> Staff:
        """Return the account of who the office's provider says has come.

        `subject` is who that is, `name` the account's name. Whoever comes first under its name, the
        account is theirs from then on, whatever names the provider gives to others later
        (OpenID Connect Core 1.0, 5.7). Raise SignInRefused.
        """
        rows = self._database.rows(select(STAFF).where(STAFF.c.subject == subject))
        if not rows and self._pin(name, subject):
            rows = self._rows(name)
        if not rows or rows[0].subject != subject or rows[0].password or not rows[0].is_active:
            raise SignInRefused(NOT_ADDED)
        return _staff(rows[0])

    def _pin(self, name: str, subject: str) -> bool:
        """Whether an account without a password was nobody's yet; then it is this subject's."""
        free = (STAFF.c.name == name) & STAFF.c.subject.is_(None) & (STAFF.c.password == "")
        if not NAME.fullmatch(name):
            return False
        pinned = update(STAFF).where(free, STAFF.c.is_active).values(subject=subject)
        try:
            with self._database.writing() as connection:
                return bool(connection.execute(pinned).rowcount)
        except IntegrityError:
            return False

    def _use_code(self, row: Row[Any], code: str) -> bool:
        """Whether a code is right and was not used before; then it is used."""
        secret = self._opened(row.code_secret)
        step = matching_step(secret, code, self._clock(), row.code_step) if secret else None
        if step is None:
            return False
        # Of two requests with one code the second finds it used.
        unused = update(STAFF).where(STAFF.c.id == row.id, STAFF.c.code_step < step)
        with self._database.writing() as connection:
            return bool(connection.execute(unused.values(code_step=step)).rowcount)

    def _closed(self, secret: str) -> str:
        return self._seal.close(secret) if self._seal else secret

    def _opened(self, kept: str) -> str:
        # During a rolling update an older assistant may still keep one as it is.
        return kept if is_secret(kept) or not self._seal else self._seal.open(kept)

    def _row(self, name: str) -> Row[Any]:
        rows = self._rows(name)
        if not rows:
            raise InvalidAccount(f"Không có tài khoản “{name}”.")
        row: Row[Any] = rows[0]
        return row

    def _rows(self, name: str) -> Sequence[Row[Any]]:
        # What can be no name is not looked for: PostgreSQL takes no NUL in a text.
        if not NAME.fullmatch(name):
            return ()
        return self._database.rows(select(STAFF).where(STAFF.c.name == name))

    def _set(self, name: str, /, **values: object) -> Staff:
        self._row(name)
        with self._database.writing() as connection:
            connection.execute(update(STAFF).where(STAFF.c.name == name).values(values))
        return self.find(name)


def _values(
    name: str, shown_name: str, roles: Collection[Role], places: Collection[str]
) -> dict[str, str]:
    """Return the columns of an account, checked. Raise InvalidAccount."""
    if not NAME.fullmatch(name):
        raise InvalidAccount(
            f"Tên tài khoản gồm 1–{MAX_NAME} chữ thường không dấu, số và . _ @ -, không phải {name!r}."
        )
    if not 0 < len(shown_name.strip()) <= MAX_SHOWN_NAME or not shown_name.isprintable():
        raise InvalidAccount(f"Họ tên gồm 1–{MAX_SHOWN_NAME} ký tự.")
    if not roles:
        raise InvalidAccount("Tài khoản phải có ít nhất một vai.")
    return {
        "name": name,
        "shown_name": shown_name.strip(),
        "roles": json.dumps(sorted(roles)),
        "places": json.dumps(sorted(places), ensure_ascii=False),
    }


def _staff(row: Row[Any]) -> Staff:
    return Staff(
        id=row.id,
        name=row.name,
        shown_name=row.shown_name,
        roles=frozenset(map(Role, json.loads(row.roles))),
        places=frozenset(json.loads(row.places)),
        has_code=bool(row.code_secret),
        is_active=bool(row.is_active),
        has_password=bool(row.password),
    )
