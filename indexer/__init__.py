"""In: files, folders and URLs.
Out: documents with their passages and facts, put into a `Library`.
May import: `knowledge`. Inside: `readers`, `rules` ← `structure` ← `extraction` ← these modules.
"""
