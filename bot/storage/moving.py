"""What the bot keeps moved to another database: all of it, checked, and gone on with after a break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from bot.errors import IncompleteMove
from bot.storage import tables
from database import Database, checksum, copy_rows

#: All but the leases: who works on what now is nobody's business elsewhere.
MOVED = (
    tables.MESSAGES,
    tables.CHOICES,
    tables.PAYLOADS,
    tables.MUTED,
    tables.TURNS,
    tables.VOTES,
    tables.TOKENS,
    tables.ANSWERS,
    tables.SECRETS,
)


def move_conversations(
    source: Database, target: Database, report: Callable[[str, int], object]
) -> None:
    """Copy what the target lacks; `report` is told of each table and the rows copied.

    Raise IncompleteMove where what was copied is not what the source holds.
    """
    for table in MOVED:
        for count in copy_rows(source, target, table):
            report(table.name, count)
    for table in MOVED:
        if checksum(source, table) != checksum(target, table):
            raise IncompleteMove(f"Bảng {table.name} ở nơi đến không giống nguồn.")


def write_secret(source: Database, folder: Path) -> None:
    """Keep the secret that machines shared as this folder's own, unless it has one."""
    shared = select(tables.SECRETS.c.value).where(tables.SECRETS.c.name == "conversations")
    path = folder / "secret"
    if (rows := source.rows(shared)) and not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(bytes.fromhex(rows[0].value))
