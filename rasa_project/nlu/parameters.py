"""Every number that decides something in how Rasa reads a message; chosen on benchmarks/intents.py."""

from __future__ import annotations

#: Inverse strength of the regularisation of the logistic regression.
INVERSE_REGULARIZATION = 10.0
#: How far the fit goes: iterations, and the gradient (summed over all messages) at which it stops.
MAX_ITERATIONS, TOLERANCE = 150, 1.0
#: The length of a sentence's vector beside those of its words and of its letters, which are 1 each.
SENTENCE_WEIGHT = 2.0
#: Words and letters that make one sparse feature, fewest and most.
WORDS, LETTERS = (1, 2), (2, 5)
#: Messages of the training data that must hold letters for them to count.
MIN_MESSAGES = 2
#: Parts that the training data is cut into to see how sure the reading may be.
FOLDS = 3
#: Divisors of the logits that are tried; below 1 the reading becomes surer.
TEMPERATURES = tuple(step / 20 for step in range(6, 31))
#: Tokens of a message that the sentence encoder reads: more add time, not meaning.
MAX_SENTENCE_TOKENS = 96
#: The least log of a probability that counts: one slip may not cost all.
LEAST_LOG = -10.0
