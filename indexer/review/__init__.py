"""What a person does with what was read of a file, before it is published and after.

Goes in: the contents of a document and what a person typed. Comes out: the contents corrected, or
the differences of two versions. Nothing is stored. The rules are those of `indexer/sidecar.py`: what
a person states wins, and every fact has its evidence in the text.
Imports: `indexer.sidecar`, `knowledge`.
"""
