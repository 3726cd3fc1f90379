"""Limits of the structure of texts, each with its unit and what it follows from."""

from __future__ import annotations

#: Characters of a passage: about 200 words, well inside the encoder's 512 tokens.
MAX_PASSAGE_CHARACTERS = 900
#: Articles, counted from 1 on, that make a text a legal text.
MIN_ARTICLES = 3
#: Characters: a longer line under the title of a chapter is text, not the rest of its title.
MAX_TITLE = 160
#: Lines of a text, fewest and most, whose zones are told apart: a few lines have no layout to go by,
#: and pages with menus are shorter.
MIN_PAGE_LINES, MAX_PAGE_LINES = 10, 400
#: The least probability with which a line is hidden as furniture or caption: on `tests/gold/tune` no
#: line of 430 that are text is hidden, three quarters of the furniture are.
MIN_HIDDEN = 0.9
#: Where no line is taken for a title: letters of a headline, and its least probability of being one.
MIN_HEADLINE, MIN_TITLE = 25, 0.02
#: The least probability with which a line is hidden below "Tin liên quan", which hides what follows it.
MIN_TAIL = 0.2

# What a line looks like to the model of zones: another figure here asks for `python -m training zones`.

#: Columns that features are hashed into; words and letters of a line that are looked at.
COLUMNS, MAX_WORDS, MAX_LETTERS = 1 << 13, 40, 60
#: Hashes of names of features that are kept.
CACHED_HASHES = 1 << 17
#: Letters in a row that make a feature, and what one counts beside a word.
LETTERS, LETTERS_WEIGHT = 4, 0.5
#: What a feature of a neighbour counts beside one of the line itself.
NEIGHBOUR_WEIGHT = 0.5
#: What the shares of capitals and of digits are multiplied by, to count beside words.
UPPER_WEIGHT, DIGITS_WEIGHT = 2.0, 3.0
#: The share of capitals from which a line is in capitals; its words at most to be short, and the
#: logarithm (base 2) of its letters above which lines are alike.
ALL_UPPER, SHORT_LINE, LONG_LINE = 0.9, 4, 6
#: Lines from top and bottom that are told apart.
EDGE_LINES = 8
#: What the zone of a line around counts, and lines of a zone above or below from which more add
#: nothing.
ZONE_WEIGHT, FULL_ZONE_LINES = 2.0, 2
