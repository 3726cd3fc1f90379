"""People write to assistants through Telegram's stand-in: when, what becomes of it.

Messages come over loopback as Telegram posts them, again when they are not accepted: an app tries
one address after the other where there are several.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from benchmarks.measurement import percentile
from bot.delivery.notices import UNAVAILABLE
from tests.assistant_process import HEADERS, WEBHOOK
from tests.peers import telegram

#: Seconds until a message that was not accepted is posted again; for which an answer is waited.
RETRY_AFTER, TIMEOUT = 0.5, 60.0
#: Requests under way at once, as an app bounds them too. Counted here: httpx itself is busy with
#: little else where hundreds of requests wait for a connection.
MAX_REQUESTS = 64
LIMITS = httpx.Limits(max_connections=MAX_REQUESTS)


@dataclass(frozen=True)
class Script:
    """What each person says, one thing after the other, and words of the answer to each."""

    questions: tuple[str, ...]
    marks: tuple[str, ...]

    def number(self, answer: str) -> int | None:
        """Return the number of the question that an answer answers, None where it is of none."""
        return next((number for number, mark in enumerate(self.marks) if mark in answer), None)


@dataclass(frozen=True)
class Delivery:
    """When a message was acknowledged, in seconds of the monotonic clock.

    `seconds` is what the last request took, `waited` the time since the first, `refused` how many
    were not accepted before.
    """

    at: float
    seconds: float
    waited: float
    refused: int


def moments(people: int, people_a_second: float, turns: int, pause: float) -> list[list[float]]:
    """Return when each person says each thing, in seconds from the start."""
    return [
        [person / people_a_second + turn * pause for turn in range(turns)]
        for person in range(people)
    ]


async def send(
    addresses: Sequence[str],
    script: Script,
    times: Sequence[Sequence[float]],
    first_chat: int = 1,
) -> list[Delivery]:
    """Have a person for each list of times say the script, each thing at its time.

    What is late is said at once, but never before the thing before it was acknowledged.
    """
    start = time.monotonic()
    async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, limits=LIMITS) as client:
        app = App(client, addresses)
        people = [
            _converse(app, script, chat, [start + moment for moment in times_of_one])
            for chat, times_of_one in enumerate(times, first_chat)
        ]
        return list(itertools.chain(*await asyncio.gather(*people)))


class App:
    """Posts messages to one address after the other, a few at once, until they are acknowledged."""

    def __init__(self, client: httpx.AsyncClient, addresses: Sequence[str]) -> None:
        self._client, self._addresses = client, addresses
        self._slots = asyncio.Semaphore(MAX_REQUESTS)

    async def deliver(self, update: Mapping[str, Any]) -> Delivery:
        """Post a message until it is acknowledged; half of them are begun at either address."""
        begun, body = time.monotonic(), telegram.body(dict(update))
        for refused in itertools.count():
            address = self._addresses[(update["update_id"] + refused) % len(self._addresses)]
            async with self._slots:
                start = time.monotonic()
                if await self._is_accepted(address, body):
                    now = time.monotonic()
                    return Delivery(now, now - start, now - begun, refused)
            await asyncio.sleep(RETRY_AFTER)
        raise AssertionError("counting has no end")

    async def _is_accepted(self, address: str, body: bytes) -> bool:
        try:
            url = f"{address}{WEBHOOK}"
            response = await self._client.post(url, content=body, headers=HEADERS)
        except httpx.HTTPError:
            return False
        return response.status_code == HTTPStatus.OK


async def _converse(app: App, script: Script, chat: int, times: Sequence[float]) -> list[Delivery]:
    """Say the script, each thing at its time and after the one before was acknowledged."""
    deliveries = []
    for number, moment in enumerate(times):
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        update_id = chat * len(script.questions) + number
        update = telegram.update(update_id, script.questions[number], chat, chat)
        deliveries.append(await app.deliver(update))
    return deliveries


def delivery_figures(deliveries: Sequence[Delivery]) -> dict[str, Any]:
    """Return how fast messages were acknowledged, and how often they had to be sent again."""
    milliseconds = [delivery.seconds * 1000 for delivery in deliveries]
    return {
        "delivered_again": sum(delivery.refused for delivery in deliveries),
        **{
            f"acknowledged_p{share}_ms": round(percentile(milliseconds, share / 100), 1)
            for share in (50, 95, 99)
        },
        "longest_wait_s": round(max(delivery.waited for delivery in deliveries), 1),
    }


def answer_figures(
    sent: Sequence[Mapping[str, Any]], script: Script, people: int, first_chat: int = 1
) -> dict[str, Any]:
    """Count what is wrong with the answers that people got.

    A message is lost that got neither its answer nor word that it cannot be answered now; others are
    parts that belong to no question.
    """
    texts: dict[int, list[str]] = defaultdict(list)
    for message in sent:
        texts[int(message["chat_id"])].append(message["text"])
    counts: Counter[str] = Counter()
    for chat in range(first_chat, first_chat + people):
        counts.update(_count(texts[chat], script))
    names = ("answered", "apologies", "lost", "doubled", "out_of_order", "others")
    return {name: counts[name] for name in names}


def _count(texts: Sequence[str], script: Script) -> Counter[str]:
    apologies = sum(UNAVAILABLE in text for text in texts)
    numbers = [number for text in texts if (number := script.number(text)) is not None]
    firsts = list(dict.fromkeys(numbers))
    return Counter(
        answered=len(firsts),
        apologies=apologies,
        lost=max(0, len(script.questions) - len(firsts) - apologies),
        doubled=len(numbers) - len(firsts),
        out_of_order=firsts != sorted(firsts),
        others=len(texts) - len(numbers) - apologies,
    )


def other_texts(sent: Sequence[Mapping[str, Any]], script: Script) -> list[str]:
    """Return what people got that answers none of their questions, each text once."""
    texts = dict.fromkeys(str(message["text"]) for message in sent)
    return [text for text in texts if script.number(text) is None]
