"""National movements: who launched them, by which plan, for which period, how they stand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from knowledge.answering import Context, Draft, bullet_list, message
from knowledge.language import fold, format_date, one_line
from knowledge.law.catalogue import catalogue
from knowledge.law.citations import cite_movement
from knowledge.law.model import Movement, Period
from knowledge.law.question import LawQuestion

#: How a movement stands, which no campaign document tells.
STANDING = re.compile(
    r"ket thuc|den (nam|khi|het|bao)|\bcon (hieu luc|dien ra|khong|trien khai|keo dai|chay)|"
    r"da (xong|het)|dang dien ra|bat dau|tu nam nao|giai doan nao|keo dai"
)
LISTING = re.compile(
    r"(cac|nhung|liet ke|may|bao nhieu) phong trao( thi dua)?.*"
    r"(toan quoc|ca nuoc|thu tuong|trung uong)|"
    r"(thu tuong( chinh phu)?|trung uong) (da |dang )?phat dong( duoc)?"
    r" (cac|nhung|may|bao nhieu) phong trao|"
    r"phong trao( thi dua)? (toan quoc|ca nuoc|cap quoc gia|quoc gia) (nao|hien|dang)|"
    r"(toan quoc|ca nuoc) (co|dang co) (nhung|cac|may) phong trao"
)
MovementState = Literal["running", "open", "ended", "not_begun"]


def compose_movement(context: Context, law: LawQuestion, only_standing: bool) -> Draft | None:
    """Return the national movement a question names, or those that run; None for neither.

    `only_standing`: a movement is told only when the question asks how it stands; what a campaign
    says of it is told from the campaign's document.
    """
    asked = fold(one_line(context.question.text))
    named = [
        movement
        for movement in catalogue().movements
        if any(fold(word) in asked for word in movement.keywords)
    ]
    if named and (not only_standing or STANDING.search(asked)):
        return write_movement(named[0], law)
    return _list_running(law) if LISTING.search(asked) else None


def period_on(movement: Movement, day: date) -> tuple[Period, MovementState]:
    """Return the period that counts on a day, and how the movement stands."""
    for period in movement.periods:
        if period.span.holds(day):
            return period, "running" if period.span.end else "open"
    past = [p for p in movement.periods if p.span.end and p.span.end <= day]
    return (past[-1], "ended") if past else (movement.periods[0], "not_begun")


def write_movement(movement: Movement, law: LawQuestion) -> Draft:
    """Return who launched a movement and when, how it stands on the day, and its plan."""
    period, state = period_on(movement, law.day)
    launched = f" ngày {format_date(movement.launched)}" if movement.launched else ""
    until = f" (đến hết ngày {_last_day(period)})" if period.span.end else ""
    lines = [
        message("movement_line", name=movement.name, launcher=movement.launcher, launched=launched),
        message(f"movement_{state}", day=format_date(law.day), until=until, period=_years(period)),
        message("movement_plan", plan=period.plan) if period.plan else message("movement_no_plan"),
    ]
    if movement.note:
        lines.append(movement.note)
    if movement.state != "verified":
        lines.append(message("not_checked"))
    return Draft("\n".join(lines), citations=(cite_movement(movement),), day=law.day)


def _list_running(law: LawQuestion) -> Draft:
    standing = [(movement, *period_on(movement, law.day)) for movement in catalogue().movements]
    running = [(m, period) for m, period, state in standing if state in ("running", "open")]
    lines = [f"{movement.name} ({_until(movement, period)})" for movement, period in running]
    text = message("movement_list", day=format_date(law.day)) + "\n" + bullet_list(lines)
    citations = tuple(cite_movement(movement) for movement, _ in running)
    return Draft(text, citations=citations, day=law.day)


def _until(movement: Movement, period: Period) -> str:
    verified = movement.state == "verified"
    check = "" if verified else "; chưa đối chiếu đủ, phải kiểm tra"
    return (_years(period) if period.span.end else "chưa có ngày kết thúc") + check


def _last_day(period: Period) -> str:
    return format_date(period.span.end - timedelta(days=1)) if period.span.end else ""


def _years(period: Period) -> str:
    start, end = period.span.start, period.span.end
    if start and end:
        return f"{start.year}-{(end - timedelta(days=1)).year}"
    return f"từ {start.year}" if start else ""
