"""The words of a question that an answer must be about: what its frame does not account for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from knowledge.language import (
    DOCUMENT_NUMBER,
    YEAR,
    YEAR_RANGE,
    Token,
    fold,
    normalize_tones,
    tokenize,
    vocabulary,
)

Span = tuple[int, int]


class Mention(Protocol):
    """A name in a text, with its offsets."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        ...


def content_tokens(
    text: str, names: Iterable[Mention], cues: Iterable[re.Pattern[str]]
) -> list[Token]:
    """Return the tokens of a question without names, years, document numbers, cues and fillers.

    `names` are those of places or awards; `cues` are patterns over the text without marks.
    """
    framed = [(mention.start, mention.end) for mention in names] + _framed_spans(text)
    folded = vocabulary().cue_text(text)
    cued = [(match.span(), _letters(cue)) for cue in cues for match in cue.finditer(folded)]
    return [
        token
        for token in tokenize(text)
        if not any(start <= token.start < end for start, end in framed)
        and not any(_accounts_for(span, letters, token) for span, letters in cued)
        and (len(token.text) > 1 or token.text.isdigit())
    ]


def _framed_spans(text: str) -> list[Span]:
    """Return the spans of years, document numbers and fillers."""
    patterns = (YEAR_RANGE, YEAR, DOCUMENT_NUMBER)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    normalized = normalize_tones(text)
    if len(normalized) == len(text):
        spans += [match.span() for match in vocabulary().fillers.finditer(normalized)]
    return spans


def _accounts_for(span: Span, letters: frozenset[str], token: Token) -> bool:
    start, end = span
    inside = start <= token.start < end
    return inside and (token.text.isdigit() or fold(token.text) in letters)


@cache
def _letters(cue: re.Pattern[str]) -> frozenset[str]:
    """Return the words a cue spells out.

    "khen thuong.*uu tien" accounts for these four, not for what stands between.
    """
    pattern = cue.pattern
    for escape in (r"\b", r"\w", r"\d"):
        pattern = pattern.replace(escape, " ")
    return frozenset(re.findall(r"[a-z]{2,}", pattern))


def words_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return tokens in the form for comparing."""
    return tuple(normalize_tones(token.text) for token in tokens)


def bigrams_of(text: str, tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield the tokens that stand next to each other: most often one Vietnamese word."""
    for first, second in zip(tokens, tokens[1:], strict=False):
        if text[first.end : second.start].isspace():
            yield normalize_tones(first.text), normalize_tones(second.text)
