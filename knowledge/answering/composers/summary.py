"""A campaign in short: its theme, who launched it, and how much is known of it."""

from __future__ import annotations

from knowledge.answering.composers.facts import compose_facts
from knowledge.answering.composers.launches import compose_launch
from knowledge.answering.composers.listing import compose_campaigns
from knowledge.answering.composers.selection import facts_in_scope
from knowledge.answering.draft import Context, Draft
from knowledge.answering.phrasing import message
from knowledge.model import Fact
from knowledge.understanding import Scope, topic_catalogue

COUNTED = ("content", "movement", "target", "index", "honour")


def compose_summary(context: Context, scope: Scope) -> Draft | None:
    """Return theme, launch and counts; a list of campaigns when several are meant."""
    topics = topic_catalogue()
    drafts = (
        compose_facts(context, topics.topic("theme"), scope),
        compose_launch(context, topics.topic("launch"), scope),
    )
    lines: list[str] = []
    shown: list[Fact] = []
    for draft in drafts:
        if draft and draft.status == "clarify":
            return compose_campaigns(context, scope)
        if draft:
            lines.append(draft.text)
            shown += draft.facts
    if not shown:
        return None
    if counts := _counts(context, scope):
        lines.append(message("counts", counts=", ".join(counts)))
    return Draft("\n".join(lines), shown, scope=scope, place=scope.place)


def _counts(context: Context, scope: Scope) -> list[str]:
    counts = []
    for name in COUNTED:
        topic = topic_catalogue().topic(name)
        names = {fact.name for fact in facts_in_scope(context, topic.facts, scope)}
        if names:
            counts.append(f"{len(names)} {topic.noun}")
    return counts
