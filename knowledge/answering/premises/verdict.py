"""The verdict on what a question claims: yes, no or what the text gives instead; most often none.

Nothing is inferred: a verdict is given where a figure, a day, a holder of a role or one denied verb
settles it and the sentence is plainly about what is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.answering.evidence import Evidence
from knowledge.answering.premises.claims import Claim, claim_of
from knowledge.answering.premises.corrections import Difference, broken_bound, differences
from knowledge.answering.premises.counts import recount
from knowledge.answering.premises.parameters import (
    MIN_AFFIRMED,
    MIN_ALIKE,
    MIN_BOUNDED,
    MIN_CORRECTED,
    MIN_DENIED,
    MIN_OBJECT,
)
from knowledge.answering.premises.polarity import (
    Polarity,
    affirmations_in,
    clauses_about,
    denials_in,
    is_adverse,
    verb_groups,
)
from knowledge.answering.premises.roles import other_holder
from knowledge.answering.premises.values import days_in, figures_in
from knowledge.answering.premises.wording import wording
from knowledge.language import fold, normalize_tones
from knowledge.understanding import Question, content_tokens


@dataclass(frozen=True)
class Verdict:
    """What a sentence says to a claim; `difference` is what it gives instead of what is claimed."""

    says: Literal["yes", "no", "other"]
    is_yes_no: bool
    difference: Difference | None = None


def verdict_on(question: Question, sentence: str, evidence: Evidence) -> Verdict | None:
    """Return what a sentence says to what a question claims; None where that is not plain."""
    claim = claim_of(question.typed)
    if claim is None or wording().are_contrasted(question.text, sentence):
        return None
    judged = _Judged(claim, question, sentence, evidence)
    for rule in (
        judged.recounted,
        judged.corrected,
        judged.other_holder,
        judged.bounded,
        judged.denied,
        judged.affirmed,
    ):
        if verdict := rule():
            return verdict
    return None


def settles_count(question: Question, sentence: str, evidence: Evidence) -> bool:
    """Whether a sentence says how many there are of just what a question claims a number of."""
    claim = claim_of(question.typed)
    judged = _Judged(claim, question, sentence, evidence) if claim else None
    return judged is not None and judged.recounted() is not None


@dataclass(frozen=True)
class _Judged:
    """A claim beside a sentence; each rule returns its verdict or None."""

    claim: Claim
    question: Question
    sentence: str
    evidence: Evidence

    def recounted(self) -> Verdict | None:
        """The sentence says how many there are of just what the claim counts.

        What else is claimed must stand in the sentence; a number of "xã" alone may be of any.
        """
        claim, names = self.claim, [place.name for place in self.question.places]
        if claim.is_denied or claim.is_story or not (claim.is_yes_no or claim.is_premise):
            return None
        found = recount(claim.text, self.sentence, names)
        if found is None or denials_in(self.sentence):
            return None
        counted = {*found.name.split(), *fold(" ".join(names)).split()}
        counted |= wording().asking
        rest = [word for word in _content_words(claim.text) if fold(word) not in counted]
        marked = self.question.marked
        if rest and self.evidence.coverage(rest, self.sentence, marked) < MIN_ALIKE:
            return None
        if not rest and " " not in found.name:
            return None
        if found.is_same:
            return Verdict("yes", True) if claim.is_yes_no else None
        return Verdict("other", claim.is_yes_no, found.difference)

    def corrected(self) -> Verdict | None:
        """The sentence gives another figure or day of the same thing, or just those claimed."""
        claim = self.claim
        if not (claim.is_confirmed or claim.is_premise) or claim.is_story or claim.is_denied:
            return None
        found, alike = differences(claim.text, self.sentence)
        if len(found) == 1 and self._held(found[0].about) >= MIN_CORRECTED:
            return Verdict("other", claim.is_yes_no, found[0])
        if found or not alike or not (claim.is_confirmed and claim.is_yes_no):
            return None
        return Verdict("yes", True) if self._is_told_whole else None

    def other_holder(self) -> Verdict | None:
        """The sentence names another holder of the role."""
        claim = self.claim
        if claim.is_denied or not (claim.is_confirmed or claim.is_premise):
            return None
        found = other_holder(claim.text, self.sentence)
        return Verdict("other", claim.is_yes_no, found) if found else None

    def bounded(self) -> Verdict | None:
        """A figure of the question breaks the only bound of a clause."""
        if not self._may_be_settled or is_adverse(self.claim.verb):
            return None
        for clause in clauses_about(self.sentence):
            denied = denials_in(clause)
            if self._is_excepted(clause) or len(denied) > 1:
                continue
            broken = broken_bound(self.question.text, clause, is_denied=bool(denied))
            # What follows from the bound ("thì chưa xét") says nothing of whom it bounds.
            whom = clause[: denied[0].start] if denied else clause
            if broken and self._held(broken.about if broken.about in whom else whom) >= MIN_BOUNDED:
                return Verdict("no", True, None if denied else replace(broken, claimed=""))
        return None

    def denied(self) -> Verdict | None:
        """One clause denies the verb asked about, of the same thing."""
        asked = set(verb_groups(self.claim.verb))
        clauses = clauses_about(self.sentence, asked)
        if not self._may_be_settled or len(clauses) != 1 or self._is_qualified(clauses[0]):
            return None
        denied = denials_in(clauses[0])
        if len(denied) != 1 or not asked & set(denied[0].verbs):
            return None
        return Verdict("no", True) if self._is_about(clauses[0], denied[0], MIN_DENIED) else None

    def affirmed(self) -> Verdict | None:
        """One clause affirms the verb asked about, or says that what is feared is not lost."""
        adverse = is_adverse(self.claim.verb)
        verbs = wording().gains if adverse else set(verb_groups(self.claim.verb))
        clauses = clauses_about(self.sentence)
        told = [(one, found) for one in clauses for found in affirmations_in(one, set(verbs))]
        if not self._may_be_settled or len(told) != 1:
            return None
        clause, found = told[0]
        if self._is_qualified(clause) or denials_in(clause):
            return None
        is_same = self._is_about(clause, found, MIN_AFFIRMED)
        return Verdict("no" if adverse else "yes", True) if is_same else None

    @property
    def _may_be_settled(self) -> bool:
        return self.claim.is_yes_no and not self.claim.is_denied

    @property
    def _is_told_whole(self) -> bool:
        """Whether the sentence holds nearly all that is claimed, and neither denies nor excepts."""
        if denials_in(self.sentence) or self._is_excepted(self.sentence):
            return False
        words, marked = _content_words(self.claim.text), self.question.marked
        return bool(words) and self.evidence.coverage(words, self.sentence, marked) >= MIN_ALIKE

    def _is_about(self, clause: str, told: Polarity, least: float) -> bool:
        """Whether the question holds most of whom a clause speaks of, and of what it says of them."""
        verbs = set(told.verbs)
        object_ = [
            word
            for word in _content_words(clause[told.behind : told.end])
            if not verb_groups((fold(word),)) or verb_groups((fold(word),))[0] not in verbs
        ]
        subject = _content_words(f"{clause[: told.start]} {clause[told.end :]}")
        return bool(subject or object_) and (
            self._share(subject) >= least and self._share(object_) >= MIN_OBJECT
        )

    def _share(self, words: Sequence[str]) -> float:
        """Return the share of words that the question holds; 1 for no words."""
        return self.evidence.coverage(words, self.question.text, self.question.marked)

    def _is_excepted(self, clause: str) -> bool:
        return bool(wording().exceptions.search(clause.lower()))

    def _is_qualified(self, clause: str) -> bool:
        """Whether an exception or a figure that the question does not name restricts a clause."""
        named = {(one.amount, one.unit, one.bound) for one in figures_in(self.question.text)}
        figures = {(one.amount, one.unit, one.bound) for one in figures_in(clause)}
        is_conditional = bool(wording().conditions.search(clause.lower()))
        return is_conditional or self._is_excepted(clause) or not figures <= named

    def _held(self, part: str) -> float:
        """Return the share of a text's words that the question holds; 0 where it has none."""
        words = _content_words(part)
        return self._share(words) if words else 0.0


def _content_words(text: str) -> list[str]:
    """Return the words of a text that say something; figures and days are compared elsewhere."""
    values = [(one.start, one.end) for one in figures_in(text)]
    values += [(one.start, one.end) for one in days_in(text)]
    return [
        normalize_tones(token.text)
        for token in content_tokens(text, [], [])
        if not any(start <= token.start < end for start, end in values)
    ]
