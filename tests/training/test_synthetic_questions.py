"""Questions made from articles."""

from __future__ import annotations

import random

import pytest

from tests.training.samples import ARTICLES
from training.corpus import Article
from training.synthetic_questions import make_pair


@pytest.mark.parametrize("article", ARTICLES[:3])
def test_a_question_is_made_from_its_article(article: Article) -> None:
    rng = random.Random(1)
    for _ in range(20):
        pair = make_pair(article, rng)
        assert pair.question.strip()
        assert pair.passage.strip()
        starts = (article.document_title, article.title, article.text[:10])
        assert pair.passage.startswith(starts)
