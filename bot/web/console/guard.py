"""Who may do what: every route of the console asks here first.

What changes something carries the session's CSRF token, in the header that htmx sends or in a field
of the form (https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html).
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request

from bot.accounts.accounts import Accounts
from bot.accounts.model import Permission, Staff
from bot.accounts.sessions import Session, Sessions
from bot.errors import NotAllowed, SignInNeeded
from bot.web.console.forms import Form, read_files, read_form

COOKIE = "thidua_console"
CSRF_HEADER, CSRF_FIELD = "X-CSRF-Token", "csrf"
SAFE_METHODS = ("GET", "HEAD")
FORBIDDEN = "Anh/chị không có quyền làm việc này."
STALE = "Trang đã cũ: anh/chị tải lại trang rồi làm lại."


@dataclass(frozen=True)
class SignedIn:
    """Who asks, with their session and the form that came."""

    staff: Staff
    session: Session
    form: Form

    @property
    def csrf(self) -> str:
        """The token that this session's forms carry."""
        return self.session.csrf


Requirement = Callable[[Request], Awaitable[SignedIn]]


class Guard:
    """Lets a request in that may do what it asks for."""

    def __init__(self, accounts: Accounts, sessions: Sessions) -> None:
        self._accounts, self._sessions = accounts, sessions

    def requires(
        self, permission: Permission, has_files: bool = False, is_activity: bool = True
    ) -> Requirement:
        """Return a dependency for a route: who asks, if they may. `has_files` lets files come.

        What a page asks by itself every few seconds is no activity of theirs.

        It raises SignInNeeded or NotAllowed, which become a page (`pages.py`).
        """
        read = read_files if has_files else read_form

        async def requirement(request: Request) -> SignedIn:
            return await self.enter(
                request, permission=permission, read=read, is_activity=is_activity
            )

        # The table of routes and roles in the tests is read off here.
        requirement.permission = permission  # type: ignore[attr-defined]
        return requirement

    async def enter(
        self,
        request: Request,
        is_complete: bool = True,
        permission: Permission | None = None,
        read: Callable[[Request], Awaitable[Form]] = read_form,
        is_activity: bool = True,
    ) -> SignedIn:
        """Return who asks; with `is_complete` a second factor was shown.

        Raise SignInNeeded, or NotAllowed without the permission or, for a change, without this
        session's token.
        """
        session, staff = await asyncio.to_thread(
            self._find, request.cookies.get(COOKIE, ""), is_activity
        )
        if is_complete and not session.is_complete:
            raise SignInNeeded("Anh/chị cần đăng ký mã hai lớp trước.")
        if permission and not staff.may(permission):
            # Before anything is read: what they send may be large.
            raise NotAllowed(FORBIDDEN)
        form = Form()
        if request.method not in SAFE_METHODS:
            form = await read(request)
            token = request.headers.get(CSRF_HEADER) or form.text(CSRF_FIELD)
            if not hmac.compare_digest(token.encode(), session.csrf.encode()):
                form.close()
                raise NotAllowed(STALE)
        return SignedIn(staff, session, form)

    def _find(self, key: str, is_activity: bool) -> tuple[Session, Staff]:
        session = self._sessions.find(key, is_activity) if key else None
        staff = self._accounts.by_id(session.staff_id) if session else None
        if session is None or staff is None:
            raise SignInNeeded("Anh/chị cần đăng nhập.")
        return session, staff
