"""Groups of similar articles."""

from __future__ import annotations

import random

from tests.training.samples import ARTICLES
from training.batching import group_similar_articles


def test_groups_hold_every_article_once_and_similar_ones_together() -> None:
    groups = group_similar_articles(ARTICLES, random.Random(0))
    assert sorted(i for group in groups for i in group) == list(range(len(ARTICLES)))
    titles = [ARTICLES[i].title for i in groups[0][:5]]
    assert len(set(titles)) == 1
