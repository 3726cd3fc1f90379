"""Statements of the law become the words of an answer: what is sure, what must be checked, where it stands, what to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.citations import write_date
from knowledge.drafts import Context, Draft
from knowledge.law.catalogue import Award, Rule, Who, catalogue
from knowledge.law.citing import amended_notice, cite_place, quoted, replaced_notice, unique
from knowledge.law.reading import Aspect, LawQuestion, aspects
from knowledge.law.rewards import multiples_on
from knowledge.model import Button, Citation
from knowledge.phrasing import bullets, say, upper_first

WHO_NAMES: dict[Who, str] = {"individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}
#: What is offered after an answer about an award, most wanted first.
OFFERED = ("criteria", "money", "dossier", "confer", "prior")
MOST_BUTTONS = 4


def who_names(who: Iterable[Who]) -> str:
    """Name kinds of recipients: "cá nhân, tập thể"."""
    return ", ".join(WHO_NAMES[one] for one in who)


def when(law: LawQuestion, context: Context) -> str:
    """Say the day, when it is not the day of asking."""
    return say("law_day", day=write_date(law.day)) if law.day != context.as_of else ""


def told(
    context: Context, law: LawQuestion, head: str, rules: Sequence[Rule], buttons: tuple[Button, ...] = ()
) -> Draft:
    """Tell rules: those verified as they are, the others under a line that says they must be checked."""
    rules = list(dict.fromkeys(rules))
    by_state = {
        state: [rule for rule in rules if rule.state == state] for state in ("verified", "partly", "unverified")
    }
    citations = [cite_place(context.snapshot, r.text, r.place, r.sources) for r in rules if r.text]
    several = len({rule.text for rule in rules}) > 1
    labelled = len({rule.about for rule in rules}) > 1
    parts = [head] if head else []
    for state, found in by_state.items():
        lines = [line_of(rule, several, labelled) for rule in found]
        parts += [say(f"law_{state}")] if lines and state != "verified" else []
        parts += [bullets(lines)] if lines else []
    if len(rules) == 1 and rules[0].state == "verified":
        parts = [f"{head} {line_of(rules[0], several)}.".strip()]
    return finished(context, law, parts, citations, [r.text for r in rules if r.text], buttons)


def finished(
    context: Context,
    law: LawQuestion,
    parts: Iterable[str],
    citations: Iterable[Citation],
    texts: Iterable[str],
    buttons: tuple[Button, ...] = (),
) -> Draft:
    """Put the source's own words and the notices behind an answer."""
    kept = unique(citations)
    notes = [replaced_notice(text, law.day) for text in law.texts]
    notes.append(amended_notice(dict.fromkeys(texts), law.day))
    lines = [*parts, quoted(kept), *notes]
    return Draft("\n".join(line for line in lines if line), citations=kept, buttons=buttons, day=law.day)


def line_of(rule: Rule, several: bool, labelled: bool = False) -> str:
    """Write a rule with its place; with its text, and with what it is about, where an answer has more than one."""
    where = rule.place
    if several and rule.text and rule.text != "luat-06-2022":
        where = f"{where} {catalogue().texts[rule.text].name}".strip()
    label = aspects()[rule.about].noun if labelled and rule.about in aspects() else ""
    says = f"{upper_first(label)}: {rule.says}" if label else rule.says
    return f"{says} ({where})" if where else says


def silent(context: Context, law: LawQuestion, award: Award, aspect: Aspect) -> Draft:
    """Say that nothing is known about this, and offer what is."""
    text = say("law_silent", noun=aspect.noun, award=award.named(law.day), when=when(law, context))
    return Draft(text, buttons=offered(award, law, aspect.aspect), status="not_found", day=law.day)


def offered(award: Award, law: LawQuestion, told_now: str = "") -> tuple[Button, ...]:
    """Offer other things known of an award."""
    found = []
    for name in OFFERED:
        aspect = aspects()[name]
        known = bool(catalogue().rules_of(award.id, aspect.about, law.day))
        if name == "money":
            known = bool(multiples_on(award.id, law.day)) or award.foreign
        if name != told_now and known:
            found.append(Button(upper_first(aspect.noun), aspect.ask.format(award=award.named(law.day))))
    return tuple(found[:MOST_BUTTONS])


def about_award(context: Context, law: LawQuestion, award: Award, aspect: Aspect) -> Draft:
    """Tell one thing about one award."""
    rules = catalogue().rules_of(award.id, aspect.about, law.day, law.who)
    rules = rules or catalogue().rules_of(award.id, aspect.about, law.day)
    if not rules:
        return silent(context, law, award, aspect)
    head = say("law_head", award=award.named(law.day), noun=aspect.noun + when(law, context))
    return told(context, law, head, rules, offered(award, law, aspect.aspect))


def overview(context: Context, law: LawQuestion, award: Award) -> Draft:
    """Tell what an award is, for whom, and its first criteria."""
    template = "law_what_foreign" if award.foreign else "law_what"
    what = say(
        template, award=award.named(law.day), kind=award.kind, level=award.level, who=who_names(award.who)
    )  # fmt: skip
    rules = [rule for about in ("criteria", "confer") for rule in catalogue().rules_of(award.id, (about,), law.day)]
    draft = told(context, law, "", rules, offered(award, law, "criteria"))
    return Draft(f"{what}\n{draft.text}".strip(), citations=draft.citations, buttons=draft.buttons, day=law.day)


def recipients(context: Context, law: LawQuestion, award: Award) -> Draft:
    """Tell whom an award is for."""
    template = "law_what_foreign" if award.foreign else "law_what"
    text = say(template, award=award.named(law.day), kind=award.kind, level=award.level, who=who_names(award.who))
    return _by_article(context, law, award, text, "who")


def article(context: Context, law: LawQuestion, award: Award) -> Draft:
    """Tell where the law speaks of an award."""
    template = "law_article" if award.state == "verified" else "law_article_unverified"
    return _by_article(context, law, award, say(template, award=award.named(law.day), article=award.article), "article")


def _by_article(context: Context, law: LawQuestion, award: Award, text: str, aspect: str) -> Draft:
    if not catalogue().texts["luat-06-2022"].span.holds(law.day):
        return silent(context, law, award, aspects()[aspect])
    citation = cite_place(context.snapshot, "luat-06-2022", award.article)
    return finished(context, law, [text], [citation], ["luat-06-2022"], offered(award, law, aspect))


def general(context: Context, law: LawQuestion, aspect: Aspect) -> Draft | None:
    """Tell the rules for all awards on one thing; nothing when none is known on that day."""
    rules = catalogue().general(aspect.about, law.day)
    if aspect.aspect == "titles" and catalogue().texts["luat-06-2022"].span.holds(law.day):
        return _titles(context, law)
    if not rules:
        return None
    return told(context, law, say("law_general", noun=upper_first(aspect.noun) + when(law, context)), rules)


def _titles(context: Context, law: LawQuestion) -> Draft:
    """List the titles of emulation, of one kind of recipient when the question says so."""
    named = [
        award
        for award in catalogue().awards.values()
        if award.kind == "danh hiệu thi đua" and (law.who is None or law.who in award.who)
    ]
    lines = [f"{upper_first(WHO_NAMES[who])}: {_names(named, who, law)}" for who in WHO_NAMES if law.who in (None, who)]
    citation = cite_place(context.snapshot, "luat-06-2022", "Điều 19")
    return finished(context, law, [say("law_titles"), bullets(lines)], [citation], ["luat-06-2022"])


def _names(awards: Iterable[Award], who: Who, law: LawQuestion) -> str:
    return "; ".join(award.named(law.day) for award in awards if who in award.who)
