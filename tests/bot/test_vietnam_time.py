"""The day is Vietnam's, whatever the machine's own zone is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.vietnam_time import day_of, today
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [(0, 0, date(2026, 11, 30)), (16, 59, date(2026, 11, 30)), (17, 0, date(2026, 12, 1))],
)
def test_a_day_begins_at_midnight_in_vietnam(hour: int, minute: int, day: date) -> None:
    moment = datetime(2026, 11, 30, hour, minute, tzinfo=UTC).timestamp()
    assert day_of(moment) == day
    assert today(lambda: moment) == day


def test_nothing_asks_the_machine_for_its_day() -> None:
    asking = ("date.today", "date.fromtimestamp", "Asia/Ho_Chi_Minh", "timedelta(hours=7)")
    found = {
        path.name
        for path in (ROOT / "bot").rglob("*.py")
        if any(words in path.read_text("utf-8") for words in asking)
    }
    assert found == {"vietnam_time.py"}
