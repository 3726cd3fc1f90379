"""What an answer of the office's own may hold, and from when on a question is the one it is for.

The limits of likeness were chosen on `tests/evaluation/tune` (`python -m benchmarks.curated`).
"""

#: Questions that one answer is for, letters of each; letters of the answer; sources and places.
MAX_WORDINGS, MIN_WORDING, MAX_WORDING = 12, 8, 300
MAX_TEXT, MAX_SOURCES, MAX_PLACES = 1_500, 5, 40
#: Letters of a quote, of an address and of a title or name.
MAX_QUOTED, MAX_NAME = 700, 200
#: Answers of the office that a store takes.
MAX_ANSWERS = 5_000
#: Letters of an id.
ID_LETTERS = 10
#: Cosine of the vectors of two questions from which on they are compared in full, and how many
#: wordings are: the nearest.
MIN_COSINE, COMPARED_WORDINGS = 0.6, 6
#: Words of a wording, the rarest in the documents, that a question must have too.
RAREST_WORDS = 3
#: Letters without marks from which on a word that is none may be a slip for one of a wording.
MIN_SLIP_LETTERS = 4
#: Wordings that are kept as they were understood on a day.
CACHED_WORDINGS = 3_000
#: The probability of being the same question, before words are compared (`carrying_words.py`), from which on the office's answer is told. Taught on other
#: documents, of 205 questions 205 find their answer as asked, 200 without marks, 187 with two slips;
#: of 98 rewordings 76, 77 without marks, 65 with slips; of 909 none finds another's, of the 1,964
#: questions of `train` on campaigns one (.05 %). At .8 it is 77, 81, 66 and .31 %.
MIN_LIKENESS = 0.85
