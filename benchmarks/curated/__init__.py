"""Whether the office's own answers find their questions, and no others.

Goes in: the questions of `tests/evaluation/tune` and their rewordings. Comes out: shares, and the time
that a thousand answers add. Imports: what it measures, and `training.answers`.
"""
