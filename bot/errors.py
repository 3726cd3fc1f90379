"""What can go wrong around the conversation, one plain sentence each.

BotError
├── BadSetting            a setting has a value that cannot be used
├── BadMessage            a message cannot be taken
│   └── TooLarge          it is longer than anything that is meant
├── DialogueUnavailable   the dialogue process does not answer
├── Busy                  too many messages wait already
├── TooMany               one person or address sends more than their share
├── Unauthorised          a request does not prove that it comes from the app it names
├── SendFailed            an app did not take a message
├── TrainingFailed        Rasa could not train the dialogue
└── BadBackup             a copy cannot be written or put back
"""

from __future__ import annotations


class BotError(Exception):
    """Base class of everything this package raises on purpose."""


class BadSetting(BotError):
    """A setting has a value that cannot be used; the message names the variable."""


class BadMessage(BotError):
    """A message cannot be taken; the message says why, in Vietnamese, for the person who wrote it."""


class TooLarge(BadMessage):
    """It is longer than anything that is meant."""


class DialogueUnavailable(BotError):
    """The dialogue process does not answer."""


class Busy(BotError):
    """Too many messages wait already; the sender may try again."""


class TooMany(BotError):
    """One person or address sends more than their share; `after` seconds it may go on."""

    def __init__(self, message: str, after: int) -> None:
        super().__init__(message)
        self.after = after


class Unauthorised(BotError):
    """A request does not prove that it comes from the app it names."""


class SendFailed(BotError):
    """An app did not take a message; `final` when trying again is no use, `after` how many seconds it asks to wait."""

    def __init__(self, message: str, final: bool = False, after: float | None = None) -> None:
        super().__init__(message)
        self.final = final
        self.after = after


class TrainingFailed(BotError):
    """Rasa could not train the dialogue."""


class BadBackup(BotError):
    """A copy cannot be written or put back; the message says which and why."""
