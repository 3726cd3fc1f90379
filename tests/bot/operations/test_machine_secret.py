"""The secrets: one of each machine, and one that names conversations alike on all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.operations.machine_secret import conversation_secret, load_secret
from database import Database


def test_machines_on_one_database_name_conversations_alike(
    open_again: Callable[[], Database], tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("first", "second")]
    first, second = (conversation_secret(folder, open_again()) for folder in folders)
    # The first gives its own, so that what it has named keeps its name.
    assert first == load_secret(folders[0])
    assert (first == second) is open_again().is_shared
    assert second == conversation_secret(folders[1], open_again())
