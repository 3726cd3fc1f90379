"""Bounds of what a person types, and of what is compared."""

from __future__ import annotations

# What is typed
#: Characters of a field of the metadata, of a fact's name or value, and of its evidence.
MAX_FIELD_CHARACTERS, MAX_FACT_CHARACTERS, MAX_EVIDENCE_CHARACTERS = 1_000, 1_000, 4_000
#: The years that a document may be about, and how many.
FIRST_YEAR, LAST_YEAR, MAX_YEARS = 1945, 2100, 30
#: Facts of one document.
MAX_FACTS = 5_000

# Differences
#: Lines, beyond what both texts begin and end with, that are compared one by one: the time grows
#: with their square.
MAX_COMPARED_LINES = 4_000
#: Words of two lines, together, that are compared one by one.
MAX_COMPARED_WORDS = 4_000
#: Lines without a difference that are shown before and after one.
CONTEXT_LINES = 2
