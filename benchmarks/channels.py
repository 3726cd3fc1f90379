"""Many people write to the assistant at once, and it is killed in the midst of it.

How fast does it acknowledge, what is lost or doubled? Messages come over loopback as Telegram posts
them, again when they are not accepted; the assistant answers with an echo after 50 ms, so that the
gateway is measured and not the dialogue.

Run: python -m benchmarks.channels [SECONDS] [CONVERSATIONS A SECOND]
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from benchmarks.measurement import percentile
from benchmarks.report import write_report
from tests.peers import telegram
from tests.peers.echo_process import EchoProcess
from tests.peers.serving import served

SECONDS, CONVERSATIONS_PER_SECOND, KILLS = 60.0, 50.0, 3
MESSAGES_PER_CONVERSATION = 2
#: Seconds that the echo takes.
TURN_SECONDS = 0.05
#: Requests at once; seconds until one that was not accepted is made again.
MAX_REQUESTS, RETRY_AFTER = 64, 0.2
#: Seconds that the assistant has for what it has not answered when all is sent; then seconds in
#: which a message that is sent twice would still come.
CATCH_UP, SETTLE = 60, 0.5


@dataclass(frozen=True)
class Delivery:
    """Seconds in which a message was acknowledged, and how often it was refused before."""

    seconds: float
    refused: int


def run(seconds: float, rate: float, kills: int) -> dict[str, Any]:
    """Send messages, kill the assistant `kills` times, wait for the answers; return the figures."""
    peer = telegram.Telegram()
    expected = int(seconds * rate) * MESSAGES_PER_CONVERSATION
    with (
        served(telegram.app_of(peer)) as api,
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(1) as pool,
    ):
        assistant = EchoProcess(api, Path(folder), TURN_SECONDS)
        sending = pool.submit(send_messages, assistant, seconds, rate)
        for _ in range(kills):
            time.sleep(seconds / (kills + 1))
            assistant.end(signal.SIGKILL)
            assistant.start()
        deliveries = sending.result()
        deadline = time.monotonic() + CATCH_UP + seconds
        while len(set(_texts(peer))) < expected and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(SETTLE)
        assistant.close()
    return {
        "messages": expected,
        "kills": kills,
        **_delivery_figures(deliveries),
        **_answer_figures(_texts(peer), expected),
    }


def send_messages(assistant: EchoProcess, seconds: float, rate: float) -> list[Delivery]:
    """Begin `rate` conversations a second; send every message until it is acknowledged."""
    conversations: list[Future[list[Delivery]]] = []
    with ThreadPoolExecutor(MAX_REQUESTS) as pool:
        start = time.monotonic()
        for chat in range(1, int(seconds * rate) + 1):
            time.sleep(max(0.0, start + chat / rate - time.monotonic()))
            conversations.append(pool.submit(_converse, assistant, chat))
    return [delivery for conversation in conversations for delivery in conversation.result()]


def _converse(assistant: EchoProcess, chat: int) -> list[Delivery]:
    updates = [
        telegram.update(chat * 10 + number, f"{chat}:{number}", chat, chat)
        for number in range(MESSAGES_PER_CONVERSATION)
    ]
    return [_deliver(assistant, update) for update in updates]


def _deliver(assistant: EchoProcess, update: dict[str, Any]) -> Delivery:
    refused, start = 0, time.monotonic()
    while assistant.post(update) != HTTPStatus.OK:
        refused += 1
        time.sleep(RETRY_AFTER)
        start = time.monotonic()
    return Delivery(time.monotonic() - start, refused)


def _texts(peer: telegram.Telegram) -> list[str]:
    """Return the texts that people got, in order."""
    return [message["text"] for message in peer.sent]


def _delivery_figures(deliveries: Sequence[Delivery]) -> dict[str, Any]:
    seconds = [delivery.seconds for delivery in deliveries]
    return {
        "delivered_again": sum(delivery.refused for delivery in deliveries),
        "acknowledged_p50_ms": round(percentile(seconds, 0.5) * 1000, 1),
        "acknowledged_p99_ms": round(percentile(seconds, 0.99) * 1000, 1),
    }


def _answer_figures(texts: Sequence[str], expected: int) -> dict[str, Any]:
    """Count what is wrong with the answers, which repeat "CHAT:NUMBER"."""
    counts = Counter(texts)
    by_chat: dict[str, list[int]] = defaultdict(list)
    for text in counts:
        chat, number = text.split(":")
        by_chat[chat].append(int(number))
    return {
        "lost": expected - len(counts),
        "doubled": sum(count - 1 for count in counts.values()),
        "out_of_order": sum(numbers != sorted(numbers) for numbers in by_chat.values()),
    }


def main() -> None:
    """Print the figures without and with kills."""
    arguments = [float(argument) for argument in sys.argv[1:3]]
    seconds, rate = arguments + [SECONDS, CONVERSATIONS_PER_SECOND][len(arguments) :]
    for name, kills in (("steady", 0), ("killed", KILLS)):
        write_report(f"channels-{name}", {"run": name, **run(seconds, rate, kills)})


if __name__ == "__main__":
    main()
