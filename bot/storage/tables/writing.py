"""What the office's language model was asked for and did, counted by day."""

from __future__ import annotations

from sqlalchemy import Column, Double, Table, Text

from bot.storage.tables.columns import METADATA

#: Amounts by Vietnam's day (ISO) and by name: "asked", "tokens" …; those of a family are named with
#: their member: "outcome.used", "sentence.number" (`bot/writer/counts.py`).
WRITER_COUNTS = Table(
    "writer_counts",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("amount", Double, nullable=False),
)
