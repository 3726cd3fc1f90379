"""What is said when the knowledge does not hold the answer, with the nearest things it does hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.composers.selection import facts_in_scope
from knowledge.answering.composers.wording import topic_button
from knowledge.answering.draft import Context, Draft
from knowledge.answering.parameters import (
    MAX_NEAREST,
    MAX_NEAREST_HERE,
    MAX_NEAREST_SECTIONS,
    MAX_SUGGESTIONS,
    MIN_OFFERED,
)
from knowledge.answering.phrasing import capitalize_first, message, possessive
from knowledge.answering.premises import asks_yes_no
from knowledge.answering.sentences import RankedSentence
from knowledge.language import Place
from knowledge.model import Button
from knowledge.storage import PassageFilter
from knowledge.understanding import Scope, Topic, topic_catalogue

#: The part of a passage's label that a person can ask for: "Điều 58" of "Điều 58 khoản 1 điểm a".
NUMBERED = re.compile(r"Điều \d+[a-zđ]?|(?:mục \d+ )?phần [IVX\d]+|mục \d+")
#: How far places are from each other that have nothing to do with each other (`_kinship`).
UNRELATED = 3
#: What is offered after an answer, as far as it is held.
SUGGESTED = ("theme", "launch", "movement", "content", "target", "principle", "honour")


def compose_not_found(context: Context, topic: Topic | None, scope: Scope) -> Draft:
    """Say what is not held, and offer the nearest things that are.

    Nothing comes near a question that names neither topic nor place nor year.
    """
    buttons = _nearest(context, topic, scope) if topic or scope.place or scope.year else ()
    text = f"{_reason(context, topic, scope)} {message('nearest') if buttons else ''}".strip()
    return Draft(text, buttons=buttons, status="not_found", scope=scope)


def compose_nearest(
    context: Context, passage: Draft, scope: Scope, buttons: tuple[Button, ...]
) -> Draft | None:
    """Show a quotation as the nearest passage, without a claim that it answers.

    None where nothing is held of the place or year named, unless the passage is the law's, where most
    words of the question stand in no text at all, and where a follow-up's own words are not in the
    passage: "giá vàng hôm nay" after a question on a plan. `buttons` are what would be asked back.
    """
    words = context.question.content_words
    unseen = [word for word in words if context.evidence.has_unseen([word])]
    quoted = " ".join(citation.quote for citation in passage.citations)
    leans = context.asked.typed != context.question.typed
    if len(unseen) > len(words) / 2 or (leans and words and not context.coverage(words, quoted)):
        return None
    national = context.snapshot.national_documents
    is_of_law = all(citation.document_id in national for citation in passage.citations)
    if not (is_of_law or is_held(context, scope)):
        return None
    text = f"{message('nearest_lead')}\n{passage.text}"
    return replace(passage, text=text, buttons=buttons, status="nearest")


def offer_sections(draft: Draft, topic: Topic | None, ranked: Sequence[RankedSentence]) -> Draft:
    """Return a refusal that first offers the sections whose sentences come nearest to the question.

    Where no topic is named they stand in place of what is held of other places.
    """
    sections = _nearest_sections(ranked)
    if not sections:
        return draft
    text = draft.text if draft.buttons else f"{draft.text} {message('nearest')}"
    others = draft.buttons if topic else ()
    return replace(draft, text=text, buttons=(*sections, *others)[:MAX_NEAREST])


def _nearest_sections(ranked: Sequence[RankedSentence]) -> tuple[Button, ...]:
    """Return a button for each of the sections that the likeliest sentences stand in."""
    buttons: dict[str, Button] = {}
    for one in ranked:
        document, section = (
            one.sentence.hit.document,
            NUMBERED.match(one.sentence.hit.passage.label),
        )
        if one.probability >= MIN_OFFERED and document.number and section:
            what = f"{document.kind or message('text')} {document.number}"
            ask = message("summary_ask_section", section=section[0], what=what)
            buttons[ask] = Button(f"{capitalize_first(section[0])} – {what}", ask)
    return tuple(buttons.values())[:MAX_NEAREST_SECTIONS]


def _reason(context: Context, topic: Topic | None, scope: Scope) -> str:
    place, year = scope.place, scope.year
    if place and not is_held(context, Scope(place)):
        return message("no_place", place=place.full_name)
    if place and not is_held(context, scope):
        return message("no_place_year", place=place.full_name, year=year)
    if topic and not context.question.focus and not context.question.asks_why:
        about = f"{topic.noun} {possessive(place, year)}".strip()
        return message("not_found", about=about)
    return message("not_found_yes_no" if asks_yes_no(context.question) else "not_found_topic")


def is_held(context: Context, scope: Scope) -> bool:
    """Whether a document, or something in one, is about a scope's place in its year, if it has any."""
    place, year, snapshot = scope.place, scope.year, context.snapshot
    if place is None:
        return True
    about = (key for key, places in snapshot.places.items() if place.name in places)
    if any(year is None or year in snapshot.years[key] for key in about):
        return True
    if snapshot.holds(PassageFilter(place.name, year)):
        return True
    kinds = tuple({fact.kind for fact in snapshot.facts})
    return bool(facts_in_scope(context, kinds, Scope(place, year)))


def _nearest(context: Context, topic: Topic | None, scope: Scope) -> tuple[Button, ...]:
    """Offer the same topic where it is held, the nearest place and year first.

    Places that have nothing to do with the one named are offered only where no other is held.
    """
    here = suggestions(context, topic, scope)[:MAX_NEAREST_HERE]
    summary = topic_catalogue().topic("summary")
    asked = topic if topic and topic.facts else summary
    scopes = _scopes_with(context, asked)
    if not scopes:
        asked, scopes = summary, _scopes_with(context, summary)
    by_distance = sorted(scopes, key=lambda other: _distance(scope, other))
    related = [other for other in by_distance if _kinship(scope.place, other.place) < UNRELATED]
    nearest = (related or by_distance)[: MAX_NEAREST - len(here)]
    return here + tuple(topic_button(asked, other) for other in nearest)


def _scopes_with(context: Context, topic: Topic) -> list[Scope]:
    """Return the places and years that have facts of a topic."""
    facts = facts_in_scope(context, topic.facts, Scope())
    pairs = {(fact.place, context.snapshot.year_of(fact)) for fact in facts if fact.place}
    place_named = context.snapshot.gazetteer.place_named
    return [Scope(place_named(place), year) for place, year in sorted(pairs, key=str)]


def _distance(scope: Scope, other: Scope) -> tuple[int, int, str]:
    """Return how far a scope is from another: kinship of the places, then years apart."""
    years = abs((scope.year or other.year or 0) - (other.year or 0))
    name = other.place.name if other.place else ""
    return _kinship(scope.place, other.place), years, name


def _kinship(place: Place | None, other: Place | None) -> int:
    """Return 0 for the same place, 1 for district and province, 2 for one province now, else 3."""
    if place is None or other is None:
        return UNRELATED
    if place.name == other.name:
        return 0
    if place.name in (other.province, other.name) or other.name == place.province:
        return 1
    return 2 if place.now and place.now == other.now else UNRELATED


def suggestions(context: Context, topic: Topic | None, scope: Scope) -> tuple[Button, ...]:
    """Offer what else is known of the same place and year."""
    if scope.place is None:
        return ()
    others = [topic_catalogue().topic(name) for name in SUGGESTED]
    buttons = [
        topic_button(other, scope)
        for other in others
        if other is not topic and facts_in_scope(context, other.facts, scope)
    ]
    return tuple(buttons[:MAX_SUGGESTIONS])
