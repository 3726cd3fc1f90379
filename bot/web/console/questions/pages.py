"""The routes of open questions and of the office's own answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.accounts.actions import Action
from bot.accounts.audit import AuditTrail
from bot.errors import InvalidMessage, NotAllowed
from bot.vietnam_time import today
from bot.web.console.guard import Guard, SignedIn
from bot.web.console.pages import console_page, go_to
from bot.web.console.questions.answer_form import (
    NOT_YOURS,
    FilledForm,
    fields_for,
    filled,
    is_seen,
    read_fields,
    require_own,
    told,
)
from bot.web.console.questions.open_questions import DAYS, OpenQuestions
from bot.web.console.questions.ports import OfficeAnswer, OfficeAnswers
from bot.web.console.questions.standings import STANDINGS

QUESTIONS, ANSWERS = "/quan-tri/cau-hoi", "/quan-tri/cau-hoi/tra-loi"
QUESTIONS_TITLE, ANSWERS_TITLE = "Câu hỏi chờ trả lời", "Câu trả lời của cơ quan"
#: Groups of questions on their page.
MAX_GROUPS = 100
#: What needs somebody: on top of the list.
BROKEN = ("document_gone", "words_gone")


@dataclass(frozen=True)
class Desk:
    """What these pages work with."""

    questions: OpenQuestions
    answers: OfficeAnswers
    audit: AuditTrail
    today: Callable[[], date] = today

    def seen(self, signed: SignedIn, answer_id: str) -> OfficeAnswer:
        """Return an answer that is somebody's to see. Raise InvalidMessage or NotAllowed."""
        answer = self.answers.get(answer_id)
        if not is_seen(signed.staff, answer):
            raise NotAllowed(NOT_YOURS)
        return answer

    def record(
        self, signed: SignedIn, action: Action, before: OfficeAnswer | None, after: OfficeAnswer
    ) -> None:
        """Write down what somebody did to an answer."""
        old = told(before) if before else None
        self.audit.record(signed.staff.name, action, after.id, old, told(after))


def router(guard: Guard, desk: Desk) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)
    _add_questions(routes, guard, desk)
    _add_new(routes, guard, desk)
    _add_list(routes, guard, desk)
    _add_one(routes, guard, desk)
    _add_decisions(routes, guard, desk)
    return routes


def _add_questions(routes: APIRouter, guard: Guard, desk: Desk) -> None:
    @routes.get(QUESTIONS)
    def show(signed: SignedIn = Depends(guard.requires("read"))) -> HTMLResponse:
        """List what was asked in vain, with what is under way to answer it."""
        by_wording = {
            wording: answer
            for answer in desk.answers.all()
            if is_seen(signed.staff, answer)
            for wording in answer.fields.wordings
        }
        return console_page(
            "questions.html", signed, title=QUESTIONS_TITLE, days=DAYS, standings=STANDINGS,
            groups=desk.questions.groups(signed.staff, MAX_GROUPS), answers=by_wording,
        )  # fmt: skip


def _add_new(routes: APIRouter, guard: Guard, desk: Desk) -> None:
    @routes.get(f"{QUESTIONS}/soan")
    def new(nhom: str = "", signed: SignedIn = Depends(guard.requires("edit"))) -> HTMLResponse:
        """Show the form of a new answer, filled for a group of questions."""
        group = desk.questions.find(signed.staff, nhom) if nhom else None
        fields = fields_for(group, signed.staff, desk.today())
        return _form_page(signed, filled(desk.answers, fields))

    @routes.post(ANSWERS)
    def save(signed: SignedIn = Depends(guard.requires("edit"))) -> Response:
        """Keep a new answer as a draft."""
        return _save(desk, signed, None)


def _add_list(routes: APIRouter, guard: Guard, desk: Desk) -> None:
    @routes.get(ANSWERS)
    def show(signed: SignedIn = Depends(guard.requires("read"))) -> HTMLResponse:
        """List the office's answers: first those that end soon or cannot be told."""
        seen = [answer for answer in desk.answers.all() if is_seen(signed.staff, answer)]
        urgent = [one for one in seen if one.is_ending or one.standing in BROKEN]
        urgent.sort(key=lambda one: one.last_day or date.max)
        return console_page(
            "answers.html", signed, title=ANSWERS_TITLE, urgent=urgent,
            others=[one for one in seen if one not in urgent], standings=STANDINGS,
        )  # fmt: skip


def _add_one(routes: APIRouter, guard: Guard, desk: Desk) -> None:
    @routes.get(ANSWERS + "/{answer_id}")
    def show(answer_id: str, signed: SignedIn = Depends(guard.requires("read"))) -> HTMLResponse:
        """Show an answer with what may be done to it."""
        return _answer_page(signed, desk.seen(signed, answer_id))

    @routes.get(ANSWERS + "/{answer_id}/sua")
    def edit(answer_id: str, signed: SignedIn = Depends(guard.requires("edit"))) -> HTMLResponse:
        """Show the form of an answer."""
        answer = desk.seen(signed, answer_id)
        return _form_page(signed, filled(desk.answers, answer.fields))

    @routes.post(ANSWERS + "/{answer_id}/sua")
    def save(answer_id: str, signed: SignedIn = Depends(guard.requires("edit"))) -> Response:
        """Keep an answer as a draft again."""
        return _save(desk, signed, desk.seen(signed, answer_id))


def _add_decisions(routes: APIRouter, guard: Guard, desk: Desk) -> None:
    @routes.post(ANSWERS + "/{answer_id}/duyet")
    def approve(answer_id: str, signed: SignedIn = Depends(guard.requires("publish"))) -> Response:
        """Let an answer be told."""
        staff, revision = signed.staff, signed.form.number("ban")
        return _decide(
            desk, signed, answer_id, Action.ANSWER_APPROVED,
            lambda: desk.answers.approve(answer_id, revision, staff.name, staff.shown_name),
        )  # fmt: skip

    @routes.post(ANSWERS + "/{answer_id}/rut")
    def withdraw(answer_id: str, signed: SignedIn = Depends(guard.requires("publish"))) -> Response:
        """Tell an answer no more."""
        revision = signed.form.number("ban")
        return _decide(
            desk, signed, answer_id, Action.ANSWER_WITHDRAWN,
            lambda: desk.answers.withdraw(answer_id, revision),
        )  # fmt: skip


def _save(desk: Desk, signed: SignedIn, before: OfficeAnswer | None) -> Response:
    """Keep what a form says, or show it again with more passages, or with what is wrong."""
    fields = read_fields(signed.form, before.id if before else "")
    if signed.form.text("viec", 20) == "tim":
        return _form_page(signed, filled(desk.answers, fields, signed.form.text("tim", 300)))
    require_own(signed.staff, fields.places)
    if before:
        require_own(signed.staff, before.fields.places)
    try:
        after = desk.answers.save(fields, signed.staff.name)
    except InvalidMessage as error:
        return _form_page(signed, filled(desk.answers, fields), str(error))
    desk.record(signed, Action.ANSWER_SAVED, before, after)
    return go_to(f"{ANSWERS}/{after.id}")


def _decide(
    desk: Desk,
    signed: SignedIn,
    answer_id: str,
    action: Action,
    decide: Callable[[], OfficeAnswer],
) -> Response:
    before = desk.seen(signed, answer_id)
    require_own(signed.staff, before.fields.places)
    try:
        after = decide()
    except InvalidMessage as error:
        return _answer_page(signed, before, str(error))
    desk.record(signed, action, before, after)
    return go_to(f"{ANSWERS}/{answer_id}")


def _form_page(signed: SignedIn, form: FilledForm, sentence: str = "") -> HTMLResponse:
    title = "Sửa câu trả lời" if form.fields.id else "Soạn câu trả lời"
    action = f"{ANSWERS}/{form.fields.id}/sua" if form.fields.id else ANSWERS
    return console_page(
        "answer_form.html", signed, title=title, status=400 if sentence else 200,
        form=form, fields=form.fields, action=action, sentence=sentence,
    )  # fmt: skip


def _answer_page(signed: SignedIn, answer: OfficeAnswer, sentence: str = "") -> HTMLResponse:
    return console_page(
        "answer.html", signed, title="Câu trả lời", status=400 if sentence else 200,
        answer=answer, fields=answer.fields, standings=STANDINGS, sentence=sentence,
    )  # fmt: skip
