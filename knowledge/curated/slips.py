"""Slips that a question leaves open, read as the one word of a wording that they may stand for.

The spelling corrector takes the likeliest word of all texts; beside a wording there is less to choose
from. Only what is no word at all is a slip: no syllable, in no held text and in no wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from knowledge.curated.parameters import MIN_SLIP_LETTERS
from knowledge.data import load_yaml
from knowledge.language import Gazetteer, fold, is_folded_syllable, one_slip_away
from knowledge.understanding import Question

#: A whole word: to a tokenizer a slip may look like two that are stuck together ("thyởng").
WORD = re.compile(r"[^\W\d_]+")


def slips_in(
    question: Question, is_known: Callable[[str], bool], places: Gazetteer
) -> list[re.Match[str]]:
    """Return the words of a question, as typed, that are none; `is_known` is asked without marks."""
    return [
        found
        for found in _words_but_places(question.typed, question, places)
        if _is_word(word := fold(found[0])) and not is_folded_syllable(word) and not is_known(word)
    ]


def put_right(
    question: Question, slips: Sequence[re.Match[str]], wording: Question, places: Gazetteer
) -> str:
    """Return a question as typed, each slip that is near one word of a wording replaced by that.

    Numbers, units and names of places are put in for nothing.
    """
    text, there = question.typed, {fold(word) for word in WORD.findall(wording.text)}
    named_apart = _words_but_places(wording.text, wording, places)
    offered = {fold(found[0]): found[0] for found in named_apart}
    for slip in reversed(slips):
        near = one_slip_away(fold(slip[0])) & there
        word = near.pop() if len(near) == 1 else ""
        if _is_word(word) and is_folded_syllable(word) and word in offered:
            meant = offered[word] if question.marked else word
            text = text[: slip.start()] + meant + text[slip.end() :]
    return text


def _words_but_places(text: str, question: Question, places: Gazetteer) -> Iterator[re.Match[str]]:
    named = [(one.start, one.end) for one in places.mentions(text, question.marked)]
    for word in WORD.finditer(text):
        if not any(start <= word.start() < end for start, end in named):
            yield word


def _is_word(word: str) -> bool:
    """Whether a word is long enough to be told from others, and no number or unit."""
    return len(word) >= MIN_SLIP_LETTERS and word not in _exact()


@cache
def _exact() -> frozenset[str]:
    return frozenset(map(fold, load_yaml("same_meaning.yaml")["exact"]))
