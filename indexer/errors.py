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
├── InvalidMetadata       the metadata entered for a file is not in the agreed form
├── InvalidWatchList      the list of watched sources is not in the agreed form
└── AlreadyWatching       another run visits the watched sources of this store
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
    """A URL cannot be fetched, or must not be; `status` is the HTTP status that says so, if any."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class DuplicateDocumentId(IndexingError):
    """Two files of one run would become one document."""


class InvalidMetadata(IndexingError):
    """The metadata entered for a file is not in the agreed form."""


class InvalidWatchList(IndexingError):
    """The list of watched sources is not in the agreed form; the message names the entry."""


class AlreadyWatching(IndexingError):
    """Another run visits the watched sources of this store."""
