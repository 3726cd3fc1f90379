"""The form of an office's own answer: read from what a browser sends, filled for what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.accounts.model import Staff
from bot.errors import NotAllowed
from bot.web.console.forms import Form
from bot.web.console.questions.open_questions import QuestionGroup
from bot.web.console.questions.ports import AnswerFields, OfficeAnswer, OfficeAnswers, Source
from bot.web.console.questions.standings import STATES

#: Web addresses that a form asks for; letters of a field of lines.
ADDRESSES, MAX_LINES = 2, 4_000
#: How long a new answer is told unless its author says otherwise.
DEFAULT_YEAR = timedelta(days=365)
NOT_YOURS = "Anh/chị chỉ soạn, duyệt, rút câu trả lời của nơi mình phụ trách."


@dataclass(frozen=True)
class FilledForm:
    """What a form shows: its fields, and passages to tick, those ticked first."""

    fields: AnswerFields
    passages: Sequence[Source]
    search: str = ""

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """The web addresses given, with empty ones to fill in."""
        given = list(self.fields.addresses)
        return [*given, *[("", "")] * max(0, ADDRESSES - len(given))]


def read_fields(form: Form, answer_id: str = "") -> AnswerFields:
    """Return what a form says. Raise InvalidMessage for what cannot be read."""
    pairs = zip(form.texts("dia-chi"), (*form.texts("ten-nguon"), "", ""), strict=False)
    return AnswerFields(
        id=answer_id,
        revision=form.number("ban"),
        wordings=_lines(form, "cach-hoi"),
        text=form.text("tra-loi", MAX_LINES).replace("\r\n", "\n"),
        quotes=form.texts("nguon"),
        addresses=tuple((a.strip(), title.strip()) for a, title in pairs if a.strip()),
        places=_lines(form, "noi"),
        holds_from=form.day("tu-ngay"),
        holds_to=form.day("den-ngay"),
        expires=form.day("het-han"),
        office=form.text("co-quan", 200),
    )


def _lines(form: Form, name: str) -> tuple[str, ...]:
    lines = (line.strip() for line in form.text(name, MAX_LINES).splitlines())
    return tuple(line for line in lines if line)


def fields_for(group: QuestionGroup | None, staff: Staff, today: date) -> AnswerFields:
    """Return the fields of a new answer to a group of questions, from today on for a year.

    It is for the place asked about most often, else for one of those its author looks after.
    """
    asked_of = [name for name, _ in group.places] if group else []
    places = asked_of[:1] or sorted(staff.places)[:1]
    return AnswerFields(
        wordings=(group.text,) if group else (),
        places=tuple(places),
        holds_from=today,
        expires=today + DEFAULT_YEAR,
    )


def filled(answers: OfficeAnswers, fields: AnswerFields, search: str = "") -> FilledForm:
    """Return a form with what was ticked, and the passages nearest to what is looked for."""
    ticked = list(answers.quoted(fields.quotes))
    wanted = search or next(iter(fields.wordings), "")
    nearest = answers.nearest(wanted) if wanted else ()
    keys = {source.key for source in ticked}
    more = [source for source in nearest if source.key not in keys]
    return FilledForm(fields, [*ticked, *more], search)


def require_own(staff: Staff, places: Sequence[str]) -> None:
    """Raise NotAllowed where somebody who looks after some places changes an answer of others."""
    if not all(map(staff.may_change, places or (None,))):
        raise NotAllowed(NOT_YOURS)


def is_seen(staff: Staff, answer: OfficeAnswer) -> bool:
    """Whether an answer is somebody's to see."""
    return any(map(staff.sees, answer.fields.places or (None,)))


def told(answer: OfficeAnswer) -> dict[str, object]:
    """Return what the audit trail tells of an answer.

    Of its wordings only how many there are: they began as the words of somebody who may have them
    erased, and the trail is kept for ever.
    """
    fields = answer.fields
    return {
        "trạng thái": STATES[answer.state],
        "số cách hỏi": len(fields.wordings),
        "trả lời": fields.text,
        "nguồn": [source.address or f"{source.title}: {source.quote}" for source in answer.sources],
        "nơi": list(fields.places),
        "từ ngày": fields.holds_from,
        "đến ngày": fields.holds_to,
        "hết hạn": fields.expires,
        "cơ quan": fields.office,
        "người duyệt": answer.approver,
    }
