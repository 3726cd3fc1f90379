"""The features by which sentences are ranked: anyone can recompute each of them.

Shares of words are weighted by rarity. The identity of a document is what a question names it by:
its title, the body that issued it, its first lines. The rest of a question is what it asks of the
document, and is looked for by itself: a long name of a school would else outweigh it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from knowledge.answering.draft import Context
from knowledge.answering.parameters import (
    BIGRAM_WEIGHT,
    COMPARED_SENTENCES,
    CONTEXT_WEIGHT,
    FULL_NAME_RARITY,
    MAX_ASKED_WORDS,
    RANK_PENALTY,
    REST_WEIGHT,
)
from knowledge.answering.sentences.finding import (
    Sentence,
    find_sentences,
    identity_of,
    name_rarities,
)
from knowledge.answering.sentences.word_features import WORD_FEATURES, word_features, words_asked
from knowledge.language import fold, normalized_tokens, sentence_spans
from knowledge.search import CLOSENESS
from knowledge.understanding import Scope

#: What a question quotes, of some length: names of movements and parts of sentences.
QUOTATION = re.compile("[\"“‘']([^\"“”‘’']{6,})[\"”’']")
#: Columns of `word_features`.
MATCH = CLOSENESS.index("match")
REST, IN_PART = WORD_FEATURES.index("rest_coverage"), WORD_FEATURES.index("in_part")
FEATURES = (
    *WORD_FEATURES,
    *CLOSENESS,
    "cosine_lag",  # behind the closest sentence
    "max_sim_lag",
    "match_lag",  # behind the sentence that answers best as was taught
    "coverage_lag",  # behind the best covered sentence
    "rest_lag",  # behind the one that holds most of the rest
    "rest_max_sim",  # closeness to the question's words without names and frame
    "rest_max_sim_lag",
    "document_coverage",  # share of the question's words in its document's identity
    "document_lag",  # behind the document that holds most of them
    "named",  # rarity of the words in a row by which the question names its document, as a share
    "named_lag",  # behind the document named by most
    "search_lag",  # behind the best passage of the search, by the search's own score
    "last_coverage",  # share of the words of the question's last sentence
    "last_max_sim",  # closeness to that last sentence: a story comes before what is asked
    "last_lag",  # behind the sentence closest to it
    "last_match",  # how well it answers that last sentence as was taught
    "last_match_lag",
    "holds_quotation",  # 1 when it holds what the question puts between quotation marks
    "unseen",  # 1 when a word of the question stands in no text at all
)


def scored_sentences(
    context: Context, scope: Scope, document: str | None = None
) -> tuple[list[Sentence], np.ndarray]:
    """Return the sentences of a scope worth comparing, a row of features for each (see FEATURES).

    Those that share most words with the question are compared by meaning too. `document` is the id
    of the text that the conversation was about.
    """
    sentences = find_sentences(context, scope, document)
    if not sentences:
        return [], np.empty((0, len(FEATURES)))
    rows = word_features(context, scope, sentences, document)
    order = sorted(range(len(rows)), key=lambda i: -_promise(rows[i], sentences[i]))
    kept = order[:COMPARED_SENTENCES]
    chosen = [sentences[i] for i in kept]
    words = np.array([rows[i] for i in kept], dtype=np.float64)
    texts = [sentence.text for sentence in chosen]
    closeness = context.closeness(context.asked.text, texts)
    columns = [
        closeness[:, 0] - closeness[:, 0].max(),
        closeness[:, 1] - closeness[:, 1].max(),
        closeness[:, MATCH] - closeness[:, MATCH].max(),
        words[:, 0] - words[:, 0].max(),
        words[:, REST] - words[:, REST].max(),
        *_rest_closeness(context, texts, closeness[:, 1]),
        *_document_features(context, chosen),
        *_last_sentence_features(context, texts),
        np.full(len(kept), float(context.evidence.has_unseen(words_asked(context.asked)))),
    ]
    return chosen, np.column_stack([words, closeness, *columns])


def _rest_closeness(context: Context, texts: Sequence[str], whole: np.ndarray) -> list[np.ndarray]:
    """Return the closeness to the question's words without names and frame, and the lag."""
    rest = " ".join(context.asked.content_words[:MAX_ASKED_WORDS])
    closeness = context.closeness(rest, texts)[:, 1] if rest else whole
    return [closeness, closeness - closeness.max()]


def _document_features(context: Context, sentences: Sequence[Sentence]) -> list[np.ndarray]:
    words = words_asked(context.asked)
    documents = {s.hit.document.id: s.hit.document for s in sentences}
    covered = {key: context.coverage(words, identity_of(d)) for key, d in documents.items()}
    rarities = name_rarities(context, documents)
    own = np.array([covered[sentence.hit.document.id] for sentence in sentences])
    named = np.array([rarities[sentence.hit.document.id] for sentence in sentences])
    named = np.minimum(1.0, named / FULL_NAME_RARITY)
    scores = np.array([sentence.hit.score for sentence in sentences])
    return [own, own - own.max(), named, named - named.max(), scores - scores.max()]


def _last_sentence_features(context: Context, texts: Sequence[str]) -> list[np.ndarray]:
    asked = context.asked.text
    start, end = sentence_spans(asked)[-1] if asked.strip() else (0, 0)
    last, quotations = asked[start:end], QUOTATION.findall(asked)
    words = normalized_tokens(last)[:MAX_ASKED_WORDS]
    rows = context.closeness(last, texts)
    closeness, matched = rows[:, 1], rows[:, MATCH]
    held = [any(fold(q) in fold(text) for q in quotations) for text in texts]
    return [
        np.array([context.coverage(words, text) for text in texts]),
        closeness,
        closeness - closeness.max(),
        matched,
        matched - matched.max(),
        np.array(held, dtype=float),
    ]


def _promise(row: Sequence[float], sentence: Sentence) -> float:
    """Return how much a sentence promises by its words alone."""
    coverage, whole, _, bigrams, rest, *_ = row
    by_words = coverage + CONTEXT_WEIGHT * whole + BIGRAM_WEIGHT * bigrams + REST_WEIGHT * rest
    by_words += row[IN_PART]
    return by_words - RANK_PENALTY * sentence.rank
