"""What older versions kept in files of their own is taken over once, whatever interrupts it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.channels.zalo_tokens import TokenPair, TokenRecord
from bot.delivery.inbox import Inbox, InboxRecords
from bot.operations.feedback import FeedbackLog
from bot.operations.turn_journal import TurnJournal
from bot.storage.old_files import OLD_FILES, TAKEN_OVER, OldFiles
from bot.storage.opening import open_file
from bot.storage.parameters import OLD_FILES_AGE
from database import Database
from tests.upgrade.test_upgrade import STATE

TALK = "telegram:8b0728b05b9d289a3a35eca4465cc7ff"
#: What stands in the tables after they were taken over: messages, turns, votes.
COUNTS = (2, 8, 1)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder as version 0.1 left it."""
    for name in OLD_FILES:
        if name.endswith(".db"):
            script = (STATE / name).with_suffix(".sql").read_text(encoding="utf-8")
            with closing(sqlite3.connect(tmp_path / name)) as db:
                db.executescript(script)
        else:
            (tmp_path / name).write_bytes((STATE / name).read_bytes())
    return tmp_path


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    with closing(open_file(folder / "conversations.db")) as database:
        yield database


def counts(database: Database) -> tuple[int, int, int]:
    messages = InboxRecords(database).export(TALK)
    return len(messages), len(TurnJournal(database).since(0)), len(FeedbackLog(database).all())


def test_everything_is_taken_over_and_the_old_files_are_put_aside(old: Path) -> None:
    with opened(old) as database:
        assert counts(database) == COUNTS
        inbox = Inbox(database)
        message = inbox.next_open(TALK)
        assert message
        assert (message.text, message.state, message.address["chat"]) == ("Ai ký?", "answered", 7)
        assert inbox.accept("telegram", "2", TALK, "Ai ký?", {}) is None
        assert inbox.choice(TALK, 1) == "Chủ đề thi đua của huyện Lục Nam năm 2024 là gì?"
        assert inbox.payload("#k:90f03daeca5e5ae929c5f266e9e2df4a")
        assert TokenRecord(database).load() == TokenPair("a", "r", 4102444800.0, 4102444000.0)
    assert {path.name for path in old.iterdir()} == {
        "conversations.db",
        *(f"{name}{TAKEN_OVER}" for name in OLD_FILES),
    }


@pytest.mark.parametrize("left", OLD_FILES)
def test_what_a_crash_interrupts_is_done_at_the_next_start_and_nothing_twice(
    old: Path, left: str
) -> None:
    copy = (old / left).read_bytes()
    with opened(old) as database:
        message = Inbox(database).next_open(TALK)
        assert message
        Inbox(database).close_message(message.id)
    # All is taken over, and one file was not yet put aside.
    (old / left).write_bytes(copy)
    with opened(old) as database:
        assert counts(database) == COUNTS
        assert Inbox(database).waiting() == 0
    assert not (old / left).exists()


def test_a_later_start_takes_nothing_over(old: Path) -> None:
    for _ in range(2):
        with opened(old) as database:
            assert counts(database) == COUNTS


@pytest.mark.parametrize(
    "content", ["", "[]", '{"access": "a"}', json.dumps({"access": "\ud800", "refresh": "r", "until": 1, "due": 1}), '{"access": "a", "refresh": "r", "until": NaN, "due": 1}']
)  # fmt: skip
def test_tokens_that_cannot_be_read_keep_nothing_from_starting(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "zalo-tokens.json").write_text(content, encoding="utf-8")
    with opened(tmp_path) as database:
        assert TokenRecord(database).load() is None


def test_the_old_files_end_after_a_week(old: Path) -> None:
    with opened(old):
        pass
    now = max(path.stat().st_mtime for path in old.iterdir())
    os.utime(old / f"turns.db{TAKEN_OVER}", (now - OLD_FILES_AGE - 1,) * 2)
    files = OldFiles(old, lambda: now)
    assert files.expire(0.0) == 1
    assert not (old / f"turns.db{TAKEN_OVER}").exists()
    # What people have left behind ends with all else of its age.
    assert files.expire(now + 1) == len(OLD_FILES) - 1
    assert (old / "conversations.db").exists()
