"""The guided conversation on eligibility: an award, and what its conditions ask of a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from knowledge.answering import Context, Draft, message
from knowledge.errors import ImpossibleReport
from knowledge.language import one_line
from knowledge.law.catalogue import catalogue
from knowledge.law.forms.eligibility import Applicant, conditions
from knowledge.law.forms.eligibility_answer import compose_eligibility
from knowledge.law.forms.form import UNKNOWN, Form, FormField, Values, read_award
from knowledge.law.forms.self_report import (
    is_unknown,
    read_discipline,
    read_priors,
    read_results,
    read_scope,
    read_share,
    read_yes,
)
from knowledge.law.parameters import MAX_FIELD_LENGTH

STARTS = re.compile(
    r"kiem tra( \w+){0,4} (dieu kien|tieu chuan|duoc|dat)|"
    r"(du|dat) (dieu kien|tieu chuan)( \w+){0,12} (khong|chua)|"
    r"doi chieu( \w+){0,3} (dieu kien|tieu chuan)|"
    r"\b(toi|em|minh|don vi toi|phong toi)\b( \w+){0,6} (du|duoc xet|co duoc)\b.* (khong|chua)|"
    r"kiem tra (dieu kien|giup|ho|xem)|(du|dat) (dieu kien|tieu chuan) (de )?(duoc|xet|tang|dat)"
)
PREFIX = "eligibility_"
AWARDS = (
    "Chiến sĩ thi đua cơ sở", "Chiến sĩ thi đua cấp tỉnh", "Bằng khen của Thủ tướng Chính phủ",
    "Tập thể lao động xuất sắc",
)  # fmt: skip
#: Slot → the kinds of condition that ask for it.
ASKED_BY = {
    "eligibility_results": {"results", "initiative_or_excellent"},
    "eligibility_prior": {"prior"},
    "eligibility_initiative": {"initiative", "initiative_or_excellent"},
    "eligibility_all_done": {"all_done"},
    "eligibility_share": {"share"},
    "eligibility_fighter": {"has_fighter"},
}


def _read_checkable_award(typed: str, day: date) -> str:
    """Return the id of an award whose conditions are known; raise UnclearReport for another."""
    award = read_award(typed, day)
    if award not in conditions():
        awards = catalogue().awards
        offered = "; ".join(awards[other].name_on(day) for other in conditions())
        name = awards[award].name_on(day)
        raise ImpossibleReport(message("form_not_checkable", award=name, offered=offered))
    return award


def _kept(read: Callable[[str], object]) -> Callable[[str, date], str]:
    """Return a reader that keeps what was typed once it can be read; "không biết" is unknown."""
    return _kept_dated(lambda typed, year: read(typed))


def _kept_dated(read: Callable[[str, int], object]) -> Callable[[str, date], str]:
    """Return the same for a reader that takes the present year too."""

    def kept(typed: str, day: date) -> str:
        typed = one_line(typed)[:MAX_FIELD_LENGTH]
        if is_unknown(typed):
            return UNKNOWN
        read(typed, day.year)
        return typed

    return kept


def _required_slots(values: Values) -> list[str]:
    award = values.get("eligibility_award")
    needs = conditions()[award].needs if award in conditions() else ()
    kinds = {need.kind for need in needs}
    asked = [slot for slot, asking in ASKED_BY.items() if kinds & asking]
    return ["eligibility_award", *asked, "eligibility_discipline"]


def applicant_from(values: Values, day: date) -> Applicant:
    """Return what was reported, read again; what is unknown or was not asked stays unknown."""
    reported = {
        slot.removeprefix(PREFIX): text for slot, text in values.items() if text and text != UNKNOWN
    }
    year = day.year
    good, excellent = None, None
    if results := reported.get("results"):
        good, excellent = read_results(results, year)
    prior, discipline = reported.get("prior"), reported.get("discipline")
    initiative, share = reported.get("initiative"), reported.get("share")
    all_done, fighter = reported.get("all_done"), reported.get("fighter")
    return Applicant(
        good=good,
        excellent=excellent,
        priors=read_priors(prior, year) if prior else None,
        initiative=read_scope(initiative) if initiative else None,
        discipline=read_discipline(discipline, year) if discipline else None,
        share=read_share(share) if share else None,
        all_done=read_yes(all_done) if all_done else None,
        fighter=read_yes(fighter) if fighter else None,
    )


def _compose(context: Context, values: Values) -> Draft:
    award = values.get("eligibility_award") or ""
    return compose_eligibility(context, award, applicant_from(values, context.as_of))


def _field(name: str, choices: tuple[str, ...], read: Callable[[str, date], str]) -> FormField:
    return FormField(f"{PREFIX}{name}", f"form_ask_{name}", choices, read)


DONT_KNOW = "Không biết"
YES_NO = ("Có", "Không", DONT_KNOW)
SCOPES = ("Không có", "Cấp cơ sở", "Cấp bộ, tỉnh", "Toàn quốc")
DISCIPLINE = ("Không", "Đang bị xem xét", DONT_KNOW)

ELIGIBILITY_FORM = Form(
    name="eligibility_form",
    starts=STARTS,
    fields=(
        _field("award", AWARDS, _read_checkable_award),
        _field("results", (DONT_KNOW,), _kept_dated(read_results)),
        _field("prior", ("Chưa có", DONT_KNOW), _kept_dated(read_priors)),
        _field("initiative", SCOPES, _kept(read_scope)),
        _field("all_done", YES_NO, _kept(read_yes)),
        _field("share", (DONT_KNOW,), _kept(read_share)),
        _field("fighter", YES_NO, _kept(read_yes)),
        _field("discipline", DISCIPLINE, _kept_dated(read_discipline)),
    ),
    required_slots=_required_slots,
    compose=_compose,
)
