"""Behind PgBouncer, which hands a connection to another client after each transaction, nothing is lost or left behind."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import text

from bot.ports import LOOPBACK, free_port
from bot.settings import ROOT
from bot.storage.lease_table import LeaseTable
from bot.storage.opening import migrate_conversations, open_at
from database import Database, open_database
from indexer.pipeline import index_sources
from knowledge.library import Library
from knowledge.search import SeededEncoder
from knowledge.storage import Store, migrate
from tests.replication import AS_USER, server_folder
from tests.running_assistant import STARTER
from tests.servers import new_database
from tests.waiting import until

CONFIGURATION = ROOT / "deploy" / "cluster" / "pgbouncer.ini"
#: Connections to the server: fewer than clients, so that they are passed around.
SHARED = 2


@pytest.fixture
def bounced(postgresql: str, tmp_path: Path) -> Iterator[str]:
    """The address of a new database through the real program, with the configuration that ships."""
    if not shutil.which("pgbouncer"):
        pytest.skip("pgbouncer is not there")
    port, server = free_port(), conninfo_to_dict(new_database(postgresql))
    name = server["dbname"]
    changes = {
        "thidua = host=db1 port=5432": f"{name} = host={server['host']}",
        "listen_addr = *": f"listen_addr = {LOOPBACK}\nunix_socket_dir =",
        "listen_port = 6432": f"listen_port = {port}",
        "auth_type = scram-sha-256": "auth_type = trust",
        "/etc/pgbouncer/userlist.txt": "userlist.txt",
        "default_pool_size = 30": f"default_pool_size = {SHARED}",
    }
    configuration = CONFIGURATION.read_text(encoding="utf-8")
    for shipped, here in changes.items():
        assert shipped in configuration
        configuration = configuration.replace(shipped, here)
    folder = server_folder(tmp_path, "pgbouncer")
    (folder / "pgbouncer.ini").write_text(configuration, encoding="utf-8")
    (folder / "userlist.txt").write_text(f'"{server["user"]}" ""', encoding="utf-8")
    command = [*AS_USER, "pgbouncer", "-q", "pgbouncer.ini"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        address = f"postgresql://{server['user']}@{LOOPBACK}:{port}/{name}"
        try:
            until(lambda: answers(address))
            yield address
        finally:
            process.terminate()


def answers(address: str) -> bool:
    try:
        psycopg.connect(address, prepare_threshold=None).close()
    except psycopg.OperationalError:
        return False
    return True


def test_statements_are_asked_again_on_any_connection(bounced: str) -> None:
    """Prepared for one connection, a statement would be unknown on the next."""
    clients = [open_database(bounced) for _ in range(2 * SHARED)]
    with clients[0].writing() as connection:
        connection.execute(text("CREATE TABLE notes (note TEXT)"))
    with ThreadPoolExecutor(len(clients)) as threads:
        list(threads.map(_write_often, clients))
    assert clients[0].scalar(text("SELECT count(*) FROM notes")) == 20 * len(clients)
    # What was set for one transaction is not left to the next client.
    assert {_durability(client) for client in clients} == {"on"}
    for client in clients:
        client.close()


def _write_often(database: Database) -> None:
    for number in range(20):
        with database.writing(is_durable=False) as connection:
            connection.execute(text("INSERT INTO notes VALUES (:note)"), {"note": str(number)})


def _durability(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.scalar(text("SHOW synchronous_commit")))


def test_one_at_a_time_has_a_lease(bounced: str) -> None:
    migrate_conversations(bounced)
    clients = [open_at(bounced) for _ in range(2 * SHARED)]
    with ThreadPoolExecutor(len(clients)) as threads:
        tables = [LeaseTable(client) for client in clients]
        drawn = list(threads.map(lambda table: table.draw_first("inbox", "c"), tables))
    assert len([number for number in drawn if number]) == 1
    for client in clients:
        client.close()


def test_documents_are_kept_and_found(bounced: str) -> None:
    migrate(bounced)
    with closing(Store(bounced)) as store:
        library = Library(store, SeededEncoder())
        (outcome,) = index_sources(library, [STARTER / "ninh-binh-2021.md"])
        assert outcome.state == "indexed"
        for _ in range(3 * SHARED):
            assert library.search("thi đua")
