"""What an answer of the office's own may hold, and from when on a question is the one it is for.

The limits of likeness were chosen on `tests/evaluation/tune` (`python -m benchmarks.curated`).
"""

#: Questions that one answer is for, letters of each; letters of the answer; sources and places.
MAX_WORDINGS, MIN_WORDING, MAX_WORDING = 12, 8, 300
MAX_TEXT, MAX_SOURCES, MAX_PLACES = 1_500, 5, 40
#: Letters of a quote, of an address and of a title or name.
MAX_QUOTED, MAX_ADDRESS, MAX_NAME = 700, 500, 200
#: Answers of the office that a store takes.
MAX_ANSWERS = 5_000
#: Letters of an id that are made of the first question.
ID_LETTERS = 60
#: Cosine of the vectors of two questions from which on they are compared in full, and how many
#: wordings are: the nearest.
MIN_COSINE, COMPARED_WORDINGS = 0.6, 6
#: Wordings whose token vectors, and signatures, are kept.
CACHED_WORDINGS = 3_000
#: The probability of being the same question from which on the office's answer is told.
MIN_LIKENESS = 0.8
