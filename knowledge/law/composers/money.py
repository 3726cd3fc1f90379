"""The sentences on reward money (`knowledge.law.rewards` reckons it), each with both sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from knowledge.answering import (
    Context,
    Draft,
    StatedFigure,
    bullet_list,
    capitalize_first,
    message,
)
from knowledge.language import fold, format_date
from knowledge.law.catalogue import catalogue
from knowledge.law.citations import cite_provision
from knowledge.law.composers.rules import (
    RECIPIENT_NAMES,
    TITLE,
    award_buttons,
    cited_draft,
    compose_rules,
    day_note,
    recipient_names,
)
from knowledge.law.model import Award, BaseSalary, Multiple, Recipient
from knowledge.law.parameters import MAX_REWARDED_AWARDS
from knowledge.law.question import LawQuestion
from knowledge.law.rewards import (
    Reward,
    base_salary_on,
    days_of_change,
    format_dong,
    format_multiple,
    multiples_on,
    rewards_of,
)
from knowledge.law.verification import as_reward_verified, as_verified, with_source
from knowledge.model import Citation

Lines = list[str]


def compose_money(context: Context, law: LawQuestion, awards: Sequence[Award]) -> Draft:
    """Return the money for awards on a day, or on each day of change in a year."""
    days = _days(context, law)
    dated = len(days) > 1
    lines: Lines = []
    citations: list[Citation] = []
    figures: list[StatedFigure] = []
    texts: list[str] = []
    for award in awards[:MAX_REWARDED_AWARDS]:
        for day in days:
            at = message("law_from", day=format_date(day)) if dated else day_note(law, context)
            day_lines, cited, stated = _money_on(context, law, award, day, at)
            lines += day_lines
            citations += cited
            figures += [_dated(figure, day) if dated else figure for figure in stated]
            texts += [row.text for row in multiples_on(award.id, day)]
    if not citations:
        text = "\n".join(dict.fromkeys(lines))
        return Draft(text, status="not_found", day=law.day)
    buttons = award_buttons(awards[0], law, "money") if len(awards) == 1 else ()
    lines += _sum_of_two(awards, law)
    draft = cited_draft(context, law, lines, citations, texts, buttons)
    return replace(draft, figures=figures)


def _days(context: Context, law: LawQuestion) -> list[date]:
    """Return the days to tell money for: those of change in another year that was named."""
    if law.year and law.year != context.as_of.year:
        return days_of_change(law.year)
    return [law.day]


def _dated(figure: StatedFigure, day: date) -> StatedFigure:
    return replace(figure, name=f"{figure.name}, từ {format_date(day)}")


def _money_on(
    context: Context, law: LawQuestion, award: Award, day: date, at: str
) -> tuple[Lines, list[Citation], list[StatedFigure]]:
    """Return the lines for one award on one day, what they rest on, and the certain amounts."""
    rows = multiples_on(award.id, day)
    if not rows:
        return [_nothing(award, day, at)], _foreign_citations(context, award, day), []
    if all(row.times is None for row in rows):
        text = catalogue().texts[rows[0].text]
        name = award.name_on(day)
        line = message("money_none", text=text.name, place=rows[0].place, award=name)
        cited = [_cite(context, row, row.place) for row in rows]
        return [line], cited, []
    rewards, note = _rewards_for(award, law.recipient, day)
    rewards = [as_reward_verified(context.snapshot, reward) for reward in rewards]
    cited = [citation for reward in rewards for citation in _citations_of(context, reward)]
    lines = [*note, *_reward_lines(award.name_on(day), at, rewards)]
    return lines, cited, _figures(context, award, day, rewards)


def _rewards_for(
    award: Award, recipient: Recipient | None, day: date
) -> tuple[list[Reward], Lines]:
    """Return the rewards of the recipient asked for; where there are none, all, with a note."""
    rewards = rewards_of(award.id, recipient, day)
    if rewards:
        return rewards, []
    rewards = rewards_of(award.id, None, day)
    recipients = dict.fromkeys(reward.multiple.recipient for reward in rewards)
    name = award.name_on(day)
    return rewards, [message("law_only_for", award=name, who=recipient_names(recipients))]


def _figures(
    context: Context, award: Award, day: date, rewards: Sequence[Reward]
) -> list[StatedFigure]:
    """Return the certain amounts, each with the provision it rests on: a page shows a table."""
    return [
        StatedFigure(
            f"{award.name_on(day)} – {RECIPIENT_NAMES[reward.multiple.recipient]}",
            _at_most(reward) + format_dong(reward.rounded),
            _citations_of(context, reward)[0],
        )
        for reward in rewards
        if reward.verified
    ]


def _reward_lines(name: str, at: str, rewards: Sequence[Reward]) -> Lines:
    certain = [_reward_line(reward) for reward in rewards if reward.verified]
    uncertain = [_reward_line(reward) for reward in rewards if not reward.verified]
    lines = [message("money_head", award=name, when=at)]
    if certain:
        lines.append(bullet_list(certain))
    if uncertain:
        lines += [message("law_unverified"), bullet_list(uncertain)]
    return lines


def _reward_line(reward: Reward) -> str:
    """Return one calculation: "Cá nhân: 0,3 lần × 2.530.000 đồng = 759.000 đồng, làm tròn…"."""
    row = reward.multiple
    line = message(
        "money_line",
        who=capitalize_first(RECIPIENT_NAMES[row.recipient]),
        times=_at_most(reward) + format_multiple(row.times or Decimal(0)),
        salary=format_dong(reward.salary.vnd),
        exact=format_dong(reward.exact),
    )
    if reward.rounded != reward.exact:
        line += message("money_rounded", rounded=format_dong(reward.rounded))
    return line + (f" ({row.place})" if row.place else "")


def _at_most(reward: Reward) -> str:
    return message("money_at_most") if reward.multiple.at_most else ""


def _citations_of(context: Context, reward: Reward) -> list[Citation]:
    row, salary = reward.multiple, reward.salary
    return [
        _cite(context, row, row.place),
        _cite(context, salary, ""),
    ]


def _cite(context: Context, entry: Multiple | BaseSalary, place: str) -> Citation:
    """Cite what a reward is reckoned from where it stands, or where a person has verified it."""
    citation = cite_provision(context.snapshot, entry.text, place, entry.sources)
    return with_source(context.snapshot, entry, citation)


def _nothing(award: Award, day: date, at: str) -> str:
    name = award.name_on(day)
    if award.foreign:
        return message("money_foreign", award=name)
    return message("law_silent", noun="tiền thưởng", award=name, when=at)


def _foreign_citations(context: Context, award: Award, day: date) -> list[Citation]:
    if not award.foreign:
        return []
    rules = (rule for rule in catalogue().general_rules(("foreigners",), day) if rule.text)
    return [
        cite_provision(context.snapshot, rule.text or "", rule.place, rule.sources)
        for rule in rules
    ]


def _sum_of_two(awards: Sequence[Award], law: LawQuestion) -> Lines:
    """Return what someone gets who has just these two (Decree 152/2025/NĐ-CP, article 49)."""
    if len(awards) != 2 or not law.asks("several") or len(law.awards) != 2:
        return []
    recipient = law.recipient or awards[0].recipients[0]
    rewards = [rewards_of(award.id, recipient, law.day) for award in awards]
    if not all(rewards):
        return []
    amounts = [of_award[0].rounded for of_award in rewards]
    titles = [award.kind == TITLE for award in awards]
    total = format_dong(sum(amounts))
    if all(titles):
        return [message("money_titles", most=format_dong(max(amounts)), total=total)]
    return [message("money_total" if any(titles) else "money_forms", total=total)]


def compose_several(context: Context, law: LawQuestion, awards: Sequence[Award]) -> Draft | None:
    """Return what happens to the money when several honours come together."""
    about = ["several_titles", "several_forms", "title_and_form"]
    rules = catalogue().general_rules(about, law.day)
    kinds = [catalogue().awards[mention.awards[0]].kind == TITLE for mention in law.mentions]
    kinds += [True] * ("danh hieu" in fold(context.question.text))
    if len(kinds) > 1:
        wanted = _case_of(kinds)
        rules = [rule for rule in rules if rule.about == wanted]
    if not rules:
        return None
    of_rules = compose_rules(context, law, "", rules)
    if len(awards) < 2 or len(law.awards) < 2:
        return of_rules
    sums = compose_money(context, law, awards)
    citations = [*of_rules.citations, *sums.citations]
    draft = cited_draft(context, law, [of_rules.text, sums.text], citations, [])
    notices = dict.fromkeys([*of_rules.notices, *sums.notices, *draft.notices])
    return replace(draft, notices=list(notices))


def _case_of(titles: Sequence[bool]) -> str:
    if all(titles):
        return "several_titles"
    return "title_and_form" if any(titles) else "several_forms"


def money_summary(context: Context, award: Award, day: date) -> tuple[Lines, list[Citation]]:
    """Return the money in one line: "Tiền thưởng: cá nhân 1,0 lần = 2.530.000 đồng"."""
    rewards = [as_reward_verified(context.snapshot, r) for r in rewards_of(award.id, None, day)]
    if not rewards:
        return [], []
    amounts = [
        f"{RECIPIENT_NAMES[reward.multiple.recipient]}"
        f" {format_multiple(reward.multiple.times or Decimal(0))} lần"
        f" = {format_dong(reward.rounded)}"
        for reward in rewards
    ]
    certain = all(reward.verified for reward in rewards)
    check = "" if certain else " [chưa đối chiếu, phải kiểm tra]"
    citations = [citation for reward in rewards for citation in _citations_of(context, reward)]
    return [f"Tiền thưởng: {'; '.join(amounts)}{check}"], citations


def compose_base_salary(context: Context, law: LawQuestion) -> Draft | None:
    """Return the base salary on a day, or on each day of change in a year."""
    days = _days(context, law)
    at = day_note(law, context) if len(days) == 1 else ""
    salaries = dict.fromkeys(salary for day in days if (salary := base_salary_on(day)))
    if not salaries:
        return None
    lines, citations = [], []
    for salary in (as_verified(context.snapshot, salary) for salary in salaries):
        start = salary.span.start
        lines.append(
            message(
                "salary_now" if salary.state == "verified" else "salary_unverified",
                when=at,
                salary=format_dong(salary.vnd),
                text=catalogue().texts[salary.text].name,
                since=format_date(start) if start else "",
            )
        )
        citations.append(_cite(context, salary, ""))
    return cited_draft(context, law, ["\n".join(lines)], citations, [])
