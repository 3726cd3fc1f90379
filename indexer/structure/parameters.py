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
#: The same for a line below "Tin liên quan", which hides what follows it.
MIN_TAIL = 0.2
