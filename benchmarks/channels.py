"""Many people write to the assistant at once, and it is killed in the midst of it: how fast it acknowledges, what is lost or doubled.

Messages come over loopback as Telegram would post them, again when they are not taken; the assistant answers with an echo after
50 ms, so that the gateway is measured and not the dialogue.
Run: python -m benchmarks.channels [SECONDS] [CONVERSATIONS A SECOND]
"""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.report import percentile, tell
from tests.peers import telegram as tg
from tests.peers.echo_process import EchoProcess
from tests.peers.serving import served

TURN_SECONDS = 0.05
MESSAGES_EACH = 2


@dataclass
class Load:
    """How long each message took to be acknowledged (seconds), and how many were posted again."""

    acknowledged: list[float] = field(default_factory=list)
    posted_again: int = 0


def pour(assistant: EchoProcess, seconds: float, rate: float, load: Load) -> None:
    """Start `rate` conversations a second, of two messages each; what is refused is posted again."""

    def converse(chat: int) -> None:
        for number in range(MESSAGES_EACH):
            update = tg.update(chat * 10 + number, f"{chat}:{number}", chat, chat)
            started = time.monotonic()
            while assistant.post(update) != 200:
                load.posted_again += 1
                time.sleep(0.2)
                started = time.monotonic()
            load.acknowledged.append(time.monotonic() - started)

    with ThreadPoolExecutor(64) as pool:
        started = time.monotonic()
        for chat in range(1, int(seconds * rate) + 1):
            time.sleep(max(0.0, started + chat / rate - time.monotonic()))
            pool.submit(converse, chat)


def run(seconds: float, rate: float, kills: int) -> dict[str, object]:
    """Pour messages, kill the assistant so many times, wait until all is answered; count."""
    telegram, load = tg.Telegram(), Load()
    expected = int(seconds * rate) * MESSAGES_EACH
    with served(tg.app_of(telegram)) as api, tempfile.TemporaryDirectory() as folder:
        assistant = EchoProcess(api, Path(folder), TURN_SECONDS)
        pouring = threading.Thread(target=pour, args=(assistant, seconds, rate, load))
        pouring.start()
        for _ in range(kills):
            time.sleep(seconds / (kills + 1))
            assistant.end(signal.SIGKILL)
            assistant.start()
        pouring.join()
        deadline = time.monotonic() + 60 + seconds
        while len({m["text"] for m in telegram.sent}) < expected and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        assistant.close()
    return figures(load, [message["text"] for message in telegram.sent], expected, kills)


def figures(load: Load, texts: list[str], expected: int, kills: int) -> dict[str, object]:
    """Return what became of the messages."""
    counts, order = Counter(texts), defaultdict(list)
    for text in counts:
        chat, number = text.split(":")
        order[chat].append(int(number))
    return {
        "messages": expected, "kills": kills, "delivered_again": load.posted_again,
        "acknowledged_p50_ms": round(percentile(load.acknowledged, 0.5) * 1000, 1),
        "acknowledged_p99_ms": round(percentile(load.acknowledged, 0.99) * 1000, 1),
        "lost": expected - len(counts), "doubled": sum(count - 1 for count in counts.values()),
        "out_of_order": sum(numbers != sorted(numbers) for numbers in order.values()),
    }  # fmt: skip


def main() -> None:
    """Print the figures without and with kills."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 50.0
    for name, kills in (("steady", 0), ("killed", 3)):
        tell(f"channels-{name}", {"run": name, **run(seconds, rate, kills)})


if __name__ == "__main__":
    main()
