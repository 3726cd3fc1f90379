"""What a text says: metadata and facts.

Goes in: the blocks of a text. Comes out: fields of `Document` and `Fact`s with their evidence.
Imports: `indexer.structure`, `indexer.rules`, `knowledge`.
"""
