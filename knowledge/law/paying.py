"""Answers about reward money: every amount with its calculation and both sources, the decree's and the salary's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledge.citations import write_date
from knowledge.drafts import Context, Draft
from knowledge.law.catalogue import Award, Who, catalogue
from knowledge.law.citing import cite_place
from knowledge.law.reading import LawQuestion
from knowledge.law.rewards import Reward, days_of_change, dong, multiples_on, rewards, salary_on, times
from knowledge.law.telling import WHO_NAMES, finished, offered, told, when, who_names
from knowledge.model import Citation
from knowledge.phrasing import bullets, say, upper_first
from knowledge.text import fold

MOST_AWARDS = 10
TITLE = "danh hiệu thi đua"


def money(context: Context, law: LawQuestion, awards: Sequence[Award]) -> Draft:
    """Tell the money for one or several awards on a day, or on each day of change in a year."""
    days = days_of_change(law.year) if law.year else [law.day]
    if law.year == context.as_of.year:
        days = [law.day]
    parts: list[str] = []
    citations: list[Citation] = []
    texts: list[str] = []
    figures: list[tuple[str, str, Citation]] = []
    for award in awards[:MOST_AWARDS]:
        for day in days:
            said, cited = _told(context, law, award, day, len(days) > 1)
            parts += said
            citations += cited
            figures += _figures(context, law, award, day, len(days) > 1)
            texts += [row.text for row in multiples_on(award.id, day)]
    if not citations:
        return Draft("\n".join(dict.fromkeys(parts)), status="not_found", day=law.day)
    buttons = offered(awards[0], law, "money") if len(awards) == 1 else ()
    draft = finished(context, law, [*parts, *_together(awards, law)], citations, texts, buttons)
    return replace(draft, figures=figures)


def _figures(
    context: Context, law: LawQuestion, award: Award, day: date, dated: bool
) -> list[tuple[str, str, Citation]]:  # fmt: skip
    """Give the amounts that are sure, each with the provision it rests on: a page shows them in a table."""
    found = rewards(award.id, law.who, day) or rewards(award.id, None, day)
    at = f", từ {write_date(day)}" if dated else ""
    return [
        (f"{award.named(day)} – {WHO_NAMES[one.multiple.who]}{at}", _amount(one), _cited(context, one)[0])
        for one in found
        if one.verified
    ]


def _amount(reward: Reward) -> str:
    return (say("money_at_most") if reward.multiple.at_most else "") + dong(reward.rounded)


def _told(context: Context, law: LawQuestion, award: Award, day: date, dated: bool) -> tuple[list[str], list[Citation]]:
    """Give the lines for one award on one day and what they rest on."""
    name = award.named(day)
    at = say("law_from", day=write_date(day)) if dated else when(law, context)
    rows = multiples_on(award.id, day)
    if not rows:
        return [_nothing(award, day, at)], _foreign_citation(context, award, day)
    if all(row.times is None for row in rows):
        text = catalogue().texts[rows[0].text]
        said = say("money_none", text=text.name, place=rows[0].place, award=name)
        return [said], [cite_place(context.snapshot, row.text, row.place, row.sources) for row in rows]
    found = rewards(award.id, law.who, day)
    notes = []
    if not found:
        found = rewards(award.id, None, day)
        notes = [say("law_only_for", award=name, who=who_names(dict.fromkeys(r.multiple.who for r in found)))]
    citations = [citation for reward in found for citation in _cited(context, reward)]
    return [*notes, *_lines(name, at, found)], citations


def _lines(name: str, at: str, found: Sequence[Reward]) -> list[str]:
    sure = [_line(reward) for reward in found if reward.verified]
    unsure = [_line(reward) for reward in found if not reward.verified]
    lines = [say("money_head", award=name, when=at)]
    lines += [bullets(sure)] * bool(sure)
    lines += [say("law_unverified"), bullets(unsure)] if unsure else []
    return lines


def _line(reward: Reward) -> str:
    """Write one calculation: "Cá nhân: 0,3 lần × 2.530.000 đồng = 759.000 đồng, làm tròn lên 760.000 đồng"."""
    row = reward.multiple
    most = say("money_at_most") if row.at_most else ""
    line = say(
        "money_line", who=upper_first(WHO_NAMES[row.who]), times=most + times(row.times or Decimal(0)),
        salary=dong(reward.salary.vnd), exact=dong(reward.exact),
    )  # fmt: skip
    rounded = say("money_rounded", rounded=dong(reward.rounded)) if reward.rounded != reward.exact else ""
    return line + rounded + (f" ({row.place})" if row.place else "")


def _cited(context: Context, reward: Reward) -> list[Citation]:
    row, salary = reward.multiple, reward.salary
    return [
        cite_place(context.snapshot, row.text, row.place, row.sources),
        cite_place(context.snapshot, salary.text, "", salary.sources),
    ]


def _nothing(award: Award, day: date, at: str) -> str:
    if award.foreign:
        return say("money_foreign", award=award.named(day))
    return say("law_silent", noun="tiền thưởng", award=award.named(day), when=at)


def _foreign_citation(context: Context, award: Award, day: date) -> list[Citation]:
    rules = [rule for rule in catalogue().general(("foreigners",), day) if award.foreign and rule.text]
    return [cite_place(context.snapshot, rule.text or "", rule.place, rule.sources) for rule in rules]


def _together(awards: Sequence[Award], law: LawQuestion) -> list[str]:
    """Say what someone gets who has just these two: by kind of award, article 49 of the decree."""
    if len(awards) != 2 or not law.asks("several") or len(law.awards) != 2:
        return []
    who: Who = law.who or awards[0].who[0]
    found = [rewards(award.id, who, law.day) for award in awards]
    if not all(found):
        return []
    amounts = [one[0].rounded for one in found]
    titles = [award.kind == TITLE for award in awards]
    if all(titles):
        return [say("money_titles", most=dong(max(amounts)), total=dong(sum(amounts)))]
    return [say("money_total" if any(titles) else "money_forms", total=dong(sum(amounts)))]


def several(context: Context, law: LawQuestion, awards: Sequence[Award]) -> Draft | None:
    """Tell what happens to the money when several honours come together."""
    about = ["several_titles", "several_forms", "title_and_form"]
    rules = catalogue().general(about, law.day)
    kinds = [catalogue().awards[spot.awards[0]].kind == TITLE for spot in law.spots]
    kinds += [True] * ("danh hieu" in fold(context.question.text))
    if len(kinds) > 1:
        wanted = "several_titles" if all(kinds) else "title_and_form" if any(kinds) else "several_forms"
        rules = [rule for rule in rules if rule.about == wanted]
    if not rules:
        return None
    rest = told(context, law, "", rules)
    if len(awards) < 2 or len(law.awards) < 2:
        return rest
    sums = money(context, law, awards)
    return finished(
        context, law, [rest.text, sums.text], [*rest.citations, *sums.citations], []
    )  # fmt: skip


def short_money(context: Context, award: Award, day: date) -> tuple[list[str], list[Citation]]:
    """Give the money in a comparison, in one line: "Tiền thưởng: cá nhân 1,0 lần = 2.530.000 đồng"."""
    found = rewards(award.id, None, day)
    told_each = [
        f"{WHO_NAMES[r.multiple.who]} {times(r.multiple.times or Decimal(0))} lần = {dong(r.rounded)}" for r in found
    ]
    if not found:
        return [], []
    unsure = "" if all(reward.verified for reward in found) else " [chưa đối chiếu, phải kiểm tra]"
    citations = [citation for reward in found for citation in _cited(context, reward)]
    return [f"Tiền thưởng: {'; '.join(told_each)}{unsure}"], citations


def base_salary(context: Context, law: LawQuestion) -> Draft | None:
    """Tell the base salary on a day, or on each day of change in a year."""
    days = days_of_change(law.year) if law.year and law.year != context.as_of.year else [law.day]
    lines, citations = [], []
    for salary in dict.fromkeys(found for day in days if (found := salary_on(day))):
        text = catalogue().texts[salary.text]
        template = "salary_now" if salary.state == "verified" else "salary_unverified"
        since = write_date(salary.span.start) if salary.span.start else ""
        at = when(law, context) if len(days) == 1 else ""
        lines.append(say(template, when=at, salary=dong(salary.vnd), text=text.name, since=since))
        citations.append(cite_place(context.snapshot, salary.text, "", salary.sources))
    if not lines:
        return None
    return finished(context, law, ["\n".join(lines)], citations, [])
