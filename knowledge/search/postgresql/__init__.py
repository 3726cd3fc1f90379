"""Candidates from PostgreSQL: pgvector's HNSW and a full-text index over words and pairs.

Goes in: a store in PostgreSQL and a lexicon. Comes out: a PassageIndex that holds nothing.
Imports: `knowledge.storage`, `knowledge.snapshot`; SQLAlchemy and pgvector.
"""
