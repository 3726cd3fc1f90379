"""What differs between two versions of a document: metadata, facts, and the text line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from indexer.review.metadata import FIELD_NAMES, typed_metadata
from indexer.review.parameters import CONTEXT_LINES, MAX_COMPARED_LINES, MAX_COMPARED_WORDS
from knowledge.model import Fact
from knowledge.storage import Contents

Sign = Literal["same", "added", "removed"]
WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Part:
    """Words of a line, and whether they came or went."""

    sign: Sign
    text: str


@dataclass(frozen=True)
class Line:
    """A line of the text; `parts` are its words where only some of them differ."""

    sign: Sign
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class FieldChange:
    """A field of the metadata, by the name that people know, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    """All that differs; `hunks` are runs of lines with a few around them."""

    fields: tuple[FieldChange, ...]
    added: tuple[Fact, ...]
    removed: tuple[Fact, ...]
    hunks: tuple[tuple[Line, ...], ...]

    @property
    def are_none(self) -> bool:
        """Whether both versions say the same."""
        return not (self.fields or self.added or self.removed or self.hunks)


def compare(before: Contents, after: Contents) -> Differences:
    """Return what differs. A fact whose words stand elsewhere now is the same fact."""
    old, new = typed_metadata(before.document), typed_metadata(after.document)
    fields = (FieldChange(FIELD_NAMES[n], old[n], new[n]) for n in FIELD_NAMES if old[n] != new[n])
    facts = [{_identity(fact): fact for fact in one.facts} for one in (before, after)]
    lines = [one.document.text.splitlines() for one in (before, after)]
    return Differences(
        tuple(fields),
        tuple(fact for key, fact in facts[1].items() if key not in facts[0]),
        tuple(fact for key, fact in facts[0].items() if key not in facts[1]),
        tuple(_hunks(lines[0], lines[1])),
    )


def _identity(fact: Fact) -> Fact:
    """Return what makes a fact the same: not where it stands, but whether it is told."""
    return replace(fact, start=0, end=0, document_id="", confidence=float(fact.is_proposal))


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Line, ...]]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    if sum(map(len, middle)) > MAX_COMPARED_LINES:
        yield (*_whole("removed", middle[0]), *_whole("added", middle[1]))
        return
    # With a few lines around them, so that one sees where it is.
    low = max(0, start - CONTEXT_LINES)
    high = min(end, CONTEXT_LINES)
    # Lines that come again and again, such as blank ones, are no anchors: without that rule the time
    # would grow with the cube of a hostile text.
    before, after = old[low : len(old) - end + high], new[low : len(new) - end + high]
    for group in SequenceMatcher(None, before, after).get_grouped_opcodes(CONTEXT_LINES):
        yield tuple(
            line
            for tag, one, two, three, four in group
            for line in _lines(tag, before[one:two], after[three:four])
        )


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many lines both begin with."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _lines(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    if tag == "equal":
        yield from _whole("same", old)
        return
    for one, other in zip(old, new, strict=False):
        yield from _pair(one, other)
    yield from _whole("removed", old[len(new) :])
    yield from _whole("added", new[len(old) :])


def _pair(old: str, new: str) -> Iterator[Line]:
    """Yield a line as it was and as it is, with the words that differ."""
    words = WORDS.findall(old), WORDS.findall(new)
    if sum(map(len, words)) > MAX_COMPARED_WORDS:
        yield from (*_whole("removed", [old]), *_whole("added", [new]))
        return
    matcher = SequenceMatcher(None, *words)
    removed, added = [], []
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        before, after = "".join(words[0][low:high]), "".join(words[1][new_low:new_high])
        removed.append(Part("same" if tag == "equal" else "removed", before))
        added.append(Part("same" if tag == "equal" else "added", after))
    yield Line("removed", tuple(part for part in removed if part.text))
    yield Line("added", tuple(part for part in added if part.text))


def _whole(sign: Sign, lines: Sequence[str]) -> list[Line]:
    return [Line(sign, (Part("same", line),)) for line in lines]
