"""What can go wrong with a file, one plain sentence each.

IndexingError
├── MissingFile      there is no such file
├── EmptyFile        the file holds no text
├── NotText          the file is not readable text (binary, or not UTF-8)
├── UnreadableFile   the system does not let it be read
├── UnknownFormat    no reader for files with this ending
└── BadMetadata      the metadata before the text is not as agreed
"""

from __future__ import annotations


class IndexingError(Exception):
    """A file that cannot be indexed; the message names the cause in one sentence."""


class MissingFile(IndexingError):
    """There is no such file."""


class EmptyFile(IndexingError):
    """The file holds no text."""


class NotText(IndexingError):
    """The file is not readable text."""


class UnreadableFile(IndexingError):
    """The system does not let the file be read."""


class UnknownFormat(IndexingError):
    """No reader for files with this ending."""


class BadMetadata(IndexingError):
    """The metadata before the text is not as agreed."""
