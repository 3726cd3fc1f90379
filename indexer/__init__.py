"""From files to knowledge.

Goes in: files, folders and URLs. Comes out: documents with passages and facts, in a `Library`.
Imports: `knowledge`. Rooms, lower ones first: `rules`, `readers`, `structure`, `extraction`.
"""
