"""From where on a sentence is plainly about what is claimed; chosen on `tests/evaluation/train`."""

#: Shares, weighted by rarity, of the words that a question must hold: of the part of a sentence that
#: gives another value, or a bound; of whom a clause denies or affirms something; of what it is.
MIN_CORRECTED, MIN_BOUNDED = 0.6, 0.3
MIN_DENIED, MIN_AFFIRMED, MIN_OBJECT = 0.65, 0.65, 0.5
#: The share of a question's words that a sentence must hold to be said to tell just that.
MIN_ALIKE = 0.9
#: Words behind a negation within which the denied verb stands.
REACH = 4
#: Words behind a figure that are told with it, where text and question have the same.
TOLD_UNIT = 3
#: Letters before a number in which the words that bound or count it stand.
BEFORE_NUMBER = 40
