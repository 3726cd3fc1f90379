"""`thidua user add | list | lock | unlock | reset`: the accounts of staff."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from bot.accounts.model import Role

if TYPE_CHECKING:
    from bot.accounts.accounts import Accounts
    from bot.accounts.actions import Action
    from bot.accounts.audit import AuditTrail
    from database import Database

ROLES = [role.value for role in Role]
#: Who stands in the audit trail for a change by command.
OPERATOR = "thidua user"


@click.group(help="Tài khoản của trang quản trị.")
def user() -> None:
    """The accounts of staff."""


@user.command(help="Thêm tài khoản; in mật khẩu một lần.")
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Vai."
)
@click.option("--shown-name", default="", help="Họ tên (mặc định: tên tài khoản).")
@click.option("--place", "places", multiple=True, help="Nơi phụ trách (mặc định: mọi nơi).")
@click.option(
    "--single-sign-on", is_flag=True, help="Không mật khẩu: chỉ đăng nhập bằng tài khoản cơ quan."
)
def add(
    name: str,
    roles: tuple[str, ...],
    shown_name: str,
    places: tuple[str, ...],
    single_sign_on: bool,
) -> None:
    """Add an account and print its first password."""
    from bot.accounts.actions import Action
    from bot.accounts.model import told
    from bot.accounts.passwords import new_password
    from knowledge.language import gazetteer

    password = "" if single_sign_on else new_password()
    own = [gazetteer().bare_name(place) for place in places]
    with _accounts() as (accounts, audit, _):
        staff = accounts.add(name, shown_name or name, password, list(map(Role, roles)), own)
        audit.record(OPERATOR, Action.ACCOUNT_ADDED, name, None, told(staff))
    click.echo(f"Đã thêm {name}." + (f" Mật khẩu: {password}" if password else ""))


@user.command("list", help="Liệt kê tài khoản.")
def list_accounts() -> None:
    """Print every account."""
    with _accounts() as (accounts, _, _):
        for staff in accounts.all():
            roles, places = ", ".join(sorted(staff.roles)), ", ".join(sorted(staff.places))
            state = "" if staff.is_active else "  (đã khóa)"
            click.echo(f"{staff.name}  {staff.shown_name}  [{roles}]  {places or 'mọi nơi'}{state}")


@user.command(help="Khóa tài khoản và kết thúc mọi phiên đăng nhập của nó.")
@click.argument("name")
def lock(name: str) -> None:
    """Shut an account."""
    from bot.accounts.actions import Action

    _change(name, Action.ACCOUNT_LOCKED, is_active=False)
    click.echo(f"Đã khóa {name}.")


@user.command(help="Mở lại tài khoản.")
@click.argument("name")
def unlock(name: str) -> None:
    """Open an account again."""
    from bot.accounts.actions import Action

    _change(name, Action.ACCOUNT_UNLOCKED, is_active=True)
    click.echo(f"Đã mở lại {name}.")


@user.command(help="Đặt mật khẩu mới và bỏ mã hai lớp (mất máy, quên mật khẩu).")
@click.argument("name")
@click.option(
    "--single-sign-on",
    is_flag=True,
    help="Thay vào đó: bỏ mật khẩu, nối lại với tài khoản cơ quan ở lần đăng nhập tới.",
)
def reset(name: str, single_sign_on: bool) -> None:
    """Give an account a new password and have its second factor set up anew."""
    from bot.accounts.actions import Action
    from bot.accounts.passwords import new_password

    if single_sign_on:
        _use_provider(name)
        return
    password = new_password()
    with _accounts() as (accounts, audit, database):
        accounts.set_password(name, password)
        accounts.forget_code(name)
        _end_sessions(database, accounts, name)
        audit.record(OPERATOR, Action.ACCOUNT_RESET, name)
    click.echo(f"Mật khẩu mới của {name}: {password}")


def _use_provider(name: str) -> None:
    from bot.accounts.actions import Action

    with _accounts() as (accounts, audit, database):
        accounts.use_provider(name)
        _end_sessions(database, accounts, name)
        audit.record(OPERATOR, Action.SINGLE_SIGN_ON_SET, name)
    click.echo(f"{name} đăng nhập bằng tài khoản cơ quan; lần đăng nhập tới sẽ nối lại.")


def _change(name: str, action: Action, is_active: bool) -> None:
    with _accounts() as (accounts, audit, database):
        accounts.set_active(name, is_active)
        _end_sessions(database, accounts, name)
        audit.record(OPERATOR, action, name)


def _end_sessions(database: Database, accounts: Accounts, name: str) -> None:
    from bot.accounts.sessions import Sessions

    Sessions(database).end_all_of(accounts.find(name).id)


@contextmanager
def _accounts() -> Iterator[tuple[Accounts, AuditTrail, Database]]:
    from bot.accounts.accounts import Accounts
    from bot.accounts.audit import AuditTrail
    from bot.settings import read_settings
    from bot.storage.opening import open_conversations

    with closing(open_conversations(read_settings())) as database:
        yield Accounts(database), AuditTrail(database), database


COMMANDS = (user,)
