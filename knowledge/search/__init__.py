"""Passages found by words and by meaning.

Goes in: a query and the passages of a snapshot. Comes out: passage ids with scores, best first.
Imports: `knowledge.language` and `knowledge.storage`; FAISS, tantivy and onnxruntime.
"""

from knowledge.search.encoders import (
    DEFAULT_ENCODER,
    BundledEncoder,
    Encoder,
    SeededEncoder,
    open_encoder,
)
from knowledge.search.keyword_index import KeywordIndex, query_terms
from knowledge.search.late_interaction import CLOSENESS, Closeness, Matcher
from knowledge.search.live_index import IndexedSnapshot, LiveIndex
from knowledge.search.parameters import CACHED_QUERIES, CANDIDATES, SEARCHABLE_KINDS
from knowledge.search.passage_terms import encoder_input
from knowledge.search.ranking import FEATURES
from knowledge.search.retrieval import Query, ScoredCandidates, find_candidates, rank
from knowledge.search.search_index import SearchIndex
from knowledge.search.term_statistics import TermStatistics
from knowledge.search.vector_index import VectorIndex, count_lost_vectors

__all__ = [
    "CACHED_QUERIES",
    "CANDIDATES",
    "CLOSENESS",
    "DEFAULT_ENCODER",
    "FEATURES",
    "SEARCHABLE_KINDS",
    "BundledEncoder",
    "Closeness",
    "Encoder",
    "IndexedSnapshot",
    "KeywordIndex",
    "LiveIndex",
    "Matcher",
    "Query",
    "ScoredCandidates",
    "SearchIndex",
    "SeededEncoder",
    "TermStatistics",
    "VectorIndex",
    "count_lost_vectors",
    "encoder_input",
    "find_candidates",
    "open_encoder",
    "query_terms",
    "rank",
]
