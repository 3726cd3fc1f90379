"""In: the text of a document.
Out: its blocks (lines with heading, label and offsets), sentences and passages.
May import: `indexer.rules`, `knowledge`; no other room of the indexer.
"""
