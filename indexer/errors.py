"""What can go wrong with a file, one plain sentence each.

IndexingError
├── MissingFile      there is no such file
├── EmptyFile        the file holds no text
├── NotText          the file is not readable text (binary, or not UTF-8)
├── UnreadableFile   the system does not let it be read
├── UnknownFormat    no reader for files with this ending
├── CorruptFile      the file is broken or is not what its ending says
├── Encrypted        the file needs a password
├── TooLarge         reading the file would take more than it may
├── TookTooLong      reading the file took longer than it may
├── ToolMissing      a program that reads such files is not installed here
├── BadAddress       a page on the web that may not or cannot be fetched
├── TakenTwice       two files of one folder would become one document
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


class TooLarge(IndexingError):
    """Reading the file would take more than it may."""


class TookTooLong(IndexingError):
    """Reading the file took longer than it may."""


class ToolMissing(IndexingError):
    """A program that reads such files is not installed here."""


class BadAddress(IndexingError):
    """A page on the web that may not or cannot be fetched."""


class TakenTwice(IndexingError):
    """Two files of one folder would become one document."""


class BadMetadata(IndexingError):
    """The metadata before the text is not as agreed."""
