"""What can go wrong with knowledge, one plain sentence each.

KnowledgeError
├── VocabularyError       a data file breaks its own rules
├── StoreError            the store cannot be opened or is newer than this program
├── UnknownDocument       no document has this id
│   └── NoLongerPublished a person has withdrawn the document that had it
├── UnknownAnswer         no answer of the office's own has this id
├── UnknownVersion        the document has no such version, or it is no longer kept
├── StaleVersion          another version of the document was published meanwhile
├── WithdrawnDocument     a person has withdrawn the document: only a person brings it back
├── StaleSnapshot         a document was changed while it was being answered from
├── EncoderUnavailable    the configured encoder cannot be loaded
├── InvalidAnswer         an answer of the office's own cannot be kept or approved as it is
│   └── ChangedMeanwhile  somebody else has changed it since it was read
└── UnclearReport         what someone reports of themselves cannot be understood
    └── ImpossibleReport  it is understood, but cannot be: -3 years, a name of several awards
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


class NoLongerPublished(UnknownDocument):
    """The document that had this id was withdrawn by a person; nothing of it is shown."""

    def __init__(self, document_id: str) -> None:
        super().__init__(document_id)
        self.args = (
            f"Văn bản mang mã {document_id!r} đã được thu hồi nên không còn xem ở đây được.",
        )


class UnknownAnswer(KnowledgeError):
    """No answer of the office's own has this id."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(f"Không có câu trả lời nào mang mã {answer_id!r}.")


class UnknownVersion(KnowledgeError):
    """The document has no such version, or its contents are no longer kept."""

    def __init__(self, document_id: str, number: int) -> None:
        super().__init__(f"Không còn giữ bản {number} của văn bản {document_id!r}.")
        self.document_id = document_id


class StaleVersion(KnowledgeError):
    """Another version of the document was published, or it was withdrawn, meanwhile."""

    def __init__(self, document_id: str) -> None:
        super().__init__("Văn bản này vừa có bản khác được công bố hoặc đã bị thu hồi.")
        self.document_id = document_id


class WithdrawnDocument(KnowledgeError):
    """A person has withdrawn the document: what is read from its file does not bring it back."""

    def __init__(self, document_id: str) -> None:
        super().__init__(
            f"Văn bản {document_id!r} đã bị thu hồi ở trang quản trị nên không đưa vào lại; muốn dùng "
            "lại thì mở hồ sơ của văn bản ở đó và chọn trở lại một bản cũ."
        )
        self.document_id = document_id


class StaleSnapshot(KnowledgeError):
    """A document was changed while it was being answered from: to be done again on a new snapshot."""


class EncoderUnavailable(KnowledgeError):
    """The configured encoder cannot be loaded."""


class InvalidAnswer(KnowledgeError):
    """An answer of the office's own, or a verification, cannot be kept or approved as it is."""


class ChangedMeanwhile(InvalidAnswer):
    """Somebody else has changed an answer since it was read."""

    def __init__(self) -> None:
        super().__init__("Người khác vừa sửa mục này: anh/chị mở lại rồi sửa tiếp.")


class UnclearReport(KnowledgeError):
    """What someone reports of themselves cannot be understood.

    The message is the sentence that asks again; `choices` are what may be meant.
    """

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class ImpossibleReport(UnclearReport):
    """It is understood, but cannot be: no one has -3 years, a name may mean several awards."""
