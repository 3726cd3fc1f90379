"""The accounts of staff: added, changed, shut; and the audit trail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from bot.accounts.accounts import Accounts
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role, Staff
from bot.accounts.parameters import MAX_ENTRIES
from bot.accounts.passwords import new_password
from bot.accounts.sessions import Sessions
from bot.errors import InvalidAccount, InvalidMessage
from bot.web.console.forms import Form
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import console_page

OWN = "Anh/chị không tự khóa hay bỏ quyền quản trị của chính mình."


class People:
    """What an administrator does to accounts; each change is written down and ends their sessions."""

    def __init__(self, accounts: Accounts, sessions: Sessions, audit: AuditTrail) -> None:
        self.accounts, self._sessions, self.audit = accounts, sessions, audit

    def add(self, who: Staff, form: Form) -> tuple[Staff, str]:
        """Add an account; return it and its first password. Raise InvalidAccount."""
        password = new_password()
        staff = self.accounts.add(
            form.text("ten", 100), form.text("ho-ten"), password, *_rights(form)
        )
        self.audit.record(who.name, "account added", staff.name, None, _told(staff))
        return staff, password

    def change(self, who: Staff, name: str, form: Form) -> tuple[str, str]:
        """Do what a form asks for; return what is said of it, and a new password if one was made.

        Raise InvalidAccount.
        """
        action, before = form.text("viec", 20), self.accounts.find(name)
        password = ""
        if action == "sua":
            sentence = self._edit(who, before, form)
        elif action in ("khoa", "mo"):
            self._refuse_own(who, name, action == "khoa")
            self.accounts.set_active(name, action == "mo")
            sentence = "Đã mở lại." if action == "mo" else "Đã khóa."
        elif action == "mat-khau":
            password, sentence = new_password(), ""
            self.accounts.set_password(name, password)
        elif action == "ma":
            self.accounts.forget_code(name)
            sentence = "Đã bỏ mã hai lớp: lần đăng nhập sau sẽ đăng ký lại."
        else:
            raise InvalidMessage("Không rõ việc cần làm.")
        after = self.accounts.find(name)
        self.audit.record(who.name, f"account: {action}", name, _told(before), _told(after))
        self._sessions.end_all_of(after.id)
        return sentence, password

    def _edit(self, who: Staff, before: Staff, form: Form) -> str:
        roles, places = _rights(form)
        self._refuse_own(who, before.name, Role.ADMINISTRATOR not in roles)
        self.accounts.change(before.name, form.text("ho-ten"), roles, places)
        return "Đã lưu."

    def _refuse_own(self, who: Staff, name: str, is_loss: bool) -> None:
        """Raise InvalidAccount where the last one who could undo it locks the door on themselves."""
        if is_loss and who.name == name:
            raise InvalidAccount(OWN)


def router(guard: Guard, people: People) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/quan-tri", include_in_schema=False)
    _add_list(routes, guard, people)
    _add_one(routes, guard, people)
    _add_audit(routes, guard, people.audit)
    return routes


def _add_list(routes: APIRouter, guard: Guard, people: People) -> None:
    def page(signed: SignedIn, status: int = 200, **values: object) -> HTMLResponse:
        told = {
            "sentence": "",
            "is_wrong": status != 200,
            "password": "",
            "password_of": "",
            **values,
        }
        accounts = people.accounts.all()
        return console_page(
            "people.html", signed, title="Tài khoản", status=status,
            people=accounts, person=None, **told,
        )  # fmt: skip

    @routes.get("/nguoi-dung")
    def show(signed: SignedIn = Depends(guard.requires("administer"))) -> HTMLResponse:
        """List the accounts."""
        return page(signed)

    @routes.post("/nguoi-dung")
    def add(signed: SignedIn = Depends(guard.requires("administer"))) -> HTMLResponse:
        """Add an account and show its first password once."""
        try:
            staff, password = people.add(signed.staff, signed.form)
        except InvalidAccount as error:
            return page(signed, 400, sentence=str(error))
        return page(signed, password=password, password_of=staff.name)


def _add_one(routes: APIRouter, guard: Guard, people: People) -> None:
    @routes.get("/nguoi-dung/{name}")
    def show(name: str, signed: SignedIn = Depends(guard.requires("administer"))) -> HTMLResponse:
        """Show an account."""
        return _person_page(people, signed, name, lambda: ("", ""))

    @routes.post("/nguoi-dung/{name}")
    def change(name: str, signed: SignedIn = Depends(guard.requires("administer"))) -> HTMLResponse:
        """Change an account."""
        return _person_page(
            people, signed, name, lambda: people.change(signed.staff, name, signed.form)
        )


def _person_page(
    people: People, signed: SignedIn, name: str, change: Callable[[], tuple[str, str]]
) -> HTMLResponse:
    """Do something to an account and show it; one that is not there is said not to be."""
    status, password = 200, ""
    try:
        sentence, password = change()
    except InvalidAccount as error:
        status, sentence = 400, str(error)
    try:
        person = people.accounts.find(name)
    except InvalidAccount as error:
        raise InvalidMessage(str(error)) from error
    if password:
        sentence = f"Mật khẩu mới: {password} (chỉ hiện lần này)."
    return console_page(
        "person.html", signed, title=f"Tài khoản {name}", status=status,
        person=person, sentence=sentence, is_wrong=status != 200,
    )  # fmt: skip


def _add_audit(routes: APIRouter, guard: Guard, audit: AuditTrail) -> None:
    @routes.get("/nhat-ky")
    async def show(
        truoc: int | None = None, signed: SignedIn = Depends(guard.requires("administer"))
    ) -> HTMLResponse:
        """Show who changed what, newest first; `truoc` is the entry before which to go on."""
        changes = await asyncio.to_thread(audit.entries, truoc)
        older = changes[-1].id if len(changes) == MAX_ENTRIES else None
        return console_page(
            "audit.html", signed, title="Nhật ký thay đổi", changes=changes, older=older
        )


def _rights(form: Form) -> tuple[list[Role], list[str]]:
    """Return the roles and places that a form names. Raise InvalidAccount."""
    try:
        roles = [Role(value) for value in form.texts("vai")]
    except ValueError as error:
        raise InvalidAccount("Không có vai như vậy.") from error
    lines = form.text("noi", 4000).splitlines()
    return roles, [line.strip() for line in lines if line.strip()]


def _told(staff: Staff) -> dict[str, object]:
    """Return what the audit trail tells of an account."""
    return {
        "họ tên": staff.shown_name,
        "vai": sorted(staff.roles),
        "nơi": sorted(staff.places),
        "mã hai lớp": staff.has_code,
        "dùng được": staff.is_active,
    }
