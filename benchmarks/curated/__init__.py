"""Whether the office's own answers find their questions, and no others; how fast open questions are shown.

Goes in: the questions of `tests/evaluation/tune` and their rewordings. Comes out: shares, and the time
that a thousand answers, or ten thousand open questions, take. Imports: what it measures, and `training.answers`.
"""
