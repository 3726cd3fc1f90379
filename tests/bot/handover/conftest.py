"""An office on either engine."""

from __future__ import annotations

import pytest

from database import Database
from tests.bot.handover.office import Office


@pytest.fixture
def office(conversations: Database) -> Office:
    return Office(conversations)
