"""Machines on one PostgreSQL and one Redis: each runs an assistant with its Rasa, all here."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from benchmarks.conversations import Script
from bot.delivery.inbox import Inbox
from database import open_database
from tests.assistant_process import Machine, telegram_settings
from tests.peers.telegram import Telegram
from tests.running_assistant import fill_with_starter_documents
from tests.waiting import until

#: Seconds in which at least one message must be answered before the run is given up.
MAX_STANDSTILL = 180.0
#: Seconds between two looks; asking more often would cost what is measured.
LOOK_SECONDS = 0.25
AWARDS = (
    "Chiến sĩ thi đua cơ sở",
    "Lao động tiên tiến",
    "Chiến sĩ thi đua toàn quốc",
    "Cờ thi đua của Chính phủ",
    "Huân chương Sao vàng",
)
#: Each stands by itself, and its answer begins with a line of its own.
SCRIPT = Script(
    tuple(f"Tiền thưởng {award} là bao nhiêu?" for award in AWARDS),
    tuple(f"Tiền thưởng {award}:" for award in AWARDS),
)


class Machines:
    """Machines with a folder each, on a database that holds the starter documents."""

    def __init__(
        self, folder: Path, database: str, redis: str, api: str, telegram: Telegram
    ) -> None:
        self._folder, self.database, self.telegram = folder, database, telegram
        self._settings: dict[str, object] = {
            "DATABASE": database, "REDIS": redis, "MOST_A_MINUTE": 100_000,
            **{name.removeprefix("THIDUA_"): value for name, value in telegram_settings(api).items()},
        }  # fmt: skip
        self.all: list[Machine] = []
        fill_with_starter_documents(database)

    def add(self) -> Machine:
        """Start one more and wait until it is ready."""
        machine = Machine(self._folder / str(len(self.all)), **self._settings)
        self.all.append(machine)
        machine.wait()
        return machine

    @property
    def addresses(self) -> list[str]:
        """Where Telegram may post to."""
        return [machine.address for machine in self.all]

    def wait_until_drained(self, patience: float = MAX_STANDSTILL) -> None:
        """Wait until no message waits for its answer.

        Raise AssertionError where so many wait as did `patience` seconds before.
        """
        with closing(open_database(self.database)) as database:
            inbox = Inbox(database)
            while waiting := inbox.waiting():
                until(lambda: inbox.waiting() < waiting, timeout=patience, pause=LOOK_SECONDS)

    def wait(self) -> None:
        """Wait until all are ready."""
        for machine in self.all:
            until(lambda: machine.parts().get("ready"), timeout=300, pause=LOOK_SECONDS)  # noqa: B023

    def close(self) -> None:
        """Stop them."""
        for machine in self.all:
            machine.close()
