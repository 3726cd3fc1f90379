"""One award on a sheet: what the dialogue answers of it, statement by statement, as of a day.

The rules, their words and the money are those of the composers, so that a page and the dialogue
never say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.answering import Context, capitalize_first, message
from knowledge.language import format_date
from knowledge.law.catalogue import catalogue
from knowledge.law.citations import amendment_notice
from knowledge.law.composers.guards import refuse_unknown_day
from knowledge.law.composers.money import compose_money
from knowledge.law.composers.rules import (
    STATES,
    cite_rule,
    compose_article,
    compose_recipients,
    rule_words,
)
from knowledge.law.model import Award, Recipient, Rule, State
from knowledge.law.question import Aspect, LawQuestion, aspects
from knowledge.law.rewards import multiples_on
from knowledge.law.sheets.ladder import Step, steps_after, steps_before
from knowledge.law.verification import as_verified
from knowledge.model import Citation

#: What a sheet tells, in this order; of the first ones it also says that nothing is known.
ALWAYS_TOLD = ("criteria", "prior", "confer", "dossier")
TOLD_IF_KNOWN = ("cap", "vote", "processing", "gift")


@dataclass(frozen=True)
class Source:
    """Where a statement stands: its place and text ("Điều 21 Luật 06/2022/QH15").

    `url` leads to the words where the text is held, else to where it was read; empty for neither.
    """

    name: str
    url: str
    is_held: bool


@dataclass(frozen=True)
class Statement:
    """What one rule says, in the words of an answer."""

    text: str
    state: State
    source: Source | None


@dataclass(frozen=True)
class StatementGroup:
    """Statements that are equally sure; `warning` is the line above them, empty when verified."""

    state: State
    warning: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class SheetSection:
    """One thing about an award; `silence` is said where nothing is known of it.

    `ask` is the question that asks the dialogue the same.
    """

    aspect: str
    title: str
    groups: tuple[StatementGroup, ...]
    silence: str
    ask: str


@dataclass(frozen=True)
class Told:
    """An answer of the dialogue's as it is, with what it rests on."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class LadderStep:
    """An award before or after: its name on the day, and the rule that makes it so."""

    id: str
    name: str
    rule: Statement


@dataclass(frozen=True)
class AwardSheet:
    """All about an award on a day; with a `refusal` nothing else is told of that day."""

    id: str
    name: str
    full_name: str
    day: date
    refusal: str
    summary: tuple[Told, ...] = ()
    former: str = ""
    sections: tuple[SheetSection, ...] = ()
    before: tuple[LadderStep, ...] = ()
    after: tuple[LadderStep, ...] = ()
    money: Told | None = None
    notice: str = ""
    ask: str = ""


def award_sheet(
    context: Context, award_id: str, recipient: Recipient | None = None
) -> AwardSheet | None:
    """Return the sheet of an award on the context's day; None for an id that no award has.

    `recipient` restricts the money to one kind of recipient.
    """
    award = catalogue().awards.get(award_id)
    if award is None:
        return None
    day = context.as_of
    law = LawQuestion((), (), recipient, day)
    name = award.name_on(day)
    if refusal := refuse_unknown_day(law):
        return AwardSheet(award.id, name, award.name, day, refusal.text)
    sections = tuple(_sections(context, law, award))
    money = compose_money(context, law, [award])
    return AwardSheet(
        id=award.id,
        name=name,
        full_name=award.name,
        day=day,
        refusal="",
        summary=tuple(_summary(context, law, award)),
        former=_former(award),
        sections=sections,
        before=_ladder(context, steps_before(award, day)),
        after=_ladder(context, steps_after(award, day)),
        money=Told(money.text, _sources(money.citations)),
        notice=amendment_notice(dict.fromkeys(_text_ids(award, day)), day),
        ask=aspects()["meaning"].ask.format(award=name),
    )


def _summary(context: Context, law: LawQuestion, award: Award) -> Iterator[Told]:
    """Yield what an award is and where the law speaks of it, where it is known on the day."""
    for compose in (compose_recipients, compose_article):
        draft = compose(context, law, award)
        if draft.status == "answered":
            yield Told(draft.text.split("\n")[0], _sources(draft.citations))


def _sections(context: Context, law: LawQuestion, award: Award) -> Iterator[SheetSection]:
    for name in (*ALWAYS_TOLD, *TOLD_IF_KNOWN):
        aspect = aspects()[name]
        rules = catalogue().rules_of(award.id, aspect.about, law.day)
        if rules or name in ALWAYS_TOLD:
            yield _section(context, award, aspect, rules)


def _section(context: Context, award: Award, aspect: Aspect, rules: Sequence[Rule]) -> SheetSection:
    name = award.name_on(context.as_of)
    told = [as_verified(context.snapshot, rule) for rule in dict.fromkeys(rules)]
    silence = "" if rules else message("law_silent", noun=aspect.noun, award=name, when="")
    return SheetSection(
        aspect=aspect.aspect,
        title=capitalize_first(aspect.noun),
        groups=tuple(_groups(context, told)),
        silence=silence,
        ask=aspect.ask.format(award=name),
    )


def _groups(context: Context, rules: Sequence[Rule]) -> Iterator[StatementGroup]:
    """Yield rules as `composers.rules.by_state` sorts them: the verified ones first."""
    is_labelled = len({rule.about for rule in rules}) > 1
    for state in STATES:
        if equally_sure := [rule for rule in rules if rule.state == state]:
            warning = "" if state == "verified" else message(f"law_{state}")
            statements = (_statement(context, rule, is_labelled) for rule in equally_sure)
            yield StatementGroup(state, warning, tuple(statements))


def _statement(context: Context, rule: Rule, is_labelled: bool = False) -> Statement:
    source = _source(cite_rule(context, rule, rule.text)) if rule.text else None
    return Statement(rule_words(rule, is_labelled), rule.state, source)


def _sources(citations: Iterable[Citation]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(map(_source, citations)))


def _source(citation: Citation) -> Source:
    numbered = (text for text in catalogue().texts.values() if text.number == citation.number)
    text = next(numbered, None)
    name = f"{citation.place} {text.name if text else citation.title}".strip()
    return Source(name, citation.url or citation.source_url or "", bool(citation.url))


def _ladder(context: Context, steps: Iterable[Step]) -> tuple[LadderStep, ...]:
    return tuple(
        LadderStep(
            step.award.id,
            step.award.name_on(context.as_of),
            _statement(context, as_verified(context.snapshot, step.rule)),
        )
        for step in steps
    )


def _former(award: Award) -> str:
    if not award.former:
        return ""
    return message("award_former", name=award.former.name, day=format_date(award.former.until))


def _text_ids(award: Award, day: date) -> Iterator[str]:
    for name in (*ALWAYS_TOLD, *TOLD_IF_KNOWN):
        for rule in catalogue().rules_of(award.id, aspects()[name].about, day):
            if rule.text:
                yield rule.text
    yield from (row.text for row in multiples_on(award.id, day))
