"""One document in short: its days, its facts with the place of each, what else its place has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.answering import (
    Context,
    capitalize_first,
    fact_item,
    message,
    passage_address,
    theme_label,
)
from knowledge.errors import UnknownDocument
from knowledge.law import validity_of
from knowledge.model import Fact, StoredDocument
from knowledge.reading.documents import (
    ListedDocument,
    listed,
    validity_line,
)
from knowledge.reading.parameters import FACTS_OF_TOPIC, NEIGHBOURS
from knowledge.reading.shelf import Shelf, full_name
from knowledge.snapshot import Snapshot
from knowledge.understanding import Topic, topic_catalogue

#: The topics whose facts tell most of a campaign's text, in this order.
TOPICS = ("theme", "movement", "target", "honour", "deadline", "principle")


@dataclass(frozen=True)
class ShownFact:
    """One fact in the words of an answer, and the address of the words that say it."""

    text: str
    url: str


@dataclass(frozen=True)
class FactGroup:
    """The first facts of one topic; `has_more` that others were read too."""

    title: str
    facts: tuple[ShownFact, ...]
    has_more: bool


@dataclass(frozen=True)
class DocumentSheet:
    """A document in short; `validity` are sentences on the days on which it holds."""

    document: ListedDocument
    validity: tuple[str, ...]
    groups: tuple[FactGroup, ...]
    neighbours: tuple[ListedDocument, ...]


def document_sheet(shelf: Shelf, context: Context, document_id: str) -> DocumentSheet:
    """Return a document in short on the context's day; raise UnknownDocument for an unknown id.

    `shelf` is that of all days: a plan that was replaced has its facts still.
    """
    snapshot = shelf.snapshot
    document = snapshot.documents.get(document_id)
    if document is None:
        raise UnknownDocument(document_id)
    return DocumentSheet(
        listed(snapshot, document),
        tuple(_validity(snapshot, context, document)),
        tuple(_groups(snapshot, document)),
        _neighbours(shelf, document),
    )


def _validity(snapshot: Snapshot, context: Context, document: StoredDocument) -> Iterator[str]:
    """Yield what is known of a document's days: of a law's text what the catalogue answers."""
    if told := validity_of(context, document.number):
        yield from told.split("\n")
        return
    yield validity_line(document)
    if document.id in snapshot.replaced:
        yield message("held_replaced")


def _groups(snapshot: Snapshot, document: StoredDocument) -> Iterator[FactGroup]:
    facts = snapshot.facts_by_document.get(document.id, ())
    for name in TOPICS:
        topic = topic_catalogue().topic(name)
        told = (fact for fact in facts if fact.kind in topic.facts)
        items = {_item(snapshot, document, topic, fact): fact for fact in told}
        if items:
            shown = [
                ShownFact(text, _url(snapshot, fact))
                for text, fact in list(items.items())[:FACTS_OF_TOPIC]
            ]
            has_more = len(items) > FACTS_OF_TOPIC
            first = next(iter(items.values()))
            title = theme_label(snapshot, first) if name == "theme" else topic.noun
            yield FactGroup(capitalize_first(title), tuple(shown), has_more)


def _item(snapshot: Snapshot, document: StoredDocument, topic: Topic, fact: Fact) -> str:
    """Return a fact in a line; of another place than the document's it says whose it is."""
    item = fact_item(topic, fact)
    if fact.place in (None, document.place):
        return item
    return f"{item} ({full_name(snapshot, fact.place)})"


def _url(snapshot: Snapshot, fact: Fact) -> str:
    passage = snapshot.passage_at(fact.document_id, fact.start)
    return passage_address(fact.document_id, passage)


def _neighbours(shelf: Shelf, document: StoredDocument) -> tuple[ListedDocument, ...]:
    """Return other documents of the same place, the newest first."""
    if not document.place:
        return ()
    others = [
        other
        for other in shelf.of_place(document.place)
        if other.place == document.place and other.id != document.id
    ]
    others.sort(key=lambda other: (-max(other.years, default=0), -other.added))
    return tuple(listed(shelf.snapshot, other) for other in others[:NEIGHBOURS])
