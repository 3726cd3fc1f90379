"""How a verdict is told: one line before the words that are quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.draft import Context, Draft
from knowledge.answering.phrasing import message
from knowledge.answering.premises.claims import claim_of
from knowledge.answering.premises.verdict import Verdict, settles_count, verdict_on
from knowledge.answering.sentences import RankedSentence, Sentence
from knowledge.understanding import Question, Scope


def tell_verdict(context: Context, draft: Draft, ranked: Sequence[RankedSentence]) -> Draft:
    """Return a draft with what its likeliest sentence says to the question's claim.

    Nothing is added where the draft does not tell that sentence, is not sure to answer, or tells of
    several places or of another year than the one asked about.
    """
    question = context.question
    if draft.status != "answered" or not ranked or len(question.places) > 1:
        return draft
    if question.years and draft.scope.year not in (None, *question.years):
        return draft
    sentence = ranked[0].sentence
    if not _is_told(draft, sentence):
        return draft
    verdict = verdict_on(question, sentence.text, context.evidence)
    return replace(draft, verdict=told(verdict)) if verdict else draft


def tells_count(context: Context, scope: Scope, ranked: Sequence[RankedSentence]) -> bool:
    """Whether the likeliest sentence counts just what is claimed, and no other document does.

    Where a place is spoken of, the sentence's document is about it.
    """
    sentences = [one.sentence for one in ranked]
    question, evidence = context.question, context.evidence
    counting = [one for one in sentences if settles_count(question, one.text, evidence)]
    if counting[:1] != sentences[:1] or len({one.hit.document.id for one in counting}) != 1:
        return False
    return scope.place is None or scope.place.name in counting[0].hit.document.about_places


def asks_yes_no(question: Question) -> bool:
    """Whether a question is one that yes or no answers."""
    claim = claim_of(question.typed)
    return claim is not None and claim.is_yes_no


def told(verdict: Verdict) -> str:
    """Return a verdict in words: "Không: văn bản ghi 600 người, không phải 6.000 người."."""
    difference = verdict.difference
    if difference is None:
        return message(f"verdict_{verdict.says}")
    form = "verdict" if verdict.is_yes_no else "premise"
    if difference.claimed:
        return message(f"{form}_other", given=difference.given, claimed=difference.claimed)
    return message(f"{form}_given", given=difference.given)


def _is_told(draft: Draft, sentence: Sentence) -> bool:
    spans = [(one.document_id, one.start, one.end) for one in draft.citations]
    spans += [(one.document_id, one.start, one.end) for one in draft.facts]
    return any(
        document == sentence.hit.document.id and start < sentence.end and sentence.start < end
        for document, start, end in spans
    )
