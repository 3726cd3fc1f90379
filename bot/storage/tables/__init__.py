"""The tables of what the bot keeps. How they came about stands in `bot/storage/steps`."""

from pathlib import Path

from bot.storage.tables.columns import METADATA, is_of
from bot.storage.tables.conversations import (
    ANSWERS,
    ASSISTANTS,
    CHOICES,
    EVENTS,
    IS_OPEN,
    LEASES,
    MESSAGES,
    MUTED,
    PAYLOADS,
    SECRETS,
    TOKENS,
    TURNS,
    VOTES,
    answer_hash,
)
from bot.storage.tables.handovers import HANDOVER_LINES, HANDOVERS, IS_GOING_ON
from bot.storage.tables.staff import AUDIT, DRAFTS, SESSIONS, SIGN_ONS, STAFF, UPLOAD_PARTS, UPLOADS
from bot.storage.tables.writing import WRITER_COUNTS
from database import Tables

CONVERSATIONS = Tables("conversations", Path(__file__).parent.parent / "steps")

__all__ = [
    "ANSWERS",
    "ASSISTANTS",
    "AUDIT",
    "CHOICES",
    "CONVERSATIONS",
    "DRAFTS",
    "EVENTS",
    "HANDOVERS",
    "HANDOVER_LINES",
    "IS_GOING_ON",
    "IS_OPEN",
    "LEASES",
    "MESSAGES",
    "METADATA",
    "MUTED",
    "PAYLOADS",
    "SECRETS",
    "SESSIONS",
    "SIGN_ONS",
    "STAFF",
    "TOKENS",
    "TURNS",
    "UPLOADS",
    "UPLOAD_PARTS",
    "VOTES",
    "WRITER_COUNTS",
    "answer_hash",
    "is_of",
]
