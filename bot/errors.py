"""What can go wrong around the conversation, one sentence each.

BotError
├── InvalidSetting        a setting has a value that cannot be used
├── PortUnavailable       a port cannot be listened on
├── InvalidMessage        a message cannot be accepted
│   └── PayloadTooLarge   it is longer than any message may be
├── RefusedPicture        a picture cannot be read
├── DialogueUnavailable   the dialogue does not answer
├── Overloaded            too many messages are waiting already
├── TooManyRequests       one person or address sends more than its share
├── Unauthorized          a request does not prove that it comes from the app it names
├── DeliveryFailed        an app did not accept a message
├── LeaseLost             another process works on what this one began
├── TrainingFailed        Rasa could not train the dialogue
├── IncompleteMove        what was moved to another database is not what was to be moved
├── InvalidBackup         a backup cannot be written or restored
└── InvalidQuestions      a file of evaluation questions is not in the agreed format
"""

from __future__ import annotations


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


class RefusedPicture(BotError):
    """A picture cannot be read; the text says why, in Vietnamese, for who sent it."""


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


class TrainingFailed(BotError):
    """Rasa could not train the dialogue."""


class IncompleteMove(BotError):
    """What was moved to another database is not what was to be moved."""


class InvalidBackup(BotError):
    """A backup cannot be written or restored; the message says which and why."""


class InvalidQuestions(BotError):
    """A file of evaluation questions is not in the agreed format."""
