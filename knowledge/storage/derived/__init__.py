"""What is derived from a document and kept with it: what it is about, its words, their counts.

Goes in: a document with its passages. Comes out: columns, numbers of words, counts.
Imports: `knowledge.language`, the values of `knowledge`; the store's tables.
"""
