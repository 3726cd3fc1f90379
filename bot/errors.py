"""What can go wrong around the conversation, one plain sentence each.

BotError
├── InvalidSetting        a setting has a value that cannot be used
├── InvalidMessage        a message cannot be accepted
│   └── PayloadTooLarge   it is longer than any message may be
├── DialogueUnavailable   the dialogue process does not answer
├── Overloaded            too many messages are waiting already
├── TooManyRequests       one person or address sends more than its share
├── Unauthorized          a request does not prove that it comes from the app it names
├── DeliveryFailed        an app did not accept a message
├── TrainingFailed        Rasa could not train the dialogue
├── InvalidBackup         a backup cannot be written or restored
└── InvalidQuestions      a file of evaluation questions is not in the agreed format
"""

from __future__ import annotations


class BotError(Exception):
    """Base class of everything this package raises on purpose."""


class InvalidSetting(BotError):
    """A setting has a value that cannot be used; the message names the variable."""


class InvalidMessage(BotError):
    """A message cannot be taken; the message says why, in Vietnamese, for the person who wrote it."""


class PayloadTooLarge(InvalidMessage):
    """It is longer than anything that is meant."""


class DialogueUnavailable(BotError):
    """The dialogue process does not answer."""


class Overloaded(BotError):
    """Too many messages wait already; the sender may try again."""


class TooManyRequests(BotError):
    """One person or address sends more than their share; `after` seconds it may go on."""

    def __init__(self, message: str, after: int) -> None:
        super().__init__(message)
        self.after = after


class Unauthorized(BotError):
    """A request does not prove that it comes from the app it names."""


class DeliveryFailed(BotError):
    """An app did not take a message; `final` when trying again is no use, `after` how many seconds it asks to wait."""

    def __init__(self, message: str, final: bool = False, after: float | None = None) -> None:
        super().__init__(message)
        self.final = final
        self.after = after


class TrainingFailed(BotError):
    """Rasa could not train the dialogue."""


class InvalidBackup(BotError):
    """A copy cannot be written or put back; the message says which and why."""


class InvalidQuestions(BotError):
    """A file of evaluation questions is not in the agreed format."""
