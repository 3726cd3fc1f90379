"""What can go wrong with a file, one sentence each.

IndexingError
├── MissingFile           there is no such file
├── EmptyFile             the file has no text
├── NotText               the file is binary, or text in an unknown encoding
├── UnreadableFile        the system does not let the file be read
├── UnsupportedFormat     no reader reads files with this suffix
├── CorruptFile           the file is broken, or is not what its suffix says
├── EncryptedFile         the file needs a password
├── FileTooLarge          the file exceeds a limit of bytes, pages, pixels or memory
├── TimeLimitExceeded     reading or fetching the file exceeds its time
├── MissingProgram        a program that reads such files is not installed
├── FetchFailed           a URL cannot be fetched, or must not be
├── DuplicateDocumentId   two files of one run would become one document
└── InvalidMetadata       the metadata entered for a file is not in the agreed form
"""

from __future__ import annotations


class IndexingError(Exception):
    """A file that cannot be indexed; the message is one sentence in Vietnamese with the cause."""


class MissingFile(IndexingError):
    """There is no such file."""


class EmptyFile(IndexingError):
    """The file has no text."""


class NotText(IndexingError):
    """The file is binary, or text in an unknown encoding."""


class UnreadableFile(IndexingError):
    """The system does not let the file be read."""


class UnsupportedFormat(IndexingError):
    """No reader reads files with this suffix."""


class CorruptFile(IndexingError):
    """The file is broken, or is not what its suffix says."""


class EncryptedFile(IndexingError):
    """The file needs a password."""


class FileTooLarge(IndexingError):
    """The file exceeds a limit of bytes, pages, pixels or memory."""


class TimeLimitExceeded(IndexingError):
    """Reading or fetching the file exceeds its time."""


class MissingProgram(IndexingError):
    """A program that reads such files is not installed."""


class FetchFailed(IndexingError):
    """A URL cannot be fetched, or must not be."""


class DuplicateDocumentId(IndexingError):
    """Two files of one run would become one document."""


class InvalidMetadata(IndexingError):
    """The metadata entered for a file is not in the agreed form."""
