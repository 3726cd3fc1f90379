"""Letterhead and signature of an issued text, wherever they stand on its page.

Goes in: the blocks of a text. Comes out: its number, day, body, kind, title and signer, and the facts
of them. Imports: `indexer.structure`, `indexer.rules` and the facts of `indexer.extraction`.
"""

from indexer.extraction.letterhead.head_lines import HeadLine, head_lines
from indexer.extraction.letterhead.letterhead import (
    Letterhead,
    check_number,
    compose_title,
    extract_letterhead_facts,
    find_kind_and_subject,
    is_reported,
    read_letterhead,
    title_lines,
)
from indexer.extraction.letterhead.signature import Signature, find_signature

__all__ = [
    "HeadLine",
    "Letterhead",
    "Signature",
    "check_number",
    "compose_title",
    "extract_letterhead_facts",
    "find_kind_and_subject",
    "find_signature",
    "head_lines",
    "is_reported",
    "read_letterhead",
    "title_lines",
]
