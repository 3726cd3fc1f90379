"""What the retries of delivery and channels share; their pauses stand in each room's parameters."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type
from tenacity.wait import wait_base

#: Waits so many seconds; a test's does not.
Sleep = Callable[[float], Awaitable[None]]
#: Takes what went wrong and the seconds until the next try.
Report = Callable[[BaseException, float], None]


def error_of(state: RetryCallState) -> BaseException:
    """Return what the last try of a retry raised."""
    error = state.outcome.exception() if state.outcome else None
    assert error is not None, "only a try that failed is followed by another"
    return error


def retry_until_success(
    pauses: wait_base,
    errors: type[Exception] | tuple[type[Exception], ...],
    report: Report,
    sleep: Sleep = asyncio.sleep,
) -> AsyncRetrying:
    """Return what calls a coroutine function again after each of these errors, without end."""
    return AsyncRetrying(
        wait=pauses,
        retry=retry_if_exception_type(errors),
        before_sleep=lambda state: report(error_of(state), state.upcoming_sleep),
        sleep=sleep,
    )
