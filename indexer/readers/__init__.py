"""Readers: one for each kind of file; each turns bytes into a Source."""

from indexer.readers.markdown import read_markdown
from indexer.readers.plain import read_plain
from indexer.readers.source import Reader, Source

READERS: dict[str, Reader] = {".txt": read_plain, ".md": read_markdown}

__all__ = ["READERS", "Reader", "Source"]
