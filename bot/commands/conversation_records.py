"""All that is kept of one conversation, for the person it belongs to.

A person may see their data: Law 91/2025/QH15 on the protection of personal data.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

from bot.delivery.inbox import InboxRecords
from bot.dialogue.tracker_store import TrackerStore
from bot.operations.feedback import FeedbackLog
from bot.operations.machine_secret import conversation_name, derive, load_secret
from bot.operations.turn_journal import TurnJournal
from bot.settings import Settings


def export_conversation(settings: Settings, conversation: str) -> dict[str, Any]:
    """Return what each store keeps of a conversation, by the name that it has for the assistant.

    `app_conversation` gives the name of an app's conversation; the web page shows its own.
    """
    pseudonym = derive(load_secret(settings.var), conversation)
    with (
        closing(TurnJournal(settings.turns)) as journal,
        closing(FeedbackLog(settings.feedback)) as feedback,
    ):
        return {
            "conversation": conversation,
            "dialogue": TrackerStore(settings.trackers).export(conversation),
            "journal": journal.export(pseudonym),
            "feedback": feedback.export(conversation),
            "messages": InboxRecords(settings.inbox).export(conversation),
        }


def app_conversation(settings: Settings, app: str, person: str) -> str:
    """Return the name of the conversation with a person of an app; "group:person" in a group.

    Telegram and Zalo bots name a talk between two by the person twice, an Official Account once.
    """
    talk = person if app == "zalo" or ":" in person else f"{person}:{person}"
    return conversation_name(load_secret(settings.var), f"{app}:{talk}")
