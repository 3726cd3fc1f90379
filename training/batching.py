"""Batches in which the right passage is hard to tell: groups of articles with similar titles.

The other passages of a batch are its negatives, so that no second passage a question is needed,
which would double the work.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import bm25s

from knowledge.language import cached_tokens
from training.corpus import Article
from training.parameters import GROUP_SIZE, SIMILAR_ARTICLES
from training.synthetic_questions import TrainingPair, make_pair


def group_similar_articles(articles: Sequence[Article], rng: random.Random) -> list[list[int]]:
    """Return groups of positions: an article with its nearest by title that are in no group yet."""
    words = [_title_words(article) for article in articles]
    index = bm25s.BM25()
    index.index(words, show_progress=False)
    count = min(SIMILAR_ARTICLES, len(articles))
    ungrouped = set(range(len(articles)))
    groups = []
    for seed in rng.sample(range(len(articles)), len(articles)):
        if seed not in ungrouped:
            continue
        (nearest,), _ = index.retrieve([words[seed] or ["_"]], k=count, show_progress=False)
        similar = [int(i) for i in nearest if int(i) in ungrouped and int(i) != seed]
        groups.append([seed, *similar][:GROUP_SIZE])
        ungrouped.difference_update(groups[-1])
    return groups


def _title_words(article: Article) -> list[str]:
    """Return the words of an article's titles; its own counts twice."""
    return list(cached_tokens(f"{article.title} {article.title} {article.document_title}"))


def make_batches(
    articles: Sequence[Article], groups_per_batch: int, seed: int
) -> Iterator[list[TrainingPair]]:
    """Yield batches of `groups_per_batch` groups until every article has been asked for once.

    A last batch that is not full is left out.
    """
    rng = random.Random(seed)
    groups = group_similar_articles(articles, rng)
    rng.shuffle(groups)
    for start in range(0, len(groups) - groups_per_batch + 1, groups_per_batch):
        batch = groups[start : start + groups_per_batch]
        yield [make_pair(articles[i], rng) for group in batch for i in group]
