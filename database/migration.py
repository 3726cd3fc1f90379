"""Tables brought to the version that this program knows, by Alembic's numbered steps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from database.database import Database
from database.errors import NewerTables, OutdatedTables

ENVIRONMENT = Path(__file__).parent / "alembic"
#: Held while tables are changed, so that two migrations do not run at once.
MIGRATION_LOCK = 0x7469_6475


@dataclass(frozen=True)
class Tables:
    """Tables that belong together: their name, and the folder of the steps that make them."""

    name: str
    steps: Path

    @property
    def version_table(self) -> str:
        """The table that says which steps were done."""
        return f"{self.name}_version"


def upgrade(database: Database, tables: Tables) -> None:
    """Do the steps that are missing, all in one transaction. Raise NewerTables."""
    with database.writing() as connection:
        if database.is_postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        _require_known(connection, tables)
        config = _config(tables)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_current(database: Database, tables: Tables) -> None:
    """Raise OutdatedTables or NewerTables unless every step, and no other, was done."""
    with database.reading() as connection:
        require_current_in(connection, tables)


def require_current_in(connection: Connection, tables: Tables) -> None:
    """Raise OutdatedTables or NewerTables, as seen within a transaction."""
    _require_known(connection, tables)
    if version_of(connection, tables) != _script(tables).get_current_head():
        raise OutdatedTables(
            f"Bảng dữ liệu {tables.name} chưa đúng phiên bản: chạy `thidua migrate` trước."
        )


def version_of(connection: Connection, tables: Tables) -> str | None:
    """Return the last step that was done, None where none was."""
    options = {"version_table": tables.version_table}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def stamp(connection: Connection, tables: Tables, step: str) -> None:
    """Say that a step and those before it were done."""
    config = _config(tables)
    config.attributes["connection"] = connection
    command.stamp(config, step)


def _require_known(connection: Connection, tables: Tables) -> None:
    done = version_of(connection, tables)
    try:
        _script(tables).get_revision(done or "base")
    except CommandError as error:
        raise NewerTables(
            f"Bảng dữ liệu {tables.name} thuộc phiên bản {done}, mới hơn chương trình này."
        ) from error


def _config(tables: Tables) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT).replace("%", "%%"))
    config.set_main_option("version_locations", str(tables.steps).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["version_table"] = tables.version_table
    return config


def _script(tables: Tables) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(tables))
