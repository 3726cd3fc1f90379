"""Passages found by words and by meaning.

Goes in: a query and a snapshot. Comes out: passage ids with scores, best first.
Imports: `knowledge.language`, `.storage` and `.snapshot`; FAISS, tantivy and onnxruntime.
"""

from knowledge.search.embedded.keyword_index import KeywordIndex, query_terms
from knowledge.search.embedded.vector_index import VectorIndex, count_lost_vectors
from knowledge.search.encoder_input import encoder_input
from knowledge.search.encoders import (
    DEFAULT_ENCODER,
    BundledEncoder,
    Encoder,
    SeededEncoder,
    open_encoder,
    query_vector,
)
from knowledge.search.late_interaction import CLOSENESS, Closeness, Matcher
from knowledge.search.live_index import IndexedSnapshot, LiveIndex
from knowledge.search.parameters import CACHED_QUERIES, CANDIDATES
from knowledge.search.passage_index import PassageIndex, Query
from knowledge.search.ranking import FEATURES
from knowledge.search.retrieval import ScoredCandidates, find_candidates, rank
from knowledge.search.term_statistics import CountedTexts, TermStatistics

__all__ = [
    "CACHED_QUERIES",
    "CANDIDATES",
    "CLOSENESS",
    "DEFAULT_ENCODER",
    "FEATURES",
    "BundledEncoder",
    "Closeness",
    "CountedTexts",
    "Encoder",
    "IndexedSnapshot",
    "KeywordIndex",
    "LiveIndex",
    "Matcher",
    "PassageIndex",
    "Query",
    "ScoredCandidates",
    "SeededEncoder",
    "TermStatistics",
    "VectorIndex",
    "count_lost_vectors",
    "encoder_input",
    "find_candidates",
    "open_encoder",
    "query_terms",
    "query_vector",
    "rank",
]
