"""Candidates from FAISS and tantivy, in memory and in files beside an office's own store.

Goes in: a store and a lexicon. Comes out: a PassageIndex.
Imports: `knowledge.storage`, `knowledge.snapshot`; FAISS and tantivy.
"""
