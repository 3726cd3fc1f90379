"""Staff of a test: an account with a session, and what their browser does at the desk."""

from __future__ import annotations

import hashlib
import re
from contextlib import closing
from dataclasses import dataclass

import httpx

from bot.accounts.accounts import Accounts
from bot.accounts.model import Role
from bot.accounts.sessions import Session, Sessions
from bot.settings import Settings
from bot.storage.opening import open_conversations
from bot.web.console.guard import COOKIE, CSRF_HEADER

PASSWORD = "mat-khau-rat-dai"
DESK = "/quan-tri/truc"
#: The whole week: a test is run at any time.
ALWAYS = {"THIDUA_HANDOVER_HOURS": "T2-CN 0:00-24:00", "THIDUA_HANDOVER_HOLIDAYS": ""}


def signed_in(settings: Settings, name: str, shown_name: str = "") -> Session:
    """Add an account of someone who attends; return a session of theirs."""
    with closing(open_conversations(settings)) as database:
        staff = Accounts(database).add(name, shown_name or name, PASSWORD, [Role.ATTENDANT], [])
        return Sessions(database).begin(staff.id, is_complete=True)


def derived_key(text: str) -> str:
    """Return the word that an answer bears: the same text is the same answer."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class StaffClient:
    """What a browser of staff does; `http` is a client of the assistant."""

    http: httpx.Client
    session: Session

    def get(self, path: str = "") -> httpx.Response:
        """Return a page of the desk."""
        return self.http.get(f"{DESK}{path}", headers=self._headers)

    def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Post a form of the desk."""
        return self.http.post(
            f"{DESK}{path}", data=fields, headers=self._headers, follow_redirects=False
        )

    def waiting(self) -> list[int]:
        """Return the numbers of the conversations that the queue offers."""
        listed = self.get().text.partition("Đang trả lời")[0]
        return [int(number) for number in re.findall(rf'href="{DESK}/(\d+)"', listed)]

    def take(self, number: int) -> bool:
        """Take a conversation; whether it is theirs now."""
        return self.post(f"/{number}/nhan").status_code == 303

    def answer(self, number: int, text: str, key: str = "", **fields: str | list[str]) -> int:
        """Send an answer; return the status, 303 where it was taken."""
        return self.post(
            f"/{number}/tra-loi", loi=text, khoa=key or derived_key(text), **fields
        ).status_code

    def give_back(self, number: int) -> bool:
        """Give a conversation back; whether it was theirs."""
        return self.post(f"/{number}/tra-lai").status_code == 303

    @property
    def _headers(self) -> dict[str, str]:
        # Not the client's own cookies: several of staff share it.
        return {CSRF_HEADER: self.session.csrf, "Cookie": f"{COOKIE}={self.session.key}"}
