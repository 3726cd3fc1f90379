"""What can go wrong with a file, one plain sentence each.

IndexingError
├── MissingFile      there is no such file
├── EmptyFile        the file holds no text
├── NotText          the file is not readable text (binary, or not UTF-8)
├── UnreadableFile   the system does not let it be read
├── UnknownFormat    no reader for files with this ending
├── CorruptFile      the file is broken or is not what its ending says
├── Encrypted        the file needs a password
├── NoTextLayer      the file is a scan without text
├── TooLarge         reading the file would take more than it may
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


class CorruptFile(IndexingError):
    """The file is broken or is not what its ending says."""


class Encrypted(IndexingError):
    """The file needs a password."""


class NoTextLayer(IndexingError):
    """The file is a scan without text."""


class TooLarge(IndexingError):
    """Reading the file would take more than it may."""


class BadMetadata(IndexingError):
    """The metadata before the text is not as agreed."""
