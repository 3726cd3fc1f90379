"""How a text is built: provisions, blocks, sentences, passages.

Goes in: the text of a document. Comes out: its blocks (lines with heading, label and offsets),
sentences and passages. Imports: `indexer.rules`, `knowledge`.
"""
