"""Plain text."""

from __future__ import annotations

from indexer.readers.source import Source, Tell, decode, silent


def read_plain(content: bytes, _: Tell = silent) -> Source:
    """Read a text file in UTF-8."""
    return Source(decode(content))
