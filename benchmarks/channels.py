"""Many people write to the assistant at once, and it is killed in the midst of it: how fast it acknowledges, what is lost or doubled.

Messages come over loopback as Telegram would post them, again when they are not taken; the assistant answers with an echo after
50 ms, so that the gateway is measured and not the dialogue.
Run: python -m benchmarks.channels [SECONDS] [CONVERSATIONS A SECOND]
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks.report import percentile, tell
from bot.commands.client import free_port
from bot.settings import ROOT
from tests.peers import telegram as tg
from tests.peers.serving import served

SECRET, HEADER = "s3cret", "X-Telegram-Bot-Api-Secret-Token"
TURN_SECONDS = "0.05"
MESSAGES_EACH = 2


@dataclass
class Load:
    """What happened: how long each message took to be acknowledged, and how often it had to be delivered."""

    acknowledged: list[float] = field(default_factory=list)
    delivered: int = 0


def start(port: int, folder: Path, api: str) -> subprocess.Popen[bytes]:
    """Start the assistant and wait until it takes messages."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "THIDUA_VAR": str(folder), "THIDUA_TELEGRAM_TOKEN": "1:a",
        "THIDUA_TELEGRAM_SECRET": SECRET, "THIDUA_TELEGRAM_API": api,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.peers.assistant", str(port), TURN_SECONDS]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    with httpx.Client(trust_env=False) as client:
        while not _post(client, port, {"update_id": 0}):
            time.sleep(0.05)
    return process


def _post(client: httpx.Client, port: int, update: dict[str, object]) -> bool:
    try:
        address = f"http://127.0.0.1:{port}/channels/telegram"
        return client.post(address, content=tg.body(update), headers={HEADER: SECRET}).status_code == 200
    except httpx.HTTPError:
        return False


def pour(port: int, seconds: float, rate: float, load: Load) -> None:
    """Let so many new conversations a second write two messages each; what is not taken is delivered again."""
    with (
        httpx.Client(trust_env=False, timeout=10, limits=httpx.Limits(max_connections=64)) as client,
        ThreadPoolExecutor(64) as pool,
    ):

        def converse(chat: int) -> None:
            for number in range(MESSAGES_EACH):
                update = tg.update(chat * 10 + number, f"{chat}:{number}", chat, chat)
                begun = time.monotonic()
                while not _post(client, port, update):
                    load.delivered += 1
                    time.sleep(0.2)
                    begun = time.monotonic()
                load.acknowledged.append(time.monotonic() - begun)

        begun = time.monotonic()
        for chat in range(1, int(seconds * rate) + 1):
            time.sleep(max(0.0, begun + chat / rate - time.monotonic()))
            pool.submit(converse, chat)


def run(seconds: float, rate: float, kills: int) -> dict[str, object]:
    """Pour messages, kill the assistant so many times, wait until all is answered; count."""
    peer, load, port = tg.Telegram(), Load(), free_port()
    with served(tg.app_of(peer)) as api, tempfile.TemporaryDirectory() as folder:
        process = start(port, Path(folder), api)
        pouring = threading.Thread(target=pour, args=(port, seconds, rate, load))
        pouring.start()
        for _ in range(kills):
            time.sleep(seconds / (kills + 1))
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = start(port, Path(folder), api)
        pouring.join()
        wanted = int(seconds * rate) * MESSAGES_EACH
        ends = time.monotonic() + 60 + seconds
        while len({one["text"] for one in peer.sent}) < wanted and time.monotonic() < ends:
            time.sleep(0.1)
        time.sleep(0.5)
        process.terminate()
        process.wait()
    counted = Counter(one["text"] for one in peer.sent)
    order = defaultdict(list)
    for text in dict.fromkeys(one["text"] for one in peer.sent):
        chat, number = text.split(":")
        order[chat].append(int(number))
    return {
        "messages": wanted, "kills": kills, "delivered_again": load.delivered,
        "acknowledged_p50_ms": round(percentile(load.acknowledged, 0.5) * 1000, 1),
        "acknowledged_p99_ms": round(percentile(load.acknowledged, 0.99) * 1000, 1),
        "lost": wanted - len(counted), "doubled": sum(count - 1 for count in counted.values()),
        "out_of_order": sum(found != sorted(found) for found in order.values()),
    }  # fmt: skip


def main() -> None:
    """Print the figures without and with kills."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 50.0
    for name, kills in (("steady", 0), ("killed", 3)):
        tell(f"channels-{name}", {"run": name, **run(seconds, rate, kills)})


if __name__ == "__main__":
    main()
