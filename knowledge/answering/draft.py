"""A draft: what an answer says and what it rests on, before it is rendered as an Answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from knowledge.answering.citations import cite_facts, source_lines
from knowledge.answering.evidence import Evidence
from knowledge.answering.phrasing import former_place_note, join_within_limit
from knowledge.language import Place
from knowledge.model import Answer, AnswerFact, Button, Citation, Fact, Hit, Status
from knowledge.snapshot import Snapshot
from knowledge.storage import PassageFilter
from knowledge.understanding import Question, Scope

#: Searches for a question: which passages, number of hits.
Search = Callable[[Question, PassageFilter, int], list[Hit]]
#: Compares a question with sentences: a row for each, columns as in `search.CLOSENESS`.
Compare = Callable[[str, Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Context:
    """All that an answer is made from.

    `asked` is the question with those before it that it leans on; else it is `question`. `hint`
    names the topic or the aspect of the law that the dialogue made out; it counts only where the
    question's own words name none.
    """

    snapshot: Snapshot
    evidence: Evidence
    search: Search
    question: Question
    as_of: date
    closeness: Compare
    asked: Question
    hint: str | None = None

    @property
    def names_held_place(self) -> bool:
        """Whether a place is named whose campaigns may hold the answer."""
        held = self.snapshot.places_held
        return any(place.name in held for place in self.question.places)

    def coverage(self, words: Sequence[str], text: str) -> float:
        """Return the share of these words of the question that a text holds, from 0 to 1."""
        return self.evidence.coverage(words, text, self.question.marked)

    def is_named(self, text: str) -> bool:
        """Whether a fact's words hold nearly all of what the question is about."""
        return self.evidence.names(self.question.focus, text, self.question.marked)


@dataclass(frozen=True)
class StatedFact:
    """A name and value that a draft states; `fact` is an index into its facts."""

    name: str
    value: str
    fact: int


@dataclass(frozen=True)
class StatedFigure:
    """A name and value that a draft states and the citation it rests on."""

    name: str
    value: str
    citation: Citation


@dataclass(frozen=True)
class Draft:
    """The words of an answer and what they rest on.

    `notices` (a text was replaced, amended) stand once behind the text, however many drafts are
    joined. `place` is the place whose present home is told; `day` the day the answer is true for,
    when that is not the day of asking. `verdict` is what the words say to what the question claims
    ("Không: …"), `lead` as of when they hold ("Theo bài viết ngày …:"); both are told before them.
    `mark` says whose answer it is, and is never cut.
    """

    text: str
    facts: Sequence[Fact] = ()
    stated: Sequence[StatedFact] = ()
    citations: Sequence[Citation] = ()
    figures: Sequence[StatedFigure] = ()
    notices: Sequence[str] = ()
    buttons: tuple[Button, ...] = ()
    status: Status = "answered"
    scope: Scope = field(default_factory=Scope)
    place: Place | None = None
    day: date | None = None
    verdict: str = ""
    lead: str = ""
    mark: str = ""


def render(draft: Draft, context: Context) -> Answer:
    """Return the Answer of a draft: with citations, notices, sources and where a place is now."""
    own = list(draft.citations)
    of_facts, indexes = cite_facts(context.snapshot, draft.facts)
    citations = (*own, *of_facts)
    stated = [AnswerFact(s.name, s.value, len(own) + indexes[s.fact]) for s in draft.stated]
    stated += [AnswerFact(f.name, f.value, own.index(f.citation)) for f in draft.figures]
    parts = (draft.verdict, draft.lead, draft.text, *dict.fromkeys(draft.notices))
    text = "\n".join(part for part in parts if part)
    note = former_place_note(draft.place, context.as_of)
    sources = source_lines(context.snapshot, citations)
    appendix = "\n".join(part for part in (draft.mark, note, sources) if part)
    return Answer(
        status=draft.status,
        text=join_within_limit(text, appendix),
        as_of=draft.day or context.as_of,
        citations=citations,
        facts=tuple(stated),
        buttons=draft.buttons,
        body="" if draft.mark else draft.text,
    )
