"""What the library's search is compared with: BM25, the encoder alone, and fusion of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import bm25s

from knowledge.language import normalized_tokens
from knowledge.library import Library
from knowledge.search import CANDIDATES, Encoder, query_terms
from knowledge.search.embedded.embedded_index import EmbeddedIndex
from training.article_library import article_id

#: Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion Outperforms Condorcet".
RRF_K = 60
#: Lucene's variant of BM25 and its parameters.
BM25_METHOD, BM25_K1, BM25_B = "lucene", 1.5, 0.75

#: From a typed question to the ids of articles, best first.
Search = Callable[[str], list[str]]


class Bm25Search:
    """BM25 over the terms of each article."""

    def __init__(self, articles: Sequence[str], terms: Sequence[list[str]]) -> None:
        self._articles = articles
        self._index = bm25s.BM25(method=BM25_METHOD, k1=BM25_K1, b=BM25_B)
        self._index.index(terms, show_progress=False)

    def __call__(self, terms: Sequence[str]) -> list[str]:
        """Return the articles nearest to the terms of a question, best first."""
        query = [list(terms) or ["_"]]
        (rows,), _ = self._index.retrieve(query, k=CANDIDATES, show_progress=False)
        return [self._articles[int(row)] for row in rows]


def baseline_searches(library: Library, encoder: Encoder) -> dict[str, Search]:
    """Return the searches by their names in the table."""
    snapshot = library.snapshot()
    passages = snapshot.store.passages()
    articles = {key: article_id(passage) for key, passage in passages.items()}
    plain_terms, context_terms = [], []
    for passage in passages.values():
        context = f"{snapshot.documents[passage.document_id].title} {passage.heading}"
        plain_terms.append(normalized_tokens(passage.text))
        context_terms.append(query_terms(f"{context} {passage.text}"))
    plain = Bm25Search(list(articles.values()), plain_terms)
    bigrams = Bm25Search(list(articles.values()), context_terms)

    def by_meaning(text: str) -> list[str]:
        index = library.indexed_snapshot().index
        assert isinstance(index, EmbeddedIndex)
        hits = index.vectors.search(encoder.encode_queries([text])[0], CANDIDATES)
        return [articles[key] for key, _ in hits if key in articles]

    return {
        "BM25": lambda text: plain(normalized_tokens(text)),
        "BM25, pairs and title": lambda text: bigrams(query_terms(text)),
        "encoder alone": by_meaning,
        "fusion of the last two": lambda text: fuse(bigrams(query_terms(text)), by_meaning(text)),
    }


def fuse(*rankings: Sequence[str]) -> list[str]:
    """Return what the rankings hold, ordered by the sum of reciprocal ranks."""
    scores: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for place, document in enumerate(ranking, start=1):
            scores[document] += 1 / (RRF_K + place)
    return sorted(scores, key=lambda document: -scores[document])
