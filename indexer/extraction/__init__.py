"""In: the blocks of a text.
Out: its metadata (fields of `Document`) and its facts with their evidence (`Fact`).
May import: `indexer.structure`, `indexer.rules`, `knowledge`; no other room of the indexer.
"""
