"""Three failures in a row, a rest, one trial."""

from __future__ import annotations

import pytest

from bot.writer.breaker import Breaker
from bot.writer.parameters import FAILURES, REST_SECONDS


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.enter()
        breaker.fail()
        breaker.leave()


def test_it_takes_three_failures_in_a_row(breaker: Breaker) -> None:
    for _ in range(5):
        fail(breaker, FAILURES - 1)
        assert breaker.enter()
        breaker.succeed()
        breaker.leave()
    fail(breaker, FAILURES)
    assert (breaker.state, breaker.enter()) == ("open", False)


def test_after_the_rest_one_may_try(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, FAILURES)
    clock.now += REST_SECONDS - 1
    assert not breaker.enter()
    clock.now += 1
    assert breaker.state == "half_open"
    assert [breaker.enter() for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize(
    ("ends", "state", "next_enters"),
    [(["succeed"], "closed", True), (["fail"], "open", False), ([], "half_open", True)],
)
def test_what_the_trial_tells(
    breaker: Breaker, clock: Clock, ends: list[str], state: str, next_enters: bool
) -> None:
    fail(breaker, FAILURES)
    clock.now += REST_SECONDS
    assert breaker.enter()
    for end in ends:
        getattr(breaker, end)()
    breaker.leave()
    assert (breaker.state, breaker.enter()) == (state, next_enters)


def test_after_a_failed_trial_it_rests_as_long_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, FAILURES)
    clock.now += REST_SECONDS
    fail(breaker, 1)
    clock.now += REST_SECONDS - 1
    assert not breaker.enter()
    clock.now += 1
    assert breaker.enter()
