"""The last touches to the draft that was chosen: buttons, where a place is now, a verdict, its day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.answering.composers.not_found import suggestions
from knowledge.answering.dated import as_of_its_day
from knowledge.answering.draft import Context, Draft
from knowledge.answering.draft_ranking import Candidate
from knowledge.answering.premises import tell_verdict
from knowledge.answering.sentences import RankedSentence
from knowledge.model import TELLING, Subject
from knowledge.understanding import Topic


def finished(
    context: Context,
    chosen: Candidate,
    topic: Topic | None,
    subject: Subject,
    ranked: Callable[[], Sequence[RankedSentence]],
) -> Draft:
    """Return the draft that is told; `ranked` are the sentences that bear a claim out or correct it."""
    draft = chosen.draft
    if draft.status in TELLING and not draft.buttons:
        draft = replace(draft, buttons=suggestions(context, topic, draft.scope))
    asks_where = topic is not None and topic.topic == "place_now"
    if draft.place and draft.place.name == subject.place and not asks_where:
        # Where a former place belongs now was told when it was first spoken of.
        draft = replace(draft, place=None)
    if not chosen.is_settled:
        draft = tell_verdict(context, draft, ranked())
    return draft if draft.mark else as_of_its_day(context, draft)
