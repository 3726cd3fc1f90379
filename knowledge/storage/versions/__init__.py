"""What was published of each document: by whom, when and why, and the contents of earlier versions.

Goes in: documents with what was read of them, and who publishes. Comes out: versions.
Imports: the tables of the store, `knowledge.model`, `knowledge.errors`.
"""
