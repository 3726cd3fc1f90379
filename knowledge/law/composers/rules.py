"""Rules of the law as an answer: what is sure, what must be checked, where it stands, what next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answering import Context, Draft, bullet_list, capitalize_first, message
from knowledge.language import format_date
from knowledge.law.catalogue import catalogue
from knowledge.law.citations import (
    amendment_notice,
    cite_provision,
    distinct,
    provision_quote,
    replacement_notice,
)
from knowledge.law.model import Award, Recipient, Rule, State
from knowledge.law.parameters import MAX_BUTTONS
from knowledge.law.question import Aspect, LawQuestion, aspects
from knowledge.law.rewards import multiples_on
from knowledge.law.verification import as_verified, with_source
from knowledge.model import Button, Citation

LAW = "luat-06-2022"
RECIPIENT_NAMES: dict[Recipient, str] = {
    "individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"
}  # fmt: skip
STATES: tuple[State, ...] = ("verified", "partly", "unverified")
TITLE = "danh hiệu thi đua"
#: What is offered after an answer about an award, most wanted first.
OFFERED = ("criteria", "money", "dossier", "confer", "prior")


def recipient_names(recipients: Iterable[Recipient]) -> str:
    """Return kinds of recipients: "cá nhân, tập thể"."""
    return ", ".join(RECIPIENT_NAMES[recipient] for recipient in recipients)


def day_note(law: LawQuestion, context: Context) -> str:
    """Return the day, when it is not the day of asking."""
    return message("law_day", day=format_date(law.day)) if law.day != context.as_of else ""


def compose_rules(
    context: Context,
    law: LawQuestion,
    head: str,
    rules: Sequence[Rule],
    buttons: tuple[Button, ...] = (),
) -> Draft:
    """Return rules: verified ones as they are, others under a line that they must be checked."""
    rules = [as_verified(context.snapshot, rule) for rule in dict.fromkeys(rules)]
    several_texts = len({rule.text for rule in rules}) > 1
    if len(rules) == 1 and rules[0].state == "verified":
        parts = [f"{head} {rule_line(rules[0], several_texts)}.".strip()]
    else:
        parts = [head, *_by_state(rules, several_texts)]
    return draft_of_rules(context, law, parts, rules, buttons)


def _by_state(rules: Sequence[Rule], several_texts: bool) -> list[str]:
    labelled = len({rule.about for rule in rules}) > 1
    return by_state((rule, rule_line(rule, several_texts, labelled)) for rule in rules)


def by_state(told: Iterable[tuple[Rule, str]]) -> list[str]:
    """Return the lines told of rules, the verified ones first, others below what must be checked."""
    told, parts = list(told), []
    for state in STATES:
        if lines := [line for rule, line in told if rule.state == state]:
            parts += [message(f"law_{state}")] if state != "verified" else []
            parts.append(bullet_list(lines))
    return parts


def draft_of_rules(
    context: Context,
    law: LawQuestion,
    parts: Iterable[str],
    rules: Iterable[Rule],
    buttons: tuple[Button, ...] = (),
) -> Draft:
    """Return a draft that cites each of the rules it tells."""
    of_texts = [(rule, rule.text) for rule in rules if rule.text]
    citations = [cite_rule(context, rule, text) for rule, text in of_texts]
    texts = [text for _, text in of_texts]
    return cited_draft(context, law, parts, citations, texts, buttons)


def cite_rule(context: Context, rule: Rule, text: str) -> Citation:
    """Cite a rule of a legal text where it stands, or where a person has verified it."""
    citation = cite_provision(context.snapshot, text, rule.place, rule.sources)
    return with_source(context.snapshot, rule, citation)


def cited_draft(
    context: Context,
    law: LawQuestion,
    parts: Iterable[str],
    citations: Iterable[Citation],
    texts: Iterable[str],
    buttons: tuple[Button, ...] = (),
) -> Draft:
    """Return a draft with the source's own words behind it, and its notices.

    `texts` are the ids of the legal texts it rests on.
    """
    cited = distinct(citations)
    lines = [*parts, provision_quote(cited)]
    notices = [replacement_notice(text, law.day) for text in law.texts]
    notices.append(amendment_notice(dict.fromkeys(texts), law.day))
    return Draft(
        "\n".join(line for line in lines if line),
        citations=cited,
        notices=[notice for notice in notices if notice],
        buttons=buttons,
        day=law.day,
    )


def rule_line(rule: Rule, several_texts: bool, labelled: bool = False) -> str:
    """Return a rule with its place; with text and aspect where an answer has more than one."""
    place = rule.place
    if several_texts and rule.text and rule.text != LAW:
        place = f"{place} {catalogue().texts[rule.text].name}".strip()
    says = rule_words(rule, labelled)
    return f"{says} ({place})" if place else says


def rule_words(rule: Rule, labelled: bool) -> str:
    """Return what a rule says, behind its aspect where more than one is told."""
    label = aspects()[rule.about].noun if labelled and rule.about in aspects() else ""
    return f"{capitalize_first(label)}: {rule.says}" if label else rule.says


def compose_unknown(context: Context, law: LawQuestion, award: Award, aspect: Aspect) -> Draft:
    """Say that nothing is known about this, and offer what is."""
    name = award.name_on(law.day)
    text = message("law_silent", noun=aspect.noun, award=name, when=day_note(law, context))
    buttons = award_buttons(award, law, aspect.aspect)
    return Draft(text, buttons=buttons, status="not_found", day=law.day)


def award_buttons(award: Award, law: LawQuestion, answered: str = "") -> tuple[Button, ...]:
    """Offer other things known of an award than the aspect that was answered."""
    name = award.name_on(law.day)
    buttons = []
    for offered in OFFERED:
        aspect = aspects()[offered]
        if offered != answered and _is_known(award, aspect, law):
            buttons.append(Button(capitalize_first(aspect.noun), aspect.ask.format(award=name)))
    return tuple(buttons[:MAX_BUTTONS])


def _is_known(award: Award, aspect: Aspect, law: LawQuestion) -> bool:
    if aspect.aspect == "money":
        return bool(multiples_on(award.id, law.day)) or award.foreign
    return bool(catalogue().rules_of(award.id, aspect.about, law.day))


def compose_aspect(context: Context, law: LawQuestion, award: Award, aspect: Aspect) -> Draft:
    """Return one thing about one award."""
    rules = catalogue().rules_of(award.id, aspect.about, law.day, law.recipient)
    rules = rules or catalogue().rules_of(award.id, aspect.about, law.day)
    if not rules:
        return compose_unknown(context, law, award, aspect)
    noun = aspect.noun + day_note(law, context)
    head = message("law_head", award=award.name_on(law.day), noun=noun)
    return compose_rules(context, law, head, rules, award_buttons(award, law, aspect.aspect))


def compose_overview(context: Context, law: LawQuestion, award: Award) -> Draft:
    """Return what an award is, for whom, and its first criteria."""
    rules = [
        rule
        for about in ("criteria", "confer")
        for rule in catalogue().rules_of(award.id, (about,), law.day)
    ]
    buttons = award_buttons(award, law, "criteria")
    draft = compose_rules(context, law, "", rules, buttons)
    return replace(draft, text=f"{_what_it_is(award, law)}\n{draft.text}".strip())


def _what_it_is(award: Award, law: LawQuestion) -> str:
    return message(
        "law_what_foreign" if award.foreign else "law_what",
        award=award.name_on(law.day),
        kind=award.kind,
        level=award.level,
        who=recipient_names(award.recipients),
    )


def compose_recipients(context: Context, law: LawQuestion, award: Award) -> Draft:
    """Return whom an award is for."""
    return _by_article(context, law, award, _what_it_is(award, law), "who")


def compose_article(context: Context, law: LawQuestion, award: Award) -> Draft:
    """Return where the law speaks of an award."""
    template = "law_article" if award.state == "verified" else "law_article_unverified"
    text = message(template, award=award.name_on(law.day), article=award.article)
    return _by_article(context, law, award, text, "article")


def _by_article(context: Context, law: LawQuestion, award: Award, text: str, aspect: str) -> Draft:
    if not catalogue().texts[LAW].span.holds(law.day):
        return compose_unknown(context, law, award, aspects()[aspect])
    citation = cite_provision(context.snapshot, LAW, award.article)
    buttons = award_buttons(award, law, aspect)
    return cited_draft(context, law, [text], [citation], [LAW], buttons)


def compose_general(context: Context, law: LawQuestion, aspect: Aspect) -> Draft | None:
    """Return the rules for all awards on one thing; None when none is known on that day."""
    rules = catalogue().general_rules(aspect.about, law.day)
    if aspect.aspect == "titles" and catalogue().texts[LAW].span.holds(law.day):
        return _titles(context, law)
    if not rules:
        return None
    noun = capitalize_first(aspect.noun) + day_note(law, context)
    return compose_rules(context, law, message("law_general", noun=noun), rules)


def _titles(context: Context, law: LawQuestion) -> Draft:
    """List the titles of emulation, of one kind of recipient when the question says so."""
    titles = [
        award
        for award in catalogue().awards.values()
        if award.kind == TITLE and (law.recipient is None or law.recipient in award.recipients)
    ]
    asked = [who for who in RECIPIENT_NAMES if law.recipient in (None, who)]
    lines = [
        f"{capitalize_first(RECIPIENT_NAMES[who])}: {_names(titles, who, law)}" for who in asked
    ]
    citation = cite_provision(context.snapshot, LAW, "Điều 19")
    parts = [message("law_titles"), bullet_list(lines)]
    return cited_draft(context, law, parts, [citation], [LAW])


def _names(awards: Iterable[Award], recipient: Recipient, law: LawQuestion) -> str:
    return "; ".join(a.name_on(law.day) for a in awards if recipient in a.recipients)
