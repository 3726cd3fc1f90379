"""What can go wrong around the conversation, one plain sentence each.

BotError
├── BadSetting            a setting has a value that cannot be used
├── BadMessage            a message cannot be taken
├── DialogueUnavailable   the dialogue process does not answer
└── TrainingFailed        Rasa could not train the dialogue
"""

from __future__ import annotations


class BotError(Exception):
    """Base class of everything this package raises on purpose."""


class BadSetting(BotError):
    """A setting has a value that cannot be used; the message names the variable."""


class BadMessage(BotError):
    """A message cannot be taken; the message says why, in Vietnamese, for the person who wrote it."""


class DialogueUnavailable(BotError):
    """The dialogue process does not answer."""


class TrainingFailed(BotError):
    """Rasa could not train the dialogue."""
