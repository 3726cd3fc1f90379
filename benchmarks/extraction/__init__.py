"""What the indexer reads against what careful readers annotated: `python -m benchmarks.extraction`.

Goes in: `tests/gold`, and the originals of `../shared/seeds`. Comes out: F1 of metadata and facts.
Imports: the indexer.
"""
