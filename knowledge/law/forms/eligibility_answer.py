"""An eligibility check in words: each condition with its article, what to do next, no promise."""

from __future__ import annotations

from knowledge.answering import Context, Draft, bullet_list, message
from knowledge.language import format_date
from knowledge.law.catalogue import catalogue
from knowledge.law.citations import amendment_notice, cite_provision, distinct
from knowledge.law.forms.eligibility import (
    LAW_TEXT,
    Applicant,
    Check,
    Result,
    Status,
    check_eligibility,
)
from knowledge.model import Button

MARKS = {"met": "✓ Đủ", "missing": "✗ Còn thiếu", "unknown": "? Chưa rõ"}
ORDER: tuple[Status, ...] = ("missing", "unknown", "met")


def compose_eligibility(context: Context, award: str, applicant: Applicant) -> Draft:
    """Return how someone stands for an award and for the next lower one."""
    day = context.as_of
    texts = catalogue().texts
    if not texts[LAW_TEXT].span.holds(day):
        gap = message("law_gap", day=format_date(day))
        return Draft(gap, status="not_found", day=day)
    name = catalogue().awards[award].name_on(day)
    result = check_eligibility(award, applicant)
    checks = [check for check in result.checks if texts[check.text].span.holds(day)]
    lines = [_line(check) for status in ORDER for check in checks if check.status == status]
    parts = [
        message("check_head", award=name),
        bullet_list(lines),
        _summary(result),
        _lower_award(result, applicant, context),
        message("check_merit"),
        message("check_no_promise"),
    ]
    buttons = (
        Button("Kiểm tra lại", message("form_again", award=name)),
        Button("Tiêu chuẩn", f"Tiêu chuẩn {name} là gì?"),
    )
    return Draft(
        "\n".join(part for part in parts if part),
        citations=distinct(
            cite_provision(context.snapshot, check.text, check.place) for check in checks
        ),
        notices=[notice for notice in (amendment_notice([LAW_TEXT], day),) if notice],
        buttons=buttons,
        day=day,
    )


def _line(check: Check) -> str:
    detail = f": {check.detail}" if check.detail else ""
    verified = check.state == "verified"
    note = "" if verified else " [điều kiện chưa đối chiếu với văn bản gốc, phải kiểm tra]"
    place = check.place
    if check.text != LAW_TEXT:
        place = f"{place} {catalogue().texts[check.text].name}"
    return f"{MARKS[check.status]} – {check.says} ({place}){detail}{note}"


def _summary(result: Result) -> str:
    missing, unknown = result.count("missing"), result.count("unknown")
    if not missing and not unknown:
        return message("check_all")
    return message("check_some", missing=missing, unknown=unknown)


def _lower_award(result: Result, applicant: Applicant, context: Context) -> str:
    """Point to the first lower award of which nothing is missing, when something is missing here."""
    if not result.count("missing"):
        return ""
    lower = result.lower
    while lower:
        below = check_eligibility(lower, applicant)
        if not below.count("missing"):
            template = "check_lower_met" if below.all_met else "check_lower_open"
            return message(template, award=catalogue().awards[lower].name_on(context.as_of))
        lower = below.lower
    return ""
