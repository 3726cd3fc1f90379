"""All that is kept of one conversation, for the person it belongs to.

A person may see their data: Law 91/2025/QH15 on the protection of personal data.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

from bot.delivery.inbox import InboxRecords
from bot.dialogue.tracker_store import TrackerStore, open_trackers
from bot.handover.records import HandoverRecords
from bot.operations.feedback import FeedbackLog
from bot.operations.machine_secret import conversation_name, conversation_secret, derive
from bot.operations.turn_journal import TurnJournal
from bot.settings import Settings
from bot.storage.opening import open_conversations


def export_conversation(settings: Settings, conversation: str) -> dict[str, Any]:
    """Return what each store keeps of a conversation, by the name that it has for the assistant.

    `app_conversation` gives the name of an app's conversation; the web page shows its own.
    """
    with (
        closing(open_conversations(settings)) as database,
        closing(open_trackers(settings.trackers, database)) as trackers,
    ):
        pseudonym = derive(conversation_secret(settings.var, database), conversation)
        return {
            "conversation": conversation,
            "dialogue": TrackerStore(trackers).export(conversation),
            "journal": TurnJournal(database).export(pseudonym),
            "feedback": FeedbackLog(database).export(conversation),
            "messages": InboxRecords(database).export(conversation),
            "handovers": HandoverRecords(database).export(conversation),
        }


def app_conversation(settings: Settings, app: str, person: str) -> str:
    """Return the name of the conversation with a person of an app; "group:person" in a group.

    Telegram and Zalo bots name a talk between two by the person twice, an Official Account once.
    """
    talk = person if app == "zalo" or ":" in person else f"{person}:{person}"
    with closing(open_conversations(settings)) as database:
        secret = conversation_secret(settings.var, database)
    return conversation_name(secret, f"{app}:{talk}")
