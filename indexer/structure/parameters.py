"""Limits of the structure of texts, each with its unit and what it follows from."""

from __future__ import annotations

#: Characters of a passage: about 200 words, well inside the encoder's 512 tokens.
MAX_PASSAGE_CHARACTERS = 900
#: Articles, counted from 1 on, that make a text a legal text.
MIN_ARTICLES = 3
#: Characters: a longer line under the title of a chapter is text, not the rest of its title.
MAX_TITLE = 160
