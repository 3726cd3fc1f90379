"""How each kind of question about campaigns is answered, from facts or from sentences.

Goes in: a Context, a Topic and a Scope. Comes out: a Draft, or None where nothing is held.
Imports: the modules of `knowledge.answering` beside it and the rooms below.
"""

from collections.abc import Callable

from knowledge.answering.composers.facts import compose_facts, compose_people
from knowledge.answering.composers.issued_texts import compose_texts
from knowledge.answering.composers.launches import compose_launch
from knowledge.answering.composers.listing import compose_members
from knowledge.answering.draft import Context, Draft
from knowledge.understanding import Scope, Topic

Composer = Callable[[Context, Topic, Scope], Draft | None]

#: Topic → its composer; every other topic is a plain list of facts.
COMPOSERS: dict[str, Composer] = {
    "person": compose_people,
    "launch": compose_launch,
    "text": compose_texts,
    "member": compose_members,
}


def composer_of(topic: Topic) -> Composer:
    """Return the composer of a topic."""
    return COMPOSERS.get(topic.topic, compose_facts)
