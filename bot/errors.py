"""What can go wrong around the conversation, one sentence each.

BotError
├── InvalidSetting        a setting has a value that cannot be used
├── PortUnavailable       a port cannot be listened on
├── InvalidMessage        a message cannot be accepted
│   ├── PayloadTooLarge   it is longer than any message may be
│   └── InvalidPeriod     a report cannot be of the days that it names
├── InvalidQuery          an address asks for what no page has
├── RefusedPicture        a picture cannot be read
├── InvalidUpload         a file is not taken, or cannot be read
├── InvalidEdit           what was typed into a draft cannot be
├── DraftConflict         someone else changed the draft meanwhile
├── SecondPersonNeeded    who last edited a draft must not publish it
├── Superseded            another version was published since the draft was begun
├── UnknownRecord         there is no such file, draft, document or version
├── DialogueUnavailable   the dialogue does not answer
├── Overloaded            too many messages are waiting already
├── TooManyRequests       one person or address sends more than its share
├── Unauthorized          a request does not prove that it comes from the app it names
├── DeliveryFailed        an app did not accept a message
├── LeaseLost             another process works on what this one began
├── HandoverRefused       staff cannot take or answer a conversation
├── InvalidAccount        an account cannot be as it is asked for
├── SignInRefused         a name, password or code is not right
├── ProviderUnavailable   the office's provider of identities does not answer
├── WriterFailed          the office's language model gave nothing that can be used
├── SignInNeeded          nobody is signed in
├── NotAllowed            who is signed in may not do this
├── TrainingFailed        Rasa could not train the dialogue
├── IncompleteMove        what was moved to another database is not what was to be moved
├── InvalidBackup         a backup cannot be written or restored
├── InvalidAnswerFile     a file of the office's own answers is not in the agreed format
└── InvalidQuestions      a file of evaluation questions is not in the agreed format
"""

from __future__ import annotations

from enum import StrEnum


class BotError(Exception):
    """Base class of everything this package raises on purpose."""


class InvalidSetting(BotError):
    """A setting has a value that cannot be used; the message names the variable."""


class PortUnavailable(BotError):
    """A port cannot be listened on; the message names its setting."""


class InvalidMessage(BotError):
    """A message cannot be accepted; the text says why, in Vietnamese, for who wrote it."""


class PayloadTooLarge(InvalidMessage):
    """A request is longer than any message may be."""


class InvalidPeriod(InvalidMessage):
    """A report cannot be of the days that are asked for."""


class InvalidQuery(BotError):
    """An address asks for what no page has; the text says why, in Vietnamese."""


class RefusedPicture(BotError):
    """A picture cannot be read; the text says why, in Vietnamese, for who sent it."""


class InvalidUpload(BotError):
    """A file is not taken, or cannot be read; the text says why, in Vietnamese, for who gave it."""


class InvalidEdit(BotError):
    """What was typed into a draft cannot be; the text says why, for who typed it."""


class DraftConflict(BotError):
    """Someone else changed the draft meanwhile: nothing of either's work is written over."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} vừa sửa bản thảo này. Anh/chị xem bản mới bên dưới rồi gửi lại thay đổi của mình."
        )


class SecondPersonNeeded(BotError):
    """Who last edited a draft must not publish it."""

    def __init__(self) -> None:
        super().__init__("Người sửa sau cùng không tự công bố được: cần một người khác duyệt.")


class Superseded(BotError):
    """Another version was published since the draft was begun."""

    def __init__(self) -> None:
        super().__init__(
            "Văn bản đã có bản khác từ khi bản thảo này được mở. Hãy xem điểm khác nhau, "
            "rồi lấy bản hiện hành làm nền hoặc bỏ bản thảo."
        )


class UnknownRecord(BotError):
    """There is no such file, draft, document or version, or it is another place's."""

    def __init__(self) -> None:
        super().__init__("Không tìm thấy mục này.")


class DialogueUnavailable(BotError):
    """The dialogue does not answer."""


class Overloaded(BotError):
    """Too many messages are waiting already; the sender may try again."""


class TooManyRequests(BotError):
    """One person or address sends more than its share; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unauthorized(BotError):
    """A request does not prove that it comes from the app it names."""


class DeliveryFailed(BotError):
    """An app did not accept a message.

    `final` means that trying again is of no use; `retry_after` is how many seconds the app asks to
    wait, None where it does not say.
    """

    def __init__(self, message: str, final: bool = False, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.final = final
        self.retry_after = retry_after


class LeaseLost(BotError):
    """Another process may work on what this one began: it must leave it alone."""


class HandoverRefused(BotError):
    """Staff cannot take or answer a conversation (any more); the message says why, in Vietnamese."""


class InvalidAccount(BotError):
    """An account cannot be as it is asked for; the message says why."""


class SignInRefused(BotError):
    """A name, password or code is not right; the message does not tell which."""


class ProviderUnavailable(BotError):
    """The office's provider of identities does not answer, or not as one."""


class WriterTrouble(StrEnum):
    """Why the office's language model gave nothing that can be used, in a word for figures."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    SERVER_ERROR = "server_error"
    TOO_LONG = "too_long"
    NONSENSE = "nonsense"


class WriterFailed(BotError):
    """The office's language model gave nothing that can be used; the message is for an operator."""

    def __init__(self, kind: WriterTrouble, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class SignInNeeded(BotError):
    """Nobody is signed in."""


class NotAllowed(BotError):
    """Who is signed in may not do this."""


class TrainingFailed(BotError):
    """Rasa could not train the dialogue."""


class IncompleteMove(BotError):
    """What was moved to another database is not what was to be moved."""


class InvalidBackup(BotError):
    """A backup cannot be written or restored; the message says which and why."""


class InvalidAnswerFile(BotError):
    """A file of the office's own answers is not in the agreed format; the message says where."""


class InvalidQuestions(BotError):
    """A file of evaluation questions is not in the agreed format."""
