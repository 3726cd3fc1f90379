"""What stands above a passage: the title and number of its document, headings, its label."""

from __future__ import annotations

from knowledge.model import Document, Passage
from knowledge.search.parameters import ENCODED_HEADINGS, ENCODED_TITLE_LETTERS

SEPARATOR = " › "


def context_of(document: Document, passage: Passage) -> str:
    """Return title, number, headings and label on one line: what keyword search adds."""
    return _joined(document.title, document.number, passage.heading, passage.label)


def nearest_heading(passage: Passage) -> str:
    """Return the heading directly above a passage, empty where there is none."""
    return passage.heading.rpartition(SEPARATOR)[2]


def encoder_input(document: Document, passage: Passage) -> str:
    """Return what the encoder reads of a passage: a short context, then its text.

    The whole path of headings is most of a short clause's letters; leaving most of it out halves
    the time.
    """
    near = passage.heading.split(SEPARATOR)[-ENCODED_HEADINGS:]
    title = document.title[:ENCODED_TITLE_LETTERS]
    return f"{_joined(title, document.number, *near, passage.label)}\n{passage.text}"


def _joined(*parts: str | None) -> str:
    return SEPARATOR.join(part for part in parts if part)
