"""What is wrong with a written sentence: each check returns whether it finds its fault.

`fault_of` returns the first that is found. What these checks cannot see stands in
`docs/van-hanh.md`: they know words, not meanings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache

from knowledge.answering import days_in, figures_in
from knowledge.language import DOCUMENT_NUMBER, fold
from knowledge.writing.alignment import says
from knowledge.writing.model import Source, WritingRequest, WrittenSentence
from knowledge.writing.parameters import (
    CACHED_SUPPORTS,
    MAX_CLAUSES,
    MAX_SENTENCE_LETTERS,
    MIN_WORDS,
)
from knowledge.writing.support import (
    YEAR,
    Around,
    Stretch,
    Words,
    source_statements,
    statements_of,
    stretches_of,
)
from knowledge.writing.vocabulary import writing_vocabulary


class Fault(StrEnum):
    """Why a sentence is not said."""

    NO_SOURCE = "no_source"  # it names none, or one that it was not given
    FOREIGN = "foreign"  # markup, a link, an order, the writer itself
    VALUE = "value"  # a figure, day or number of a text that its sources do not have
    NAME = "name"  # a name that they do not have
    WORDS = "words"  # words that they do not have, or not in this order
    TURNED = "turned"  # a word that turns the meaning was added, dropped or skipped over
    EMPTY = "empty"  # it says nothing
    BESIDE = "beside"  # it answers another question


Sources = tuple[Source, ...]
#: A word in capitals within a sentence, and those behind it.
NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-zà-ỹ]\w*(?:[ -][^\W\d_a-zà-ỹ]\w*)*")
#: The turn of what is wanted, not done.
PLANNED = "planned"
FIGURES = re.compile(r"\d+(?:[.,]\d+)*")


def fault_of(request: WritingRequest, sentence: WrittenSentence) -> Fault | None:
    """Return what is wrong with a sentence; None where nothing is found."""
    sources = [request.source(number) for number in sentence.sources]
    if not sources or None in sources:
        return Fault.NO_SOURCE
    named = tuple(source for source in sources if source)
    text = writing_vocabulary().leads.sub("", sentence.text.strip(), count=1)
    return next((fault for fault, found in CHECKS if found(text, named)), None)


def _is_foreign(text: str, sources: Sources) -> bool:
    allowed = " ".join(source.text for source in sources)
    found = (match[0] for match in writing_vocabulary().foreign.finditer(text))
    has_foreign = any(one not in allowed or not one.isalpha() for one in found)
    return has_foreign or len(text) > MAX_SENTENCE_LETTERS or not text.isprintable()


def _has_other_value(text: str, sources: Sources) -> bool:
    """Whether a figure with its unit, a day or a text's number stands in no source."""
    whole = "\n".join(f"{source.text}\n{source.where}" for source in sources)
    numbers = {fold(match[0]) for match in DOCUMENT_NUMBER.finditer(whole)}
    if any(fold(match[0]) not in numbers for match in DOCUMENT_NUMBER.finditer(text)):
        return True
    held = days_in(whole)
    for day in days_in(text):
        same = [one for one in held if not day.differs(one)]
        if not same or (day.year and not any(one.year == day.year for one in same)):
            return True
    units = {(one.amount, one.unit, one.whole) for one in figures_in(whole)}
    if any((one.amount, one.unit, one.whole) not in units for one in figures_in(text)):
        return True
    words = writing_vocabulary().words
    return not set(words(" ".join(FIGURES.findall(text)))) <= set(words(whole))


def _has_other_name(text: str, sources: Sources) -> bool:
    whole = f" {' '.join(word for one in sources for word in _all_words(one))} "
    words = writing_vocabulary().words
    return any(not _is_named(words(match[0]), whole) for match in NAME.finditer(text))


def _is_named(name: Words, whole: str) -> bool:
    """Whether a text has a name, or the two that it is made of ("Sở Nội vụ | Cao Bằng")."""
    cuts = ((name[:at], name[at:]) for at in range(len(name)))
    return any(all(f" {' '.join(part)} " in whole for part in cut if part) for cut in cuts)


def _has_other_words(text: str, sources: Sources) -> bool:
    around = _around(sources)
    if sum(map(len, statements_of(text))) > MAX_CLAUSES:
        return True
    return any(
        around.unsupported(stretch)
        for statement in _supports(text, sources)
        for stretch in statement
    )


def _is_turned(text: str, sources: Sources) -> bool:
    """Whether a clause is not one stretch of its source, or has other words that turn it."""
    whole = writing_vocabulary().turns(writing_vocabulary().words(text))
    around = _around(sources)
    return any(
        _turns(stretch, whole, around)
        for statement in _supports(text, sources)
        for stretch in statement
    )


def _turns(stretch: Stretch, whole: frozenset[str], around: Around) -> bool:
    """Whether a word that turns the meaning was added, dropped or skipped; `whole` are all there are."""
    if not stretch.pairs:
        # A place, a year: words around the source, which stand in none of its statements.
        return False
    vocabulary = writing_vocabulary()
    own = vocabulary.turns(stretch.clause)
    dropped = stretch.turns - own
    unsaid = (stretch.part.turns & vocabulary.kept_whole) - whole
    added = own - vocabulary.turns(stretch.part.words)
    if around.plans(stretch.part):
        added -= {PLANNED}
    return bool(dropped or unsaid or added) or not stretch.is_whole()


def _is_empty(text: str, sources: Sources) -> bool:
    return sum(map(says, writing_vocabulary().words(text))) < MIN_WORDS


CHECKS: tuple[tuple[Fault, Callable[[str, Sources], bool]], ...] = (
    (Fault.FOREIGN, _is_foreign),
    (Fault.EMPTY, _is_empty),
    (Fault.VALUE, _has_other_value),
    (Fault.NAME, _has_other_name),
    (Fault.WORDS, _has_other_words),
    (Fault.TURNED, _is_turned),
)


@lru_cache(maxsize=CACHED_SUPPORTS)
def _supports(text: str, sources: Sources) -> list[list[Stretch]]:
    """Return for each statement where its clauses stand in what supports it best."""
    around = _around(sources)
    whole = writing_vocabulary().turns(writing_vocabulary().words(text))
    told = [one for source in sources for one in source_statements(source.text)]

    def distance(statement: Sequence[Stretch]) -> tuple[int, bool, int]:
        unsupported = sum(len(around.unsupported(stretch)) for stretch in statement)
        is_turned = any(_turns(stretch, whole, around) for stretch in statement)
        return unsupported, is_turned, sum(len(stretch.added) for stretch in statement)

    return [
        min((stretches_of(statement, one, around) for one in told), key=distance, default=[])
        for statement in statements_of(text)
    ]


@lru_cache(maxsize=CACHED_SUPPORTS)
def _around(sources: Sources) -> Around:
    """Return what stands around sources; of years those of the headings, where they name any."""
    vocabulary = writing_vocabulary()
    words = tuple(word for source in sources for word in vocabulary.words(source.where))
    heading = vocabulary.words("\n".join(source.where.split("\n")[-1] for source in sources))
    years = {word for word in words if YEAR.fullmatch(word)}
    own_years = {word for word in heading if YEAR.fullmatch(word)}
    joined = " ".join(heading)
    return Around(
        words=frozenset(words) - years,
        years=frozenset(own_years or years),
        is_plan=bool(vocabulary.plans.search(joined)) and not vocabulary.results.search(joined),
    )


def _all_words(source: Source) -> Words:
    return writing_vocabulary().words(f"{source.text} {source.where}")
