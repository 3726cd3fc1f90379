"""The console put together: accounts, sessions, and a router for each of its parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from bot.accounts.accounts import Accounts
from bot.accounts.audit import AuditTrail
from bot.accounts.seal import Seal
from bot.accounts.sessions import Sessions
from bot.accounts.sign_ons import SignOns
from bot.assembly.office import LibraryAnswers, LibraryRules
from bot.assembly.sources import LibrarySources
from bot.delivery.limits import rate_limit
from bot.document_desk.documents import Documents
from bot.errors import InvalidMessage, NotAllowed, SignInNeeded
from bot.handover.desk import HandoverDesk
from bot.handover.records import handover_figures
from bot.operations.feedback import FeedbackLog
from bot.operations.machine_secret import conversation_secret
from bot.operations.turn_journal import TurnJournal
from bot.settings import Settings
from bot.stores import Stores
from bot.web.console import audit as audit_pages
from bot.web.console import home, people, reports, rules, sign_in, single_sign_on
from bot.web.console.attending import conversation, queue
from bot.web.console.documents.desk import REFUSED, refused
from bot.web.console.guard import Guard
from bot.web.console.pages import invalid, no_such_page, not_allowed, sign_in_needed, wrong_address
from bot.web.console.parameters import TRIES_PER_ADDRESS, TRIES_PER_NAME
from bot.web.console.questions import pages as questions
from bot.web.console.questions.open_questions import OpenQuestions
from bot.web.console.waiting_work import WaitingWork
from knowledge.law import topic_names
from knowledge.library import Library
from knowledge.understanding import QuestionClusters

if TYPE_CHECKING:
    # It is loaded where an office has a provider.
    from bot.accounts.provider import Provider


def add_console(
    app: FastAPI,
    settings: Settings,
    stores: Stores,
    desk: HandoverDesk,
    library: Library,
    documents: Documents,
) -> None:
    """Add the console's pages to an app."""
    seal = Seal(conversation_secret(settings.var, stores.database))
    accounts, sessions = Accounts(stores.database, seal=seal), Sessions(stores.database)
    accounts.seal_secrets()
    audit, guard = AuditTrail(stores.database), Guard(accounts, sessions)
    question_desk = _question_desk(stores, library, audit)
    work = WaitingWork(desk, documents.list, question_desk)
    for router in (
        *_account_routers(guard, settings, stores, accounts, sessions, audit, library, work),
        documents.router(guard),
        reports.router(guard, _reports(settings, stores)),
        questions.router(guard, question_desk),
        rules.router(guard, LibraryRules(library), audit),
        queue.router(guard, desk),
        conversation.router(
            guard, conversation.ConversationPages(desk, LibrarySources(library), audit)
        ),
    ):
        app.include_router(router)
    app.add_exception_handler(SignInNeeded, sign_in_needed)
    app.add_exception_handler(NotAllowed, not_allowed)
    app.add_exception_handler(InvalidMessage, invalid)
    app.add_exception_handler(RequestValidationError, wrong_address)
    app.add_exception_handler(HTTPException, no_such_page)
    for refusal in REFUSED:
        app.add_exception_handler(refusal, refused)


def _account_routers(
    guard: Guard,
    settings: Settings,
    stores: Stores,
    accounts: Accounts,
    sessions: Sessions,
    audit: AuditTrail,
    library: Library,
    work: WaitingWork,
) -> tuple[APIRouter, ...]:
    """Return the routes of signing in, of accounts and of the audit trail."""
    tries = rate_limit(TRIES_PER_NAME, "sign-in", stores.redis)
    signing_in = sign_in.SignInParts(
        accounts=accounts,
        sessions=sessions,
        audit=audit,
        names=tries,
        addresses=rate_limit(TRIES_PER_ADDRESS, "sign-in-address", stores.redis),
        public_url=settings.public_url,
        provider=single_sign_on.START if settings.sign_on.issuer else "",
    )
    single = single_sign_on.SingleSignOn(signing_in, SignOns(stores.database), _provider(settings))
    people_of = people.People(
        accounts,
        sessions,
        audit,
        bool(settings.sign_on.issuer),
        lambda typed: library.snapshot().gazetteer.bare_name(typed),
    )
    return (
        sign_in.router(guard, signing_in),
        single_sign_on.router(single),
        home.router(guard, accounts, sessions, audit, tries, work.of),
        people.router(guard, people_of),
        audit_pages.router(guard, audit),
    )


def _reports(settings: Settings, stores: Stores) -> reports.Reports:
    def topic_name(topic: str) -> str:
        return topic_names().get(topic, topic)

    handovers = partial(handover_figures, stores.database)
    return reports.Reports(stores.database, topic_name, settings.keep_days, handovers)


def _provider(settings: Settings) -> Provider | None:
    """Return the office's own provider of identities, where it has one.

    Where it sends people back to comes from the settings, never from a request.
    """
    if not settings.sign_on.issuer:
        return None
    from bot.accounts.provider import Provider

    own = settings.public_url or settings.address
    return Provider(settings.sign_on, f"{own}{single_sign_on.RETURN}")


def _question_desk(stores: Stores, library: Library, audit: AuditTrail) -> questions.Desk:
    """Return what the pages of questions and answers work with."""
    journal, feedback = TurnJournal(stores.database), FeedbackLog(stores.database)
    answers = LibraryAnswers(library)
    open_questions = OpenQuestions(
        journal, feedback, QuestionClusters().update, answers.place_of, lambda: library.version
    )
    return questions.Desk(open_questions, answers, audit)
