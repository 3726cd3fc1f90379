"""What can go wrong with knowledge, one plain sentence each.

KnowledgeError
├── VocabularyError       a data file breaks its own rules
├── StoreError            the store cannot be opened or is newer than this program
├── UnknownDocument       no document has this id
├── EncoderUnavailable    the configured encoder cannot be loaded
└── UnclearClaim          what someone tells of themselves cannot be read
    └── UnfitClaim        it can be read, but cannot stand: -3 years, a name for several awards
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base class of everything this package raises on purpose."""


class VocabularyError(KnowledgeError):
    """A data file breaks its own rules."""


class StoreError(KnowledgeError):
    """The store cannot be opened or is newer than this program."""


class UnknownDocument(KnowledgeError):
    """No document has this id."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"Không có văn bản nào mang mã {document_id!r}.")
        self.document_id = document_id


class EncoderUnavailable(KnowledgeError):
    """The configured encoder cannot be loaded."""


class UnclearClaim(KnowledgeError):
    """What someone tells of themselves cannot be read; the sentence asks again, `choices` are what may be meant."""

    def __init__(self, sentence: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.choices = choices


class UnfitClaim(UnclearClaim):
    """It can be read, but cannot stand: no one has -3 years, a name may mean several awards."""
