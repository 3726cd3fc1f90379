"""The accounts of staff: added, changed, shut."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from bot.accounts.accounts import Accounts
from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.accounts.model import Role, Staff, told
from bot.accounts.parameters import MAX_NAME
from bot.accounts.passwords import new_password
from bot.accounts.sessions import Sessions
from bot.errors import InvalidAccount, InvalidMessage
from bot.web.console.forms import Form
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import console_page

OWN = "Với tài khoản của chính mình, việc này phải nhờ quản trị viên khác."
#: What a form may ask for, and what the audit trail calls it.
ACTIONS: Mapping[str, Action] = {
    "sua": Action.ACCOUNT_CHANGED,
    "khoa": Action.ACCOUNT_LOCKED,
    "mo": Action.ACCOUNT_UNLOCKED,
    "mat-khau": Action.PASSWORD_RESET,
    "ma": Action.SECOND_FACTOR_RESET,
    "co-quan": Action.SINGLE_SIGN_ON_SET,
}


class People:
    """What an administrator does to accounts; each change is written down and ends their sessions."""

    def __init__(
        self,
        accounts: Accounts,
        sessions: Sessions,
        audit: AuditTrail,
        has_provider: bool = False,
        bare_name: Callable[[str], str] = str.strip,
    ) -> None:
        self._bare_name = bare_name
        self.accounts, self._sessions, self._audit = accounts, sessions, audit
        #: Whether the office has a provider by which they may sign in.
        self.has_provider = has_provider

    def add(self, who: Staff, form: Form) -> tuple[Staff, str]:
        """Add an account; return it and its first password, if it has one. Raise InvalidAccount."""
        is_of_provider = self.has_provider and bool(form.text("co-quan", 20))
        password = "" if is_of_provider else new_password()
        staff = self.accounts.add(
            form.text("ten", 100), form.text("ho-ten"), password, *self._rights(form)
        )
        self._audit.record(who.name, Action.ACCOUNT_ADDED, staff.name, None, told(staff))
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
        elif action == "co-quan" and self.has_provider:
            self._refuse_own(who, name, True)
            self.accounts.use_provider(name)
            sentence = "Từ nay đăng nhập bằng tài khoản cơ quan; lần đăng nhập tới sẽ nối lại."
        else:
            raise InvalidMessage("Không rõ việc cần làm.")
        after = self.accounts.find(name)
        # First: what they may do no more must end even where the trail cannot be written.
        self._sessions.end_all_of(after.id)
        self._audit.record(who.name, ACTIONS[action], name, told(before), told(after))
        return sentence, password

    def _edit(self, who: Staff, before: Staff, form: Form) -> str:
        roles, places = self._rights(form)
        self._refuse_own(who, before.name, Role.ADMINISTRATOR not in roles)
        self.accounts.change(before.name, form.text("ho-ten"), roles, places)
        return "Đã lưu."

    def _rights(self, form: Form) -> tuple[list[Role], list[str]]:
        """Return the roles and places that a form names. Raise InvalidAccount."""
        try:
            roles = [Role(value) for value in form.texts("vai")]
        except ValueError as error:
            raise InvalidAccount("Không có vai như vậy.") from error
        lines = form.text("noi", 4000).splitlines()
        # As documents name them: a name that is written otherwise would see nothing.
        return roles, [self._bare_name(line) for line in lines if line.strip()]

    def _refuse_own(self, who: Staff, name: str, is_loss: bool) -> None:
        """Raise InvalidAccount where the last one who could undo it locks the door on themselves."""
        if is_loss and who.name == name:
            raise InvalidAccount(OWN)


def router(guard: Guard, people: People) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/quan-tri", include_in_schema=False)
    _add_list(routes, guard, people)
    _add_one(routes, guard, people)
    return routes


def _add_list(routes: APIRouter, guard: Guard, people: People) -> None:
    def page(signed: SignedIn, status: int = 200, **values: object) -> HTMLResponse:
        values = {"sentence": "", "is_wrong": status != 200, "password": "", "added": "", **values}
        accounts = people.accounts.all()
        return console_page(
            "people.html", signed, title="Tài khoản", status=status,
            people=accounts, person=None, longest=MAX_NAME, has_provider=people.has_provider,
            **values,
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
        return page(signed, password=password, added=staff.name)


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
        person=person, sentence=sentence, is_wrong=status != 200, has_provider=people.has_provider,
    )  # fmt: skip
