"""Questions to begin with, for who may be asking: of what is held now, and of the law.

They stand in `data/examples.yaml`; a topic is asked only of a campaign whose document tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.data import load_yaml
from knowledge.model import Fact
from knowledge.snapshot import Snapshot
from knowledge.understanding.parameters import MAX_EXAMPLES
from knowledge.understanding.topics import topic_catalogue


@dataclass(frozen=True)
class ExampleGroup:
    """Questions for one kind of asker; `audience` names it in programs, `title` for people."""

    audience: str
    title: str
    questions: tuple[str, ...]


class ExampleQuestions:
    """The examples of a day, made anew when what is held has changed; `known` gives what is."""

    def __init__(
        self, known: Callable[[], Snapshot], today: Callable[[], date] = date.today
    ) -> None:
        self._known, self._today = known, today
        self._made: tuple[Snapshot, date, tuple[ExampleGroup, ...]] | None = None

    def groups(self) -> tuple[ExampleGroup, ...]:
        """Return the examples, a group for each kind of asker."""
        snapshot, day = self._known(), self._today()
        made = self._made
        if made is None or made[0] is not snapshot or made[1] != day:
            made = self._made = snapshot, day, tuple(_groups(snapshot, day))
        return made[2]


def _groups(snapshot: Snapshot, day: date) -> Iterator[ExampleGroup]:
    newest = _newest_facts(snapshot, day)
    for row in load_yaml("examples.yaml"):
        of_documents = [
            question
            for topic in row["of_documents"]
            if (question := _question(snapshot, topic, newest))
        ]
        questions = [*of_documents, *row["of_law"]][:MAX_EXAMPLES]
        yield ExampleGroup(row["audience"], row["title"], tuple(questions))


def _newest_facts(snapshot: Snapshot, day: date) -> dict[str, Fact]:
    """Return for each kind of fact one of the newest campaign in force that tells it of its place."""
    newest: dict[str, Fact] = {}
    for fact in snapshot.on(day).facts:
        document = snapshot.documents[fact.document_id]
        is_own = fact.place is not None and fact.place == document.place
        if not is_own or fact.is_proposal or not document.in_force(day):
            continue
        known = newest.get(fact.kind)
        if known is None or (snapshot.year_of(fact) or 0) > (snapshot.year_of(known) or 0):
            newest[fact.kind] = fact
    return newest


def _question(snapshot: Snapshot, name: str, newest: dict[str, Fact]) -> str:
    """Return a topic's question of the campaign that tells most lately of it; empty for none."""
    topic = topic_catalogue().topic(name)
    facts = [newest[kind] for kind in topic.facts[:1] if kind in newest]
    place = snapshot.gazetteer.place_named(facts[0].place) if facts else None
    year = snapshot.year_of(facts[0]) if facts else None
    if place is None or year is None:
        return ""
    owner = f"{place.full_name} năm {year}"
    return topic.ask.format(of=f"của {owner}", Of=_capital(owner), place=_capital(place.full_name))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
