"""Questions asked of the library in this process: each answer with all that was considered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.commands.evaluation import EvaluationCase, Verdict, judge
from bot.commands.evaluation_report.parameters import QUOTED_LETTERS
from bot.commands.evaluation_report.writing import Reword
from bot.operations.turn_journal import UNKNOWN
from knowledge.answering import MIN_QUOTATION
from knowledge.law import catalogue
from knowledge.library import Library
from knowledge.model import Answer, Subject
from knowledge.writing import Written

#: What an answer rested on.
Basis = Literal["facts", "sentences", "law", "nothing"]
NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Candidate:
    """An answer that was considered: how likely it was held to be right, and whether it is."""

    text: str
    probability: float
    is_right: bool


@dataclass(frozen=True)
class Trial:
    """How one conversation went; candidates stand in the order of their probability.

    `is_chosen_by_model` is False where no probability decided: the assistant asked back, or what
    was asked is settled in another way.
    """

    case: EvaluationCase
    verdict: Verdict
    basis: Basis
    candidates: tuple[Candidate, ...]
    is_chosen_by_model: bool
    reworded: RewordedTrial | None = None


@dataclass(frozen=True)
class RewordedTrial:
    """The same answer once more, in a language model's words where they were taken.

    `written` is None where the model gave nothing; `tokens` are those it took, both ways.
    """

    verdict: Verdict
    written: Written | None
    seconds: float
    tokens: int


def ask_library(
    library: Library, cases: Sequence[EvaluationCase], reword: Reword | None = None
) -> list[Trial]:
    """Hold every conversation with the library and judge its last answer, and what it is reworded to."""
    texts = {document.id: document.text for document in library.documents()}
    return [_trial(library, case, texts, reword) for case in cases]


def _trial(
    library: Library, case: EvaluationCase, texts: Mapping[str, str], reword: Reword | None
) -> Trial:
    *before, last = case.turns
    subject = Subject()
    for turn in before:
        _, subject = library.answer(turn, subject, case.as_of)
    answer, _ = library.answer(last, subject, case.as_of)
    considered = library.considered(last, subject, case.as_of)
    found = [_candidate(case, one, probability, texts) for one, probability in considered]
    candidates = tuple(sorted(found, key=lambda candidate: -candidate.probability))
    return Trial(
        case=case,
        verdict=judge(case, answer.as_json(), texts),
        basis=basis_of(answer),
        candidates=candidates,
        is_chosen_by_model=_is_chosen_by_model(answer, candidates),
        reworded=_reworded(case, answer, texts, reword) if reword else None,
    )


def _reworded(
    case: EvaluationCase, answer: Answer, texts: Mapping[str, str], reword: Reword
) -> RewordedTrial | None:
    found = reword(case.turns[-1], answer)
    if found is None:
        return None
    told = (found.written and found.written.answer) or answer
    verdict = judge(case, told.as_json(), texts)
    return RewordedTrial(verdict, found.written, found.seconds, found.tokens)


def _candidate(
    case: EvaluationCase, answer: Answer, probability: float, texts: Mapping[str, str]
) -> Candidate:
    is_right = not judge(case, answer.as_json(), texts).faults
    return Candidate(answer.text, probability, is_right)


def _is_chosen_by_model(answer: Answer, candidates: Sequence[Candidate]) -> bool:
    """Whether the likeliest candidate was given, or refused because it was not likely enough."""
    if not candidates:
        return False
    best = candidates[0]
    is_refused = answer.status in UNKNOWN and best.probability < MIN_QUOTATION
    return is_refused or best.text in answer.text


def basis_of(answer: Answer) -> Basis:
    """Return what an answer rests on, as far as the answer itself shows it."""
    if answer.status != "answered" or not answer.citations:
        return "nothing"
    about = answer.about
    if about.award or about.aspect or not all(one.quote for one in answer.citations):
        return "law"
    if answer.facts:
        return "facts"
    if _quotes_all(answer):
        return "sentences"
    numbers = {text.number for text in catalogue().texts.values()}
    return "law" if all(one.number in numbers for one in answer.citations) else "facts"


def _quotes_all(answer: Answer) -> bool:
    """Whether the words of every citation stand in the answer, whatever marks are around them."""
    text = _letters(answer.text)
    return all(_letters(one.quote)[:QUOTED_LETTERS] in text for one in answer.citations)


def _letters(text: str) -> str:
    return NO_LETTER.sub("", text.lower())
