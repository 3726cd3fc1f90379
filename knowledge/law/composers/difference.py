"""Two or more awards side by side."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering import Context, Draft, bullet_list
from knowledge.law.catalogue import catalogue
from knowledge.law.composers.money import money_summary
from knowledge.law.composers.rules import cite_rule, cited_draft, recipient_names, rule_line
from knowledge.law.model import Award, Rule
from knowledge.law.question import LawQuestion
from knowledge.law.verification import as_verified

#: Aspect → its rules that are shown of each award.
MAX_RULES = {"criteria": 2, "confer": 1}


def compose_difference(context: Context, law: LawQuestion, awards: Sequence[Award]) -> Draft:
    """Return kind and level, for whom, criteria, who confers and money of each award."""
    parts, citations, texts = [], [], []
    for award in awards:
        rules = [r for about in MAX_RULES for r in _first_rules(context, award, about, law)]
        who = recipient_names(award.recipients)
        what = f"{award.name_on(law.day)} – {award.kind}, cấp {award.level}, tặng {who}:"
        by_certainty = sorted(rules, key=lambda rule: rule.state != "verified")
        lines = [_line(rule) for rule in by_certainty]
        money, money_citations = money_summary(context, award, law.day)
        parts += [what, bullet_list([*lines, *money])]
        of_texts = [(rule, rule.text) for rule in rules if rule.text]
        citations += [cite_rule(context, rule, text) for rule, text in of_texts]
        citations += money_citations
        texts += [text for _, text in of_texts]
    return cited_draft(context, law, parts, citations, texts)


def _line(rule: Rule) -> str:
    check = "" if rule.state == "verified" else " [chưa đối chiếu, phải kiểm tra]"
    return rule_line(rule, True, True) + check


def _first_rules(context: Context, award: Award, about: str, law: LawQuestion) -> list[Rule]:
    """Return what tells most of an award: its first verified rules, else its first."""
    held = catalogue().rules_of(award.id, (about,), law.day)
    rules = [as_verified(context.snapshot, rule) for rule in held]
    verified = [rule for rule in rules if rule.state == "verified"]
    return (verified or rules)[: MAX_RULES[about]]
