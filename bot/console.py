"""The console put together: accounts, sessions, and a router for each of its parts."""

from __future__ import annotations

from fastapi import FastAPI

from bot.accounts.accounts import Accounts
from bot.accounts.audit import AuditTrail
from bot.accounts.sessions import Sessions
from bot.delivery.limits import rate_limit
from bot.document_desk.documents import Documents
from bot.errors import InvalidMessage, NotAllowed, SignInNeeded
from bot.settings import Settings
from bot.stores import Stores
from bot.web.console import home, people, reports, sign_in
from bot.web.console.documents.desk import REFUSED, refused
from bot.web.console.guard import Guard
from bot.web.console.pages import invalid, not_allowed, sign_in_needed
from bot.web.console.parameters import TRIES_PER_ADDRESS, TRIES_PER_NAME
from knowledge.law import topic_names


def add_console(app: FastAPI, settings: Settings, stores: Stores, documents: Documents) -> None:
    """Add the console's pages to an app."""
    accounts, sessions = Accounts(stores.database), Sessions(stores.database)
    audit, guard = AuditTrail(stores.database), Guard(accounts, sessions)
    tries = rate_limit(TRIES_PER_NAME, "sign-in", stores.redis)
    signing_in = sign_in.SignInParts(
        accounts=accounts,
        sessions=sessions,
        audit=audit,
        names=tries,
        addresses=rate_limit(TRIES_PER_ADDRESS, "sign-in-address", stores.redis),
        is_secure=settings.public_url.startswith("https://"),
    )
    for router in (
        sign_in.router(guard, signing_in),
        home.router(guard, accounts, sessions, audit, tries),
        people.router(guard, people.People(accounts, sessions, audit)),
        documents.router(guard),
        reports.router(guard, _reports(settings, stores)),
    ):
        app.include_router(router)
    app.add_exception_handler(SignInNeeded, sign_in_needed)
    app.add_exception_handler(NotAllowed, not_allowed)
    app.add_exception_handler(InvalidMessage, invalid)
    for refusal in REFUSED:
        app.add_exception_handler(refusal, refused)


def _reports(settings: Settings, stores: Stores) -> reports.Reports:
    def topic_name(topic: str) -> str:
        return topic_names().get(topic, topic)

    return reports.Reports(stores.database, topic_name, settings.keep_days)
