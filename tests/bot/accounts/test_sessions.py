"""Sessions end by themselves, and with what changes an account."""

from __future__ import annotations

import pytest

from bot.accounts.parameters import IDLE_SECONDS, SESSION_SECONDS
from bot.accounts.sessions import Sessions
from bot.storage.tables import SESSIONS
from database import Database
from tests.bot.accounts.test_accounts import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(conversations: Database, clock: Clock) -> Sessions:
    return Sessions(conversations, clock)


def test_a_session_is_found_by_its_key_alone(sessions: Sessions, conversations: Database) -> None:
    session = sessions.begin(7, is_complete=True)
    assert sessions.find(session.key) == session
    assert sessions.find("") is None
    assert sessions.find(session.key[:-1]) is None
    [row] = conversations.rows(SESSIONS.select())
    assert row.key != session.key
    assert sessions.find(row.key) is None


@pytest.mark.parametrize(
    ("steps", "step", "lives"),
    [
        (1, IDLE_SECONDS - 1, True),
        (1, IDLE_SECONDS + 1, False),
        (5, IDLE_SECONDS - 1, True),
        (7, IDLE_SECONDS - 1, False),
    ],
)
def test_a_session_ends_when_idle_and_when_old(
    sessions: Sessions, clock: Clock, steps: int, step: float, lives: bool
) -> None:
    assert 5 * IDLE_SECONDS < SESSION_SECONDS < 7 * (IDLE_SECONDS - 1)
    session = sessions.begin(7, is_complete=True)
    found = None
    for _ in range(steps):
        clock.now += step
        found = sessions.find(session.key)
    assert (found is not None) == lives


def test_what_a_page_asks_by_itself_keeps_no_session(sessions: Sessions, clock: Clock) -> None:
    session = sessions.begin(7, is_complete=True)
    for _ in range(3):
        clock.now += IDLE_SECONDS / 2
        found = sessions.find(session.key, is_activity=False)
    assert found is None


def test_sessions_are_ended(sessions: Sessions, clock: Clock) -> None:
    first, second, other = (sessions.begin(staff, is_complete=True) for staff in (7, 7, 8))
    sessions.end_all_of(7, but=second)
    assert [sessions.find(one.key) for one in (first, second, other)] == [None, second, other]
    sessions.end(second.key)
    assert sessions.find(second.key) is None
    assert sessions.expire(clock.now + 1) == 1
    assert sessions.find(other.key) is None
