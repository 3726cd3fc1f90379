"""All that is kept of one conversation, for the person it belongs to (Law 91/2025/QH15: a person may see their data)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.delivery.inbox import Inbox
from bot.dialogue.tracker_store import TrackerStore
from bot.operations.feedback import FeedbackLog
from bot.operations.journal import Journal
from bot.operations.machine_secret import conversation_name, derive, load_secret
from bot.settings import Settings


def export_conversation(settings: Settings, conversation: str) -> dict[str, Any]:
    """Give what is kept, by where: the dialogue's record, the journal, votes, messages that wait or were answered.

    A conversation of an app is named as `person_of` names it; one of the web page by the page's own name.
    """
    journal, feedback = Journal(settings.var / "turns.db"), FeedbackLog(settings.var / "feedback.db")
    try:
        return {
            "conversation": conversation,
            "dialogue": TrackerStore(settings.trackers).events(conversation),
            "journal": [asdict(entry) for entry in journal.of(derive(load_secret(settings.var), conversation))],
            "feedback": [asdict(one) for one in feedback.of(conversation)],
            "messages": _messages(settings, conversation),
        }
    finally:
        journal.close()
        feedback.close()


def conversation_of(settings: Settings, app: str, person: str) -> str:
    """Give the name of the conversation with a person of an app; of a group's, `person` is "group:person".

    Telegram and Zalo bots name a talk between two by the person twice; an Official Account by the person alone.
    """
    talk = person if app == "zalo" or ":" in person else f"{person}:{person}"
    return conversation_name(load_secret(settings.var), f"{app}:{talk}")


def _messages(settings: Settings, conversation: str) -> list[dict[str, Any]]:
    path = settings.var / "inbox.db"
    if not path.exists():
        return []
    inbox = Inbox(path)
    try:
        return inbox.of(conversation)
    finally:
        inbox.close()
