"""The words that carry what a question asks: with another object, or with none, it is another one.

Sentences that share a frame are alike ("Xã A chi bao nhiêu tiền cho … năm 2026?"), whatever stands
in it. Places, years, awards and topics are left to the signature, fillers and question words out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from knowledge.curated.likeness import ReadQuestion
from knowledge.curated.parameters import RAREST_WORDS
from knowledge.data import load_yaml
from knowledge.language import fold, fold_word, folded_tokens, vocabulary
from knowledge.understanding import Question


def carry_the_same(
    asked: ReadQuestion, meant: ReadQuestion, rarity: Callable[[str], float]
) -> bool:
    """Whether a wording has all that a question is about, and the question its rarest words.

    `rarity` gives how rare a word is in the documents.
    """
    question, wording = asked.question, meant.question
    rarest = sorted(set(wording.content_words), key=lambda word: (-rarity(word), word))
    return (
        _names_domain_alike(asked, meant)
        and not _missing(question, wording.text)
        and not _missing(wording, question.text) & {*map(fold_word, rarest[:RAREST_WORDS])}
    )


def _names_domain_alike(asked: ReadQuestion, meant: ReadQuestion) -> bool:
    """Whether both or none speak of emulation and commendation; an award is compared by its name."""
    if asked.signature.awards and meant.signature.awards:
        return True
    first, second = (bool(_domain().search(fold(r.question.text))) for r in (asked, meant))
    return first == second


def _missing(question: Question, text: str) -> set[str]:
    """Return the words of a question, without marks, that neither stand in a text nor are replaced."""
    there, asked = _padded(text), _padded(question.text)
    replaced = {
        word
        for group in _same_phrases()
        if any(phrase in there for phrase in group)
        for phrase in group
        if phrase in asked
        for word in phrase.split()
    }
    return {*map(fold_word, question.content_words)} - {*there.split()} - replaced


def _padded(text: str) -> str:
    """Return words without marks between blanks, so that whole phrases can be looked for."""
    return f" {' '.join(folded_tokens(text))} "


@cache
def _same_phrases() -> tuple[tuple[str, ...], ...]:
    groups = [*load_yaml("same_meaning.yaml")["phrases"], *vocabulary().terms.items()]
    return tuple(tuple(_padded(phrase) for phrase in group) for group in groups)


@cache
def _domain() -> re.Pattern[str]:
    words = map(fold, load_yaml("same_meaning.yaml")["domain"])
    return re.compile(rf"\b(?:{'|'.join(words)})\b")
