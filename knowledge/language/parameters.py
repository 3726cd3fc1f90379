"""What decides how typed Vietnamese is read: log weights of the speller and bounds on its work.

The weights were chosen on the 255 questions of `tests/cases`, each also typed without marks and
with a slip (`tests/knowledge/language/test_slips.py`): 100 % of the first and 97 % of the second
are still answered right.
"""

#: A word typed with its own marks is believed this much more than another reading.
TYPED_BONUS = 11.0
#: An unknown word that could be one is kept unless a slip of it fits the words beside it.
UNKNOWN_BONUS, UNKNOWN_MARKED_BONUS = 4.0, 9.0
#: What a slip of the finger costs.
SLIP_PENALTY = -4.0
#: The weight of a word that stands in no text.
UNSEEN_WORD = -14.0
#: How much a pair of words seen together counts, and the second word by itself.
BIGRAM_WEIGHT, BACKOFF_WEIGHT = 0.9, 0.1
#: Letters: no Vietnamese word is longer, and a long run of letters must not cost time.
MAX_SLIP_LENGTH = 12
#: So many known words are tried for one typed word.
MAX_CORRECTIONS = 12
#: Everyday wording counts this many times: it is short, and questions are made of it.
EVERYDAY_REPETITIONS = 3
#: A question counts as typed with marks when a quarter of its words carry one.
MARKED_WORD_SHARE = 0.25
#: Different words and texts whose normalised form is kept; a language has few words.
CACHED_WORDS, CACHED_TEXTS = 100_000, 20_000
