"""Who launched a campaign or a movement, when, where and with which text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.composers.facts import compose_facts
from knowledge.answering.composers.selection import (
    facts_in_scope,
    group_by_scope,
    signers_of,
)
from knowledge.answering.composers.wording import ask_which_scope, signer_line
from knowledge.answering.draft import Context, Draft, StatedFact
from knowledge.answering.parameters import MAX_INLINE_QUOTE
from knowledge.answering.phrasing import capitalize_first, is_joint, message, possessive
from knowledge.language import dates_in, fold, format_date, gazetteer, one_line
from knowledge.model import Fact
from knowledge.understanding import Question, Scope, Topic, topic_catalogue

#: How a question asks who signed, and who launched or issued.
SIGNS = re.compile(r"\bky\b(?! (?:niem|luat|nang)\b)")
LAUNCHES = re.compile(r"\b(?:phat dong|keu goi|khoi xuong|ban hanh)\b")


def compose_launch(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Return who launched one movement or several, or the campaign of a place and year.

    Who launched a campaign launched none of its movements, and signed nothing.
    """
    if _asks_of_movements(context.question):
        return _movements_launch(context, scope)
    if _asks_signer(context.question):
        return _signed(context, topic, scope)
    if context.question.focus and (draft := _movement_launch(context, scope)):
        return draft
    groups = group_by_scope(context, _campaign_launches(context, scope))
    return _told(context, topic, scope, groups) if groups else None


def _told(context: Context, topic: Topic, scope: Scope, groups: dict[Scope, list[Fact]]) -> Draft:
    if len(groups) > 1 and scope.place is None:
        return ask_which_scope(topic, list(groups))
    texts: list[str] = []
    shown: list[Fact] = []
    for group, members in groups.items():
        text, facts = _write_launch(context, group, members)
        texts.append(text)
        shown += facts
    only = next(iter(groups)) if len(groups) == 1 else scope
    stated = [StatedFact("phát động", fact.name, index) for index, fact in enumerate(shown)]
    return Draft("\n".join(texts), shown, stated, scope=only, place=only.place or scope.place)


def _asks_of_movements(question: Question) -> bool:
    """Whether it is asked who launched several movements, each of which has its own launcher."""
    is_of_movements = any(topic.topic == "movement" for topic in question.topics)
    return is_of_movements and "many" in question.modes


def _movements_launch(context: Context, scope: Scope) -> Draft | None:
    """Return the movements of a place by who launched them; None where no text says who did."""
    draft = compose_facts(context, topic_catalogue().topic("movement"), scope)
    is_told = draft and (not draft.facts or any(f.details.launcher for f in draft.facts))
    return draft if is_told else None


def _asks_signer(question: Question) -> bool:
    """Whether it is asked who signed, and not who launched anything."""
    asked = fold(question.text)
    return bool(SIGNS.search(asked)) and not LAUNCHES.search(asked)


def _signed(context: Context, topic: Topic, scope: Scope) -> Draft | None:
    """Return who signed the texts asked about, with those texts; None where none is known."""
    issued = [f for f in facts_in_scope(context, ("issued",), scope) if _is_asked_text(context, f)]
    signed = [f for f in issued if signers_of(context, {f.document_id})]
    groups = group_by_scope(context, signed)
    return _told(context, topic, scope, groups) if groups else None


def _is_asked_text(context: Context, issued: Fact) -> bool:
    """Whether an issued text is what a question asks the signer of: a plan is no pledge."""
    title = context.snapshot.documents[issued.document_id].title
    return context.is_named(f"{title} {issued.details.text_kind} {issued.name}")


def _campaign_launches(context: Context, scope: Scope) -> list[Fact]:
    facts = facts_in_scope(context, ("launch", "issued"), scope)
    focus = context.question.focus
    if not focus or (scope.place is not None and not _names_movement(context, scope)):
        return facts
    documents = context.snapshot.documents
    return [
        fact
        for fact in facts
        if context.is_named(
            f"{context.snapshot.evidence_text(fact)} {documents[fact.document_id].title}"
        )
    ]


def _movement_launch(context: Context, scope: Scope) -> Draft | None:
    movements = facts_in_scope(context, ("movement",), scope)
    facts = [f for f in movements if f.details.launcher and context.is_named(f.name)]
    if not facts:
        return None
    # Of a movement that one text ascribes to one body, what another says of several is left out.
    facts = [f for f in facts if not is_joint(f.details.launcher)] or facts
    lines = dict.fromkeys(map(_launcher_line, facts))
    return Draft("\n".join(lines), facts, place=scope.place)


def _names_movement(context: Context, scope: Scope) -> bool:
    """Whether one movement is meant: the campaign's launcher did not launch that."""
    movements = facts_in_scope(context, ("movement",), scope)
    return any(context.is_named(fact.name) for fact in movements)


def _launcher_line(fact: Fact) -> str:
    launcher = _launcher(fact)
    form = "launcher_joint" if is_joint(launcher) else "launcher_movement"
    return message(form, name=fact.name, launcher=launcher)


def _launcher(fact: Fact) -> str:
    place = gazetteer().place_named(fact.place)
    launcher = fact.details.launcher
    return place.full_name if place and launcher in ("tỉnh", "huyện") else launcher


def _write_launch(context: Context, scope: Scope, facts: Sequence[Fact]) -> tuple[str, list[Fact]]:
    """Return the best launch of a campaign with the text it was launched with, and their facts."""
    about = possessive(scope.place, scope.year)
    issued = next((fact for fact in facts if fact.kind == "issued"), None)
    launches = sorted((fact for fact in facts if fact.kind == "launch"), key=_fullness)
    lines: list[str] = []
    shown: list[Fact] = []
    if launches:
        launch = launches[0]
        event = _event_of(context, launch)
        lines.append(_launch_line(launch, event, about, bool(issued)))
        shown += [launch, *([event] if event else [])]
        if not event and not issued:
            lines.append(_undated(context, launch))
    if issued:
        lines.append(_issued_line(issued, about))
        shown.append(issued)
        signers = signers_of(context, {issued.document_id})
        lines += map(signer_line, signers)
        shown += signers
    return "\n".join(lines), shown


def _undated(context: Context, launch: Fact) -> str:
    """Return the words of a launch whose day is not known; only of a text without any it lacks one."""
    sentence = one_line(context.snapshot.evidence_text(launch))[:MAX_INLINE_QUOTE]
    text = context.snapshot.document(launch.document_id).text
    return message("launch_words" if dates_in(text) else "launch_no_day", quote=sentence)


def _fullness(fact: Fact) -> tuple[bool, int]:
    return (not fact.details.person, -len(fact.details.role))


def _launch_line(launch: Fact, event: Fact | None, about: str, has_text: bool) -> str:
    """Return who launched; day and venue of the event, unless the text tells the day."""
    day = event.details.date if event and not has_text else None
    venue = event.details.venue if event and not has_text else ""
    template = "launch_person" if launch.details.person else "launch_role"
    role = launch.details.role
    return message(
        template,
        of=_about_others(about, role),
        when=f" ngày {format_date(day)}" if day else "",
        where=f", tại {venue}" if venue else "",
        person=launch.name,
        role=role if launch.details.person else capitalize_first(role),
    )


def _issued_line(issued: Fact, about: str) -> str:
    details = issued.details
    line = message(
        "launch_text",
        authority=details.authority,
        of=about,
        kind=details.text_kind,
        number=details.number,
        when=f" ngày {format_date(details.date)}" if details.date else "",
    )
    return capitalize_first(line)


def _about_others(about: str, role: str) -> str:
    """Return of which place and year a campaign is, without the place where it is who launches."""
    owner, _, year = about.partition(" năm ")
    is_own = fold(owner.removeprefix("của ")) == fold(role)
    return f"năm {year}" if is_own and year else about


def _event_of(context: Context, launch: Fact) -> Fact | None:
    """Return the event that the same document tells, when it is about the same place."""
    document = context.snapshot.documents[launch.document_id]
    if launch.place != document.place:
        return None
    events = (fact for fact in context.snapshot.facts if fact.kind == "event")
    return next((event for event in events if event.document_id == document.id), None)
