"""Many people write to the assistant at once, and it is killed in the midst of it.

How fast does it acknowledge, what is lost or doubled? Messages come over loopback as Telegram posts
them, again when they are not accepted; the assistant answers with an echo after 50 ms, so that the
gateway is measured and not the dialogue.

Run: python -m benchmarks.channels [SECONDS] [CONVERSATIONS A SECOND]
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.conversations import Script, answer_figures, delivery_figures, moments, send
from benchmarks.report import write_report
from tests.peers import telegram
from tests.peers.echo_process import EchoProcess
from tests.peers.serving import served

SECONDS, CONVERSATIONS_PER_SECOND, KILLS = 60.0, 50.0, 3
SCRIPT = Script(("câu một", "câu hai"), ("câu một", "câu hai"))
#: Seconds that the echo takes.
TURN_SECONDS = 0.05
#: Seconds that the assistant has for what it has not answered when all is sent; then seconds in
#: which a message that is sent twice would still come.
CATCH_UP, SETTLE = 60, 0.5


def run(seconds: float, rate: float, kills: int) -> dict[str, Any]:
    """Send messages, kill the assistant `kills` times, wait for the answers; return the figures."""
    peer, turns = telegram.Telegram(), len(SCRIPT.questions)
    people = int(seconds * rate)
    with (
        served(telegram.app_of(peer)) as api,
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(1) as pool,
    ):
        assistant = EchoProcess(api, Path(folder), TURN_SECONDS)
        times = moments(people, rate, turns, pause=0.0)
        sending = pool.submit(asyncio.run, send([assistant.address], SCRIPT, times))
        for _ in range(kills):
            time.sleep(seconds / (kills + 1))
            assistant.end(signal.SIGKILL)
            assistant.start()
        deliveries = sending.result()
        deadline = time.monotonic() + CATCH_UP + seconds
        while len(peer.sent) < people * turns and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(SETTLE)
        assistant.close()
    return {
        "messages": people * turns,
        "kills": kills,
        **delivery_figures(deliveries),
        **answer_figures(peer.sent, SCRIPT, people),
    }


def main() -> None:
    """Print the figures without and with kills."""
    arguments = [float(argument) for argument in sys.argv[1:3]]
    seconds, rate = arguments + [SECONDS, CONVERSATIONS_PER_SECOND][len(arguments) :]
    for name, kills in (("steady", 0), ("killed", KILLS)):
        write_report(f"channels-{name}", {"run": name, **run(seconds, rate, kills)})


if __name__ == "__main__":
    main()
