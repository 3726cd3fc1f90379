"""What the encoder reads of a passage."""

from __future__ import annotations

from knowledge.model import HEADING_SEPARATOR, Metadata, Passage
from knowledge.search.parameters import ENCODED_HEADINGS, ENCODED_TITLE_LETTERS


def encoder_input(document: Metadata, passage: Passage) -> str:
    """Return what the encoder reads of a passage: a short context, then its text.

    The whole path of headings is most of a short clause's letters; leaving most of it out halves
    the time.
    """
    near = passage.headings[-ENCODED_HEADINGS:]
    title = document.title[:ENCODED_TITLE_LETTERS]
    parts = (title, document.number, *near, passage.label)
    return f"{HEADING_SEPARATOR.join(part for part in parts if part)}\n{passage.text}"
