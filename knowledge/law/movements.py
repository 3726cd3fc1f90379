"""National movements: who launched them, by which plan, for which period, and how they stand on a day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge.citations import write_date
from knowledge.drafts import Context, Draft
from knowledge.law.catalogue import Movement, Period, catalogue
from knowledge.law.citing import cite_movement
from knowledge.law.reading import LawQuestion
from knowledge.phrasing import bullets, say
from knowledge.text import fold, one_line

#: How a movement stands, which no campaign document tells.
STANDING = re.compile(
    r"ket thuc|den (nam|khi|het|bao)|\bcon (hieu luc|dien ra|khong|trien khai|keo dai|chay)|da (xong|het)|dang dien ra|"
    r"bat dau|tu nam nao|giai doan nao|keo dai"
)
LISTING = re.compile(
    r"(cac|nhung|liet ke|may|bao nhieu) phong trao( thi dua)?.*(toan quoc|ca nuoc|thu tuong|trung uong)|"
    r"(thu tuong( chinh phu)?|trung uong) (da |dang )?phat dong( duoc)? (cac|nhung|may|bao nhieu) phong trao|"
    r"phong trao( thi dua)? (toan quoc|ca nuoc|cap quoc gia|quoc gia) (nao|hien|dang)|(toan quoc|ca nuoc) (co|dang co) (nhung|cac|may) phong trao"
)


def movement(context: Context, law: LawQuestion, standing: bool) -> Draft | None:
    """Tell of the national movement a question names, or list those that run; nothing when it asks neither.

    `standing`: only when it asks how the movement stands; what a campaign says of it is told from its document.
    """
    asked = fold(one_line(context.question.text))
    named = [one for one in catalogue().movements if any(fold(word) in asked for word in one.keywords)]
    if named and (not standing or STANDING.search(asked)):
        return _one(named[0], law)
    if LISTING.search(asked):
        return _list(law)
    return None


def period_on(found: Movement, day: date) -> tuple[Period, str]:
    """Give the period that counts on a day and how it stands: "running", "ended", "not_begun" or "open"."""
    for period in found.periods:
        if period.span.holds(day):
            return period, "running" if period.span.end else "open"
    past = [period for period in found.periods if period.span.end and period.span.end <= day]
    return (past[-1], "ended") if past else (found.periods[0], "not_begun")


def _one(found: Movement, law: LawQuestion) -> Draft:
    period, state = period_on(found, law.day)
    launched = f" ngày {write_date(found.launched)}" if found.launched else ""
    lines = [say("movement_line", name=found.name, launcher=found.launcher, launched=launched)]
    until = f" (đến hết ngày {_last(period)})" if period.span.end else ""
    lines.append(say(f"movement_{state}", day=write_date(law.day), until=until, period=_years(period)))
    lines.append(say("movement_plan", plan=period.plan) if period.plan else say("movement_no_plan"))
    lines += [found.note] if found.note else []
    lines += [say("not_checked")] if found.state != "verified" else []
    return Draft("\n".join(lines), citations=(cite_movement(found),), day=law.day)


def _list(law: LawQuestion) -> Draft:
    standing = [(found, *period_on(found, law.day)) for found in catalogue().movements]
    running = [(found, period) for found, period, state in standing if state in ("running", "open")]
    lines = [f"{found.name} ({_until(found, period)})" for found, period in running]
    text = say("movement_list", day=write_date(law.day)) + "\n" + bullets(lines)
    return Draft(text, citations=tuple(cite_movement(found) for found, _ in running), day=law.day)


def _until(found: Movement, period: Period) -> str:
    check = "" if found.state == "verified" else "; chưa đối chiếu đủ, phải kiểm tra"
    return (_years(period) if period.span.end else "chưa có ngày kết thúc") + check


def _last(period: Period) -> str:
    return write_date(period.span.end - timedelta(days=1)) if period.span.end else ""


def _years(period: Period) -> str:
    start, end = period.span.start, period.span.end
    if start and end:
        return f"{start.year}-{(end - timedelta(days=1)).year}"
    return f"từ {start.year}" if start else ""
