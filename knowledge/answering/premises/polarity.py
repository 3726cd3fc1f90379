"""Whether a sentence denies or affirms what a question asks, where one clause says so plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answering.premises.parameters import REACH
from knowledge.answering.premises.wording import wording
from knowledge.language import Token, clause_spans, fold, tokenize

CLAUSE = re.compile(r"[,;:.()]|\b(?:thi|ma|nhung|song|neu|khi|va|hoac)\b")


@dataclass(frozen=True)
class Polarity:
    """What a clause denies or affirms: its verbs (groups of `premises.yaml`) and where that stands.

    "không" or "được" starts it; `behind` is the offset behind that word.
    """

    start: int
    behind: int
    end: int
    verbs: tuple[str, ...]


def denials_in(sentence: str) -> list[Polarity]:
    """Return the negations of a sentence that deny the verb behind them."""
    words, lower, folded = wording(), sentence.lower(), fold(sentence)
    found = []
    for match in words.negations.finditer(lower):
        if words.mild.match(lower, match.start()):
            continue
        rest = folded[match.end() :]
        clause = CLAUSE.search(rest)
        within = rest[: clause.start()] if clause else rest
        verbs = _verbs(tokenize(within))[:REACH]
        found.append(Polarity(match.start(), match.end(), match.end() + len(within), verbs))
    return found


def verb_groups(verb: tuple[str, ...]) -> tuple[str, ...]:
    """Return the groups of the verbs of a phrase, auxiliaries left out."""
    words = wording()
    return tuple(words.kind_of(word) for word in verb if word not in words.auxiliaries)


def _verbs(tokens: list[Token]) -> tuple[str, ...]:
    return verb_groups(tuple(token.text for token in tokens))


def clauses_about(sentence: str, verbs: set[str] | None = None) -> list[str]:
    """Return the parts between semicolons that hold one of the verbs; all of them for None."""
    parts = [sentence[start:end] for start, end in clause_spans(sentence)]
    return [part for part in parts if verbs is None or verbs & set(_verbs(tokenize(fold(part))))]


def is_adverse(verb: tuple[str, ...]) -> bool:
    """Whether what is asked about would be a loss: "bị trừ", "mất danh hiệu"."""
    return bool(set(verb) & wording().adverse)


def affirmations_in(clause: str, verbs: set[str]) -> list[Polarity]:
    """Return where a clause says that one of the verbs is (still) done to somebody."""
    folded, found = fold(clause), []
    for match in wording().affirmations.finditer(clause.lower()):
        told = _verbs(tokenize(folded[match.end() :]))[:REACH]
        if set(told[:2]) & verbs:
            found.append(Polarity(match.start(), match.end(), len(clause), told))
    return found
