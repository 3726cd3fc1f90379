"""What the bot keeps is opened at the present version, and the tables are those that it knows."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.settings import read_settings
from bot.storage.opening import open_conversations, open_file
from bot.storage.tables import CONVERSATIONS, METADATA
from database import DatabaseUnavailable, OutdatedTables, open_database, upgrade
from tests.servers import new_database


@pytest.mark.usefixtures("conversations")
def test_the_steps_make_the_tables_that_the_program_knows(address: str) -> None:
    # Ours takes results as bytes, and SQLAlchemy reads the catalogue's as text.
    postgresql = {"url": "postgresql+psycopg://", "creator": lambda: psycopg.connect(address)}
    engine = create_engine(**postgresql if "://" in address else {"url": f"sqlite:///{address}"})
    options = {"version_table": CONVERSATIONS.version_table, "compare_type": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_what_is_erased_is_overwritten(tmp_path: Path) -> None:
    database = open_file(tmp_path / "conversations.db")
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    database.close()


def test_a_shared_database_is_brought_up_to_date_by_command_only(postgresql: str) -> None:
    address = new_database(postgresql)
    settings = read_settings({"THIDUA_DATABASE": address})
    with pytest.raises(OutdatedTables, match="thidua migrate"):
        open_conversations(settings)
    database = open_database(address)
    upgrade(database, CONVERSATIONS)
    database.close()
    opened = open_conversations(settings)
    assert opened.is_shared
    opened.close()


def test_a_server_that_is_away_is_told_in_a_sentence() -> None:
    settings = read_settings({"THIDUA_DATABASE": "postgresql://a:hush@127.0.0.1:1/b"})
    with pytest.raises(DatabaseUnavailable, match="Không mở được PostgreSQL") as told:
        open_conversations(settings)
    assert "hush" not in str(told.value)
