"""Whether a source says what a clause says: the same words in the same order, none that turn it lost.

There is no model of entailment that runs in an office without a network, so that nothing is inferred
here: a clause is taken from one part of one statement of a source, or it is not supported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language import clause_spans, sentence_spans
from knowledge.writing.alignment import common_pairs, says
from knowledge.writing.parameters import (
    BEFORE,
    CACHED_SUPPORTS,
    MAX_HEAD,
    MAX_SKIPPED,
    MAX_TOGETHER,
)
from knowledge.writing.vocabulary import writing_vocabulary

#: Where a written sentence is taken apart into statements, each of one statement of a source; and a
#: statement into clauses, each of one part of that.
STATEMENT_END = re.compile(r";\s+|,\s+còn\s+")
CLAUSE_END = re.compile(r"[,:()–—]\s+")
#: A source's statement into parts: a clause rests on one, or on several together.
PART_END = re.compile(r"[,;:()|–—](?:\s+|$)")
#: The number or letter of a provision, the mark of a list's item.
LABEL = re.compile(r"^(?:[-•*+–]|\d+(?:\.\d+)*[.)]|[a-zđ][.)])\s+")
BRACKETED = re.compile(r"\s*\([^()]*\)")
#: A year that is spoken of, and one also of a full date; in the number of a text it is neither.
YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/])")
OF_DATE = re.compile(r"ngày \d{1,2} tháng \d{1,2} năm (?=\d{4})")
ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d/])")
QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
FIGURE = re.compile(r"\d")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Words of a source that stand together.

    `turns` turn the meaning of the statement around them; `years` are those it speaks of, none where
    the source names none up to there; `is_result` is whether it tells of what has been done.
    """

    words: Words
    turns: frozenset[str]
    years: frozenset[str]
    is_result: bool


@dataclass(frozen=True)
class Stretch:
    """Where the words of a clause stand in a part of a source, in their order.

    `pairs` are indexes into `clause` and `part.words`.
    """

    clause: Words
    part: Part
    pairs: tuple[tuple[int, int], ...]

    @property
    def turns(self) -> frozenset[str]:
        """What turns the meaning of the words of the source from the first that is taken to the last.

        And of those just before: "không" before the first would turn all of it.
        """
        vocabulary = writing_vocabulary()
        first, last = self.pairs[0][1], self.pairs[-1][1]
        within = vocabulary.turns(self.part.words[first : last + 1])
        before = vocabulary.turns(self.part.words[max(0, first - BEFORE) : last + 1])
        return within | (before - vocabulary.ties)

    @property
    def added(self) -> Words:
        """The words of the clause that say something and that the part does not have here."""
        taken = {one for one, _ in self.pairs}
        return tuple(word for at, word in enumerate(self.clause) if at not in taken and says(word))

    def is_whole(self) -> bool:
        """Whether nothing between two words that are taken ties them to something else.

        What is left out holds no figure and nothing that turns the meaning; and nothing was put in
        its place.
        """
        ends = [(-1, -1), *self.pairs, (len(self.clause), len(self.part.words))]
        steps = list(zip(ends, ends[1:], strict=False))
        return all(
            _may_be_left_out(
                self.clause[one[0] + 1 : other[0]],
                self.part.words[one[1] + 1 : other[1]],
                is_inside=0 < at < len(steps) - 1,
            )
            for at, (one, other) in enumerate(steps)
        )


def _may_be_left_out(put_in: Words, left_out: Words, *, is_inside: bool) -> bool:
    if any(map(says, put_in)) and any(map(says, left_out)):
        return False
    if not is_inside:
        return True
    is_figure = FIGURE.search(" ".join(left_out))
    return (
        len(left_out) <= MAX_SKIPPED and not is_figure and not writing_vocabulary().turns(left_out)
    )


@dataclass(frozen=True)
class Around:
    """Words around sources that a sentence may take up (document, place, heading), and their years.

    `is_plan` is whether what is told is wanted, not done.
    """

    words: frozenset[str]
    years: frozenset[str]
    is_plan: bool

    def unsupported(self, stretch: Stretch) -> list[str]:
        """Return the words that a clause adds to its part and that do not stand around it either.

        A year is taken from around only where the source itself speaks of none.
        """
        known = self.words | (stretch.part.years or self.years)
        if self.plans(stretch.part):
            known |= writing_vocabulary().planning
        return [word for word in stretch.added if word not in known]

    def plans(self, part: Part) -> bool:
        """Whether what a part says may be called a target: it stands in a plan, for that one's years."""
        is_of_years = not part.years or bool(part.years & self.years)
        return self.is_plan and is_of_years and not part.is_result

    def says(self, clause: Words, part: Part) -> bool:
        """Whether a clause has no word that does not stand here, and none that turns a meaning."""
        is_known = not self.unsupported(Stretch(clause, part, ()))
        return is_known and not writing_vocabulary().turns(clause)


@lru_cache(maxsize=CACHED_SUPPORTS)
def source_statements(text: str) -> list[list[Part]]:
    """Return for each statement of a source its parts, and what several in a row say together.

    What a semicolon parts are statements of their own, each with the head of the list that it stands
    in ("Mục tiêu: …; …"); what excepts one holds for its whole sentence, a year until the next is named.
    """
    vocabulary, found = writing_vocabulary(), []
    spoken_of: frozenset[str] = frozenset()
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        spoken_of = _years(sentence, YEAR) or spoken_of
        beyond = _said(sentence) & vocabulary.kept_beyond
        is_result = bool(vocabulary.results.search(" ".join(vocabulary.words(sentence))))
        for statement in _listed(sentence):
            turns = _said(statement) | beyond
            years = spoken_of and spoken_of | _years(statement, ANY_YEAR)
            found.append([Part(words, turns, years, is_result) for words in _readings(statement)])
    return [one for one in found if one]


def _years(text: str, pattern: re.Pattern[str]) -> frozenset[str]:
    """Return the years that a text is about, not those it compares with."""
    told = writing_vocabulary().other_years.sub("", text)
    return frozenset(pattern.findall(OF_DATE.sub("/", told)))


def _said(text: str) -> frozenset[str]:
    """Return what turns the meaning of a text; what is quoted is a name, and turns nothing."""
    vocabulary = writing_vocabulary()
    return vocabulary.turns(vocabulary.words(QUOTED.sub("", text)))


def _listed(sentence: str) -> Iterator[str]:
    """Yield what stands between semicolons, behind the head of the list that it is part of."""
    first, *others = (sentence[start:end] for start, end in clause_spans(sentence))
    yield first
    head, colon, _ = first.partition(": ")
    if not colon:
        begun = writing_vocabulary().list_heads.match(first)
        head = begun[0] if begun else ""
    is_head = bool(head) and len(head.split()) <= MAX_HEAD
    for clause in others:
        # "Phòng Nội vụ: …; Phòng Tài chính: …": each has a head of its own.
        yield f"{head}: {clause}" if is_head and ": " not in clause else clause


def _readings(statement: str) -> Iterator[Words]:
    """Yield the parts of a statement and several in a row.

    Also without what stands in brackets or numbers it; and each item of a list behind its head.
    """
    words = writing_vocabulary().words
    unnumbered = LABEL.sub("", statement)
    found: dict[Words, None] = {}
    for reading in (statement, unnumbered, BRACKETED.sub(_bracketed, unnumbered)):
        pieces = [words(piece) for piece in PART_END.split(reading)]
        found |= dict.fromkeys(_runs([one for one in pieces if one]))
    head, colon, items = unnumbered.partition(": ")
    if colon and len(head.split()) <= MAX_HEAD:
        found |= dict.fromkeys(words(f"{head} {item}") for item in PART_END.split(items))
    yield from found


def _bracketed(match: re.Match[str]) -> str:
    """Return what stands for brackets where they are left out: they themselves, if they bound what is said."""
    bounds = (
        FIGURE.search(match[0])
        or writing_vocabulary().limits.search(match[0].lower())
        or _said(match[0])
    )
    return match[0] if bounds else ""


def _runs(pieces: Sequence[Words]) -> Iterator[Words]:
    """Yield each piece, and as many in a row as a clause may rest on."""
    for first in range(len(pieces)):
        for last in range(first + 1, min(first + MAX_TOGETHER, len(pieces)) + 1):
            yield tuple(word for piece in pieces[first:last] for word in piece)


def statements_of(sentence: str) -> list[list[Words]]:
    """Return for each statement of a written sentence the words of its clauses."""
    words = writing_vocabulary().words
    parts = (
        [words(part) for part in CLAUSE_END.split(one)] for one in STATEMENT_END.split(sentence)
    )
    found = ([clause for clause in clauses if any(map(says, clause))] for clauses in parts)
    return [clauses for clauses in found if clauses]


def stretches_of(statement: Sequence[Words], told: Sequence[Part], around: Around) -> list[Stretch]:
    """Return for each clause of a statement where it stands best in one of a source.

    What takes up only words around the source ("Ở Chợ Đồn năm 2023") stands nowhere in it, nor does
    a mere year: it is that of the whole statement.
    """
    return [
        min(
            (_stretch(clause, part) for part in told if not around.says(clause, part)),
            key=lambda one: _distance(one, around),
            default=Stretch(clause, told[0], ()),
        )
        if not _is_year(clause)
        else Stretch(clause, told[0], ())
        for clause in statement
    ]


def _is_year(clause: Words) -> bool:
    return all(YEAR.fullmatch(word) for word in clause if says(word))


def _distance(stretch: Stretch, around: Around) -> tuple[int, bool, int, int]:
    unsupported = len(around.unsupported(stretch))
    return unsupported, not stretch.is_whole(), len(stretch.added), len(stretch.part.words)


def _stretch(clause: Words, part: Part) -> Stretch:
    return Stretch(clause, part, tuple(common_pairs(clause, part.words)))
