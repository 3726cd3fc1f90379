"""A draft: what an answer says and the facts it rests on, before citations and sources are put to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.model import Answer, AnswerFact, Button, Citation, Fact, Status
from knowledge.phrasing import cite_facts, former_note, shorten, sources
from knowledge.questions import Question
from knowledge.quotes import Find
from knowledge.scope import Scope
from knowledge.snapshot import Snapshot
from knowledge.vocabulary import Place, Vocabulary


@dataclass(frozen=True)
class Context:
    """All that an answer is made from."""

    snapshot: Snapshot
    words: Vocabulary
    find: Find
    question: Question
    as_of: date


@dataclass(frozen=True)
class Draft:
    """The words of an answer; `named` are the facts it states by name and value, `place` whose former home is told.

    `figures` are what it states beside facts of documents: name, value, and the citation it rests on.

    `day` is the day it is true for, when that is not the day of asking.
    """

    text: str
    facts: Sequence[Fact] = ()
    named: Sequence[tuple[str, str, int]] = ()
    citations: Sequence[Citation] = ()
    figures: Sequence[tuple[str, str, Citation]] = ()
    buttons: tuple[Button, ...] = ()
    status: Status = "answered"
    scope: Scope = field(default_factory=Scope)
    place: Place | None = None
    day: date | None = None


def finish(draft: Draft, context: Context) -> Answer:
    """Put citations, sources and the note on a former place to a draft."""
    cited, which = cite_facts(context.snapshot, draft.facts)
    citations = (*draft.citations, *cited)
    offset = len(draft.citations)
    named = [AnswerFact(name, value, offset + which[index]) for name, value, index in draft.named]
    held = list(draft.citations)
    named += [AnswerFact(name, value, held.index(citation)) for name, value, citation in draft.figures]
    note = former_note(draft.place, context.as_of)
    behind = "\n".join(part for part in (note, sources(context.snapshot, citations)) if part)
    return Answer(
        draft.status, shorten(draft.text, behind), draft.day or context.as_of, citations, tuple(named), draft.buttons
    )  # fmt: skip
