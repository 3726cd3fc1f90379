"""Which of several drafts answers a question, and whether one does: logistic regression.

Facts, sentences and rules of the law are drafts of one kind here: each has the features below,
which anyone can recompute, and gets a probability of being right. `python -m training answers` fits
the weights on questions that other people wrote; `data/draft_ranking.json` holds them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from knowledge.answering.draft import Context, Draft
from knowledge.answering.law_source import LawCandidate
from knowledge.answering.parameters import (
    BRIEF_WORDS,
    COMPARED_LETTERS,
    MIN_DRAFT,
    MIN_NEAREST,
    MIN_OWN,
    MIN_QUOTATION,
)
from knowledge.answering.sentences import (
    LogisticModel,
    RankedSentence,
    gives_type,
    load_model,
    words_asked,
)
from knowledge.model import Subject
from knowledge.search import CLOSENESS

#: Name of a feature → its value for each candidate.
Columns = dict[str, np.ndarray]

#: Kinds of draft, each 1 for its own and 0 for others.
KINDS = (
    "is_first",  # the draft of what the question's own words name
    "is_quotation",  # sentences in a document's own words
    "is_law",  # rules of the law
)
#: What counts differently for each kind.
WITH_KIND = (
    "coverage",  # share of the question's words (by rarity) in its words and what it quotes
    "bigrams",  # share of the question's bigrams in them
    "max_sim",  # closeness of its first words to the question (`search.CLOSENESS`)
    "match",  # how well they answer it as was taught
    "sentence",  # probability of the likeliest sentence that it quotes
    "gives_type",  # 1 when the type of answer asked for shows in it
    "lacks_type",  # 1 when one is asked for and does not show
    "evident",  # 1 when the words alone are evidence enough (`Evidence.answers`)
    "unseen",  # 1 when a word of the question stands in no text at all
    "brief",  # near 1 for a question of few words, near 0 for a story
    "brief, evident",
    "brief, unseen",
)
#: The features of a draft, in the order of `feature_matrix`'s columns.
FEATURES = (
    *KINDS,
    *WITH_KIND,
    *(f"{kind}, {name}" for kind in KINDS for name in WITH_KIND),
    "has_facts",  # 1 where facts were told
    "names_award",  # 1 for rules of an award that the question names
    "coverage_lag",  # behind the best covered draft
    "text_coverage",  # share of the question's words in its own words alone
    "cosine",
    "min_sim",
    "max_sim_lag",  # behind the closest draft
    "match_lag",  # behind the one that answers best
    "sentence_lag",  # behind the likeliest of all sentences
    "sentence_margin",  # of the likeliest sentence before that of any other document
    "citations",  # how much it quotes (logarithm)
    "length",  # its letters (logarithm)
    "words",  # words of the question (logarithm)
    "first_refuses",  # for another draft: what the question's own words name is not held
    "closed",  # the same, where only facts answer: who belongs to a group
    "bare",  # 1 for a quotation where nothing but place, year and topic is asked
    "follows_up",  # 1 where the question goes on about something
)


@dataclass(frozen=True)
class Candidate:
    """A draft that may answer; `law` is set for rules of the law.

    `is_first` marks that of what the question's own words name, `is_settled` one that no other may
    replace, `is_nearest` a quotation that is shown without a claim that it answers. `likeness` is set
    for an answer of the office's own: the probability that it was written for just this question.
    """

    draft: Draft
    is_first: bool = False
    is_settled: bool = False
    law: LawCandidate | None = None
    is_quotation: bool = False
    is_nearest: bool = False
    likeness: float | None = None


#: Finds the office's own answer to a question in a conversation; None where there is none.
FindOwn = Callable[[Context, Subject], Candidate | None]


@cache
def draft_model() -> LogisticModel:
    """Return the model that ships."""
    return load_model("draft_ranking.json", FEATURES)


def feature_matrix(
    context: Context, candidates: Sequence[Candidate], ranked: Sequence[RankedSentence]
) -> np.ndarray:
    """Return a row of features for each candidate; `ranked` are the likeliest sentences."""
    if not candidates:
        return np.empty((0, len(FEATURES)))
    texts = [_own_words(candidate) for candidate in candidates]
    shown = [text[:COMPARED_LETTERS] for text in texts]
    columns = {
        **_kinds(candidates),
        **_word_features(context, candidates, texts),
        **dict(zip(CLOSENESS, context.closeness(context.asked.text, shown).T, strict=True)),
        **_question_features(context, candidates),
        **_evidence_features(candidates, ranked),
    }
    for name in ("evident", "unseen"):
        columns[f"brief, {name}"] = columns["brief"] * columns[name]
    columns["coverage_lag"] = columns["coverage"] - columns["coverage"].max()
    for name in ("max_sim", "match"):
        columns[f"{name}_lag"] = columns[name] - columns[name].max()
    products = {
        f"{kind}, {name}": columns[kind] * columns[name] for kind in KINDS for name in WITH_KIND
    }
    return np.column_stack([(columns | products)[name] for name in FEATURES])


def _column(values: Iterable[float]) -> np.ndarray:
    return np.array(list(values), dtype=np.float64)


def _kinds(candidates: Sequence[Candidate]) -> Columns:
    return {
        "is_first": _column(c.is_first for c in candidates),
        "is_quotation": _column(c.is_quotation for c in candidates),
        "is_law": _column(c.law is not None for c in candidates),
        "has_facts": _column(bool(c.draft.facts) for c in candidates),
        "names_award": _column(c.law is not None and bool(c.law.awards) for c in candidates),
    }


def _word_features(
    context: Context, candidates: Sequence[Candidate], texts: Sequence[str]
) -> Columns:
    question, evidence = context.asked, context.evidence
    words = words_asked(question)
    wholes = [_with_sources(candidate) for candidate in candidates]
    own = [context.coverage(words, text) for text in texts]
    bigrams = [evidence.bigram_coverage(question.bigrams, whole) for whole in wholes]
    given = [gives_type(question, text) for text in texts]
    pairs = zip(own, bigrams, strict=True)
    return {
        "coverage": _column(context.coverage(words, whole) for whole in wholes),
        "text_coverage": _column(own),
        "bigrams": _column(bigrams),
        "evident": _column(evidence.answers(words, covered, near) for covered, near in pairs),
        "gives_type": _column(each is True for each in given),
        "lacks_type": _column(each is False for each in given),
        "length": _column(math.log1p(len(text)) for text in texts),
    }


def _question_features(context: Context, candidates: Sequence[Candidate]) -> Columns:
    """Return what holds for the question as a whole, for every candidate alike."""
    question = context.question
    words = words_asked(context.asked)
    refuses = not any(candidate.is_first for candidate in candidates)
    values = {
        "unseen": context.evidence.has_unseen(words),
        "words": math.log1p(len(words)),
        "brief": math.exp(-len(words) / BRIEF_WORDS),
        "first_refuses": refuses,
        "closed": refuses and any(topic.closed for topic in question.topics[:1]),
        "follows_up": "follow_up" in question.modes,
    }
    columns = {name: np.full(len(candidates), float(value)) for name, value in values.items()}
    columns["bare"] = _column(c.is_quotation and question.lacks_focus for c in candidates)
    return columns


def _evidence_features(
    candidates: Sequence[Candidate], ranked: Sequence[RankedSentence]
) -> Columns:
    top = ranked[0].probability if ranked else 0.0
    quoted = _column(_best_quoted(candidate.draft, ranked) for candidate in candidates)
    cited = (len(c.draft.citations) + len(c.draft.facts) for c in candidates)
    return {
        "sentence": quoted,
        "sentence_lag": quoted - top,
        "sentence_margin": np.full(len(candidates), top - _best_elsewhere(ranked)),
        "citations": _column(math.log1p(count) for count in cited),
    }


def _best_elsewhere(ranked: Sequence[RankedSentence]) -> float:
    """Return the probability of the likeliest sentence of another document than the best one's."""
    if not ranked:
        return 0.0
    best = ranked[0].sentence.hit.document.id
    return max((r.probability for r in ranked if r.sentence.hit.document.id != best), default=0.0)


def _own_words(candidate: Candidate) -> str:
    """Return what a draft says: its text, or the sentences quoted without what introduces them."""
    if not candidate.is_quotation:
        return candidate.draft.text
    return " ".join(citation.quote for citation in candidate.draft.citations)


def _with_sources(candidate: Candidate) -> str:
    """Return what a draft says with the titles of what it cites, and their words."""
    citations = candidate.draft.citations
    sources = (f"{citation.title} {citation.quote}" for citation in citations)
    return " ".join([_own_words(candidate), *sources])


def _best_quoted(draft: Draft, ranked: Sequence[RankedSentence]) -> float:
    """Return the probability of the likeliest sentence that a draft rests on."""
    spans = [(c.document_id, c.start, c.end) for c in draft.citations]
    spans += [(fact.document_id, fact.start, fact.end) for fact in draft.facts]
    return max(
        (
            one.probability
            for one in ranked
            for document_id, start, end in spans
            if one.sentence.hit.document.id == document_id
            and start < one.sentence.end
            and one.sentence.start < end
        ),
        default=0.0,
    )


def _tells(candidate: Candidate, one: RankedSentence) -> bool:
    """Whether it is rules of the law that rest on a sentence."""
    return candidate.law is not None and _best_quoted(candidate.draft, [one]) > 0


def _least_own(candidates: Sequence[Candidate]) -> float:
    """Return from which probability on a place's own text goes before the rules of the law."""
    aspects = [candidate.law.aspect for candidate in candidates if candidate.law]
    return min((MIN_OWN[aspect] for aspect in aspects if aspect in MIN_OWN), default=math.inf)


def choose(
    context: Context,
    candidates: Sequence[Candidate],
    ranked: Sequence[RankedSentence],
) -> Candidate | None:
    """Return the likeliest candidate; None where none is likely enough.

    A quotation must be likelier than facts or rules: it is chosen by the machine alone. Where none
    is likely enough, the likeliest is the nearest passage.
    """
    if not candidates:
        return None
    found = draft_model().probabilities(feature_matrix(context, candidates, ranked))
    quotes = np.array([candidate.is_quotation for candidate in candidates])
    enough = found >= np.where(quotes, MIN_QUOTATION, MIN_DRAFT)
    if context.names_held_place and (own := quotes & (found >= _least_own(candidates))).any():
        enough = own
    elif not enough.any():
        enough = quotes & (found >= MIN_NEAREST)
    if not enough.any():
        return None
    if ranked and (telling := [_tells(c, ranked[0]) for c in candidates] & enough).any():
        # Rules that rest on the likeliest sentence quote it and say more: what it comes to in dong.
        enough &= telling
    best = int(np.where(enough, found, 0.0).argmax())
    return replace(candidates[best], is_nearest=bool(quotes[best] and found[best] < MIN_QUOTATION))
