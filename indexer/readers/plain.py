"""Plain text."""

from __future__ import annotations

from indexer.readers.source import Source, decode


def read_plain(content: bytes) -> Source:
    """Read a text file in UTF-8."""
    return Source(decode(content))
