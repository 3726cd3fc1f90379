"""The words of an eligibility check: each condition met, missing or unknown with its article, what to do next, no promise."""

from __future__ import annotations

from knowledge.citations import write_date
from knowledge.drafts import Context, Draft
from knowledge.law.catalogue import catalogue
from knowledge.law.citing import amended_notice, cite_place, unique
from knowledge.law.eligibility import LAW_TEXT, Applicant, Check, Result, check
from knowledge.model import Button
from knowledge.phrasing import bullets, say

MARKS = {"met": "✓ Đủ", "missing": "✗ Còn thiếu", "unknown": "? Chưa rõ"}
#: From this day on the conditions here hold.
ORDER = ("missing", "unknown", "met")


def checked(context: Context, award: str, applicant: Applicant) -> Draft:
    """Tell how someone stands for an award and for the next lower one."""
    day = context.as_of
    name = catalogue().awards[award].named(day)
    if not catalogue().texts[LAW_TEXT].span.holds(day):
        return Draft(say("law_gap", day=write_date(day)), status="not_found", day=day)
    result = check(award, applicant)
    checks = [one for one in result.checks if catalogue().texts[one.text].span.holds(day)]
    lines = [_line(one) for status in ORDER for one in checks if one.status == status]
    citations = unique(cite_place(context.snapshot, one.text, one.place) for one in checks)
    parts = [say("check_head", award=name), bullets(lines), _summary(result), *_lower(result, applicant, context)]
    parts += [say("check_merit"), say("check_no_promise"), amended_notice([LAW_TEXT], day)]
    buttons = (Button("Kiểm tra lại", say("form_again", award=name)), Button("Tiêu chuẩn", f"Tiêu chuẩn {name} là gì?"))
    return Draft("\n".join(part for part in parts if part), citations=citations, buttons=buttons, day=day)


def _line(one: Check) -> str:
    detail = f": {one.detail}" if one.detail else ""
    unsure = " [điều kiện chưa đối chiếu với văn bản gốc, phải kiểm tra]" if one.state != "verified" else ""
    where = one.place if one.text == LAW_TEXT else f"{one.place} {catalogue().texts[one.text].name}"
    return f"{MARKS[one.status]} – {one.says} ({where}){detail}{unsure}"


def _summary(result: Result) -> str:
    missing = sum(one.status == "missing" for one in result.checks)
    unknown = sum(one.status == "unknown" for one in result.checks)
    if not missing and not unknown:
        return say("check_all")
    return say("check_some", missing=missing, unknown=unknown)


def _lower(result: Result, applicant: Applicant, context: Context) -> list[str]:
    """Point to the next lower award when something is missing: the first one down of which nothing is missing."""
    if not any(one.status == "missing" for one in result.checks):
        return []
    lower = result.lower
    while lower:
        below = check(lower, applicant)
        name = catalogue().awards[lower].named(context.as_of)
        if below.all_met:
            return [say("check_lower_met", award=name)]
        if not any(one.status == "missing" for one in below.checks):
            return [say("check_lower_open", award=name)]
        lower = below.lower
    return []
