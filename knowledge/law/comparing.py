"""Two or more awards side by side."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.drafts import Context, Draft
from knowledge.law.catalogue import Award, Rule, catalogue
from knowledge.law.citing import cite_place
from knowledge.law.paying import short_money
from knowledge.law.reading import LawQuestion
from knowledge.law.telling import finished, line_of, who_names
from knowledge.phrasing import bullets

MOST_RULES = {"criteria": 2, "confer": 1}


def difference(context: Context, law: LawQuestion, awards: Sequence[Award]) -> Draft:
    """Set awards side by side: kind and level, for whom, criteria, who confers, money."""
    parts, citations, texts = [], [], []
    for award in awards:
        rules = [rule for about in ("criteria", "confer") for rule in _first(award, about, law)]
        what = f"{award.named(law.day)} – {award.kind}, cấp {award.level}, tặng {who_names(award.who)}:"
        sure = [line_of(rule, True, True) for rule in rules if rule.state == "verified"]
        unsure = [
            f"{line_of(rule, True, True)} [chưa đối chiếu, phải kiểm tra]" for rule in rules if rule.state != "verified"
        ]
        money, money_citations = short_money(context, award, law.day)
        parts += [what, bullets([*sure, *unsure, *money])]
        citations += [cite_place(context.snapshot, r.text, r.place, r.sources) for r in rules if r.text]
        citations += money_citations
        texts += [rule.text for rule in rules if rule.text]
    return finished(context, law, parts, citations, texts)


def _first(award: Award, about: str, law: LawQuestion) -> list[Rule]:
    """Give what tells most of an award: its first verified rules, else its first."""
    rules = catalogue().rules_of(award.id, (about,), law.day)
    sure = [rule for rule in rules if rule.state == "verified"]
    return (sure or rules)[: MOST_RULES[about]]
