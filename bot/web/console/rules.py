"""The rules of the law: how sure each is; a named person says that they compared one with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.errors import InvalidMessage, NotAllowed
from bot.vietnam_time import today
from bot.web.console.forms import Form
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import console_page, go_to

PATH, TITLE = "/quan-tri/quy-dinh", "Quy định của pháp luật"
#: A rule of the law holds in all places: who looks after some of them does not vouch for it.
NOT_YOURS = "Quy định áp dụng cả nước: chỉ người phụ trách mọi nơi xác nhận được."
STATES = {
    "verified": "đã đối chiếu",
    "partly": "mới đối chiếu một phần",
    "unverified": "chưa đối chiếu",
}


class Verification(Protocol):
    """Who compared a rule with which source, and when."""

    @property
    def verifier(self) -> str:
        """Their name."""
        ...

    @property
    def place(self) -> str:
        """The article."""
        ...

    @property
    def address(self) -> str:
        """Where it was read, "" for a text on paper."""
        ...

    @property
    def day(self) -> date:
        """The day."""
        ...


@dataclass(frozen=True)
class ShownRule:
    """A rule as it is shown; `state` is that of the catalogue.

    `is_verified` tells that it is told without the line that it must be checked.
    """

    id: str
    about: str
    awards: tuple[str, ...]
    says: str
    text: str
    place: str
    days: str
    state: str
    sources: tuple[tuple[str, str], ...]
    verification: Verification | None
    is_verified: bool


class LawRules(Protocol):
    """The rules of the law. What cannot be done raises InvalidMessage with a sentence."""

    def all(self, search: str) -> Sequence[ShownRule]:
        """Return the rules that hold the words looked for; all for ""."""
        ...

    def get(self, rule: str) -> ShownRule:
        """Return one rule."""
        ...

    def verify(self, rule: str, verifier: str, place: str, address: str, day: date) -> None:
        """Say that somebody has compared a rule with its source."""
        ...

    def take_back(self, rule: str, verifier: str, day: date) -> None:
        """Let a rule be as sure as it was."""
        ...


@dataclass(frozen=True)
class Given:
    """What a form held that was not accepted."""

    place: str = ""
    address: str = ""


def router(
    guard: Guard, rules: LawRules, audit: AuditTrail, today: Callable[[], date] = today
) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)
    _add_list(routes, guard, rules)
    _add_one(routes, guard, rules, audit, today)
    return routes


def _add_list(routes: APIRouter, guard: Guard, rules: LawRules) -> None:
    @routes.get(PATH)
    def show(
        tim: str = "",
        tat_ca: str = Query("", alias="tat-ca"),
        signed: SignedIn = Depends(guard.requires("read")),
    ) -> HTMLResponse:
        """List the rules that are to be compared, or all."""
        every, search = rules.all(""), tim[:200]
        sought = rules.all(search) if search.strip() else every
        found = [rule for rule in sought if tat_ca or rule.state != "verified"]
        return console_page(
            "rules.html", signed, title=TITLE, states=STATES, search=search,
            shows_all=bool(tat_ca), rules=found, total=len(every),
            verified=sum(rule.is_verified for rule in every),
        )  # fmt: skip


def _add_one(
    routes: APIRouter,
    guard: Guard,
    rules: LawRules,
    audit: AuditTrail,
    today: Callable[[], date],
) -> None:
    @routes.get(PATH + "/{rule}")
    def show(rule: str, signed: SignedIn = Depends(guard.requires("read"))) -> HTMLResponse:
        """Show a rule with what it rests on."""
        return _page(signed, rules.get(rule))

    @routes.post(PATH + "/{rule}")
    def decide(rule: str, signed: SignedIn = Depends(guard.requires("publish"))) -> Response:
        """Say that one has compared a rule with its source, or take that back."""
        if not signed.staff.may_change(None):
            raise NotAllowed(NOT_YOURS)
        before, form, name = rules.get(rule), signed.form, signed.staff.shown_name
        given = Given(form.text("dieu", 300), form.text("dia-chi", 600))
        try:
            action = _decide(rules, rule, form, given, name, today())
        except InvalidMessage as error:
            return _page(signed, before, str(error), given)
        told = _told(before), _told(rules.get(rule))
        audit.record(signed.staff.name, action, rule, *told)
        return go_to(f"{PATH}/{rule}")


def _decide(rules: LawRules, rule: str, form: Form, given: Given, name: str, day: date) -> Action:
    if form.text("viec", 20) == "doi-chieu":
        rules.verify(rule, name, given.place, given.address, day)
        return Action.RULE_VERIFIED
    if form.text("viec", 20) == "bo":
        rules.take_back(rule, name, day)
        return Action.RULE_TAKEN_BACK
    raise InvalidMessage("Không rõ việc cần làm.")


def _page(
    signed: SignedIn, rule: ShownRule, sentence: str = "", given: Given | None = None
) -> HTMLResponse:
    return console_page(
        "rule.html", signed, title="Quy định", status=400 if sentence else 200,
        rule=rule, states=STATES, sentence=sentence, given=given or Given(),
    )  # fmt: skip


def _told(rule: ShownRule) -> Mapping[str, object]:
    """Return what the audit trail tells of a rule."""
    found = rule.verification
    who = {"người": found.verifier, "điều": found.place, "địa chỉ": found.address} if found else {}
    return {"quy định": rule.says, "đã đối chiếu": rule.is_verified, **who}
