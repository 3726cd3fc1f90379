"""How well searches find the right article of law.

Goes in: the corpus of `../shared/benchmarks` and its questions. Comes out: the measures of each
search in each spelling. Imports: `training`, `knowledge`, the other modules of `benchmarks`.
"""
