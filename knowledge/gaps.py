"""What is said when the knowledge does not hold the answer: plainly, with the nearest things it does hold as buttons."""

from __future__ import annotations

from knowledge.drafts import Context, Draft
from knowledge.lists import button_for
from knowledge.model import Button
from knowledge.phrasing import of, say
from knowledge.scope import Scope, facts_in, year_of
from knowledge.vocabulary import Topic

MOST_NEAREST = 4
MOST_HERE = 2
MOST_OFFERED = 3
#: What is offered after an answer, as far as it is held.
OFFERED = ("theme", "launch", "movement", "content", "target", "principle", "honour")


def not_found(context: Context, topic: Topic | None, scope: Scope) -> Draft:
    """Say what is not held, and offer what is."""
    buttons = nearest(context, topic, scope)
    text = f"{_said(context, topic, scope)} {say('nearest') if buttons else ''}".strip()
    return Draft(text, buttons=buttons, status="not_found", scope=scope)


def _said(context: Context, topic: Topic | None, scope: Scope) -> str:
    held = facts_in(context.snapshot, Scope(scope.place), _any_kind(context)) if scope.place else []
    if scope.place and not held:
        return say("no_place", place=scope.place.full_name)
    if scope.place and scope.year and not facts_in(context.snapshot, scope, _any_kind(context)):
        return say("no_place_year", place=scope.place.full_name, year=scope.year)
    if topic and not context.question.focus:
        return say("not_found", noun=topic.noun, of=of(scope.place, scope.year)).replace("  ", " ")
    return say("not_found_topic")


def _any_kind(context: Context) -> tuple[str, ...]:
    return tuple({fact.kind for fact in context.snapshot.facts})


def nearest(context: Context, topic: Topic | None, scope: Scope) -> tuple[Button, ...]:
    """Offer the same topic where it is held: same place first, then its province or district, then the same year."""
    here = suggestions(context, topic, scope)[:MOST_HERE]
    asked = topic if topic and topic.facts else context.words.topic("summary")
    held = _held(context, asked)
    if not held:
        asked = context.words.topic("summary")
        held = _held(context, asked)
    ranked = sorted(held, key=lambda other: _distance(scope, other))
    return here + tuple(button_for(asked, other) for other in ranked[: MOST_NEAREST - len(here)])


def _held(context: Context, topic: Topic) -> list[Scope]:
    facts = facts_in(context.snapshot, Scope(), topic.facts)
    found = {(fact.place, year_of(context.snapshot, fact)) for fact in facts if fact.place}
    return [Scope(context.words.place(place or ""), year) for place, year in sorted(found, key=str)]


def _distance(scope: Scope, other: Scope) -> tuple[int, int, str]:
    """Order by nearness: place, then kin (the province a district was in, the one it belongs to now), then year."""
    kin = 3
    if scope.place and other.place:
        mine, theirs = scope.place, other.place
        if mine.name == theirs.name:
            kin = 0
        elif mine.name in (theirs.province, theirs.name) or theirs.name == mine.province:
            kin = 1
        elif mine.now and mine.now == theirs.now:
            kin = 2
    apart = abs((scope.year or other.year or 0) - (other.year or 0))
    return (kin, apart, other.place.name if other.place else "")


def suggestions(context: Context, topic: Topic | None, scope: Scope) -> tuple[Button, ...]:
    """Offer what else is known of the same place and year."""
    if scope.place is None:
        return ()
    found = []
    for name in OFFERED:
        other = context.words.topic(name)
        if other is not topic and facts_in(context.snapshot, scope, other.facts):
            found.append(button_for(other, scope))
    return tuple(found[:MOST_OFFERED])
