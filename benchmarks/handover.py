"""Many people wait for few staff: does each get one, and how fast do their words arrive?

People write through stand-ins of the apps and on the web page, all at once; staff take, answer and
give back through the console over HTTP, each as fast as they can, all from the same queue. The time of
an answer runs from the moment that staff press "Gửi" until the app's stand-in has it; on the web page
until the request that waits for it has it.

Run: python -m benchmarks.handover [PEOPLE] [STAFF]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.conversations import MAX_REQUESTS
from benchmarks.measurement import latency
from benchmarks.report import write_report
from bot.handover import wording
from bot.settings import read_settings
from tests.assistant_process import HEADERS, TIMEOUT, WEBHOOK
from tests.peers import telegram as tg
from tests.peers import zalo as za
from tests.peers.echo_process import EchoProcess
from tests.peers.serving import served
from tests.staff import ALWAYS, StaffClient, signed_in
from tests.waiting import until

PEOPLE, STAFF = 200, 10
#: The limit asked for, milliseconds from staff's click to the app.
MAX_P95_MS = 1000.0
OA_APP, OA_SECRET, BOT_SECRET = "431954545803004074", "oa-secret", "bot-secret-long"
CHANNELS = ("telegram", "zalo", "zalo-bot", "web")


@dataclass
class Apps:
    """The stand-ins of the apps, and when each text reached one."""

    telegram: tg.Telegram = field(default_factory=tg.Telegram)
    zalo: za.Zalo = field(default_factory=za.Zalo)
    bot: za.Zalo = field(default_factory=za.Zalo)
    web: dict[str, list[str]] = field(default_factory=dict)

    def texts(self) -> dict[str, list[str]]:
        """Return what each person was sent, by channel and their id there."""
        found: dict[str, list[str]] = {}
        for person, text in self._sent():
            found.setdefault(person, []).append(text)
        return {**found, **{f"web {name}": list(texts) for name, texts in self.web.items()}}

    def _sent(self) -> list[tuple[str, str]]:
        return [
            *((f"telegram {one['chat_id']}", one["text"]) for one in list(self.telegram.sent)),
            *(
                (f"zalo {one['recipient']['user_id']}", one["message"]["text"])
                for one in list(self.zalo.sent)
            ),
            *((f"zalo-bot {one['chat_id']}", str(one["text"])) for one in list(self.bot.sent)),
        ]


class People:
    """Writes to the assistant as people of each channel do."""

    def __init__(self, client: httpx.AsyncClient, apps: Apps) -> None:
        self._client, self._apps = client, apps
        self._slots = asyncio.Semaphore(MAX_REQUESTS)
        self._keys = 0

    async def ask_for_staff(self, count: int) -> None:
        """Have so many people ask for staff and agree, spread over the channels."""
        people = [(CHANNELS[number % len(CHANNELS)], number + 1) for number in range(count)]
        await asyncio.gather(*(self._ask(channel, number) for channel, number in people))

    async def wait_on_the_web(self, count: int) -> None:
        """Have the people of the web page wait for what staff write, until they are given back."""
        names = [f"w{number + 1}" for number in range(count) if CHANNELS[number % 4] == "web"]
        await asyncio.gather(*map(self._listen, names))

    async def _ask(self, channel: str, number: int) -> None:
        for text in (wording.ASK, wording.AGREE):
            async with self._slots:
                self._keys += 1
                while (await self._post(channel, number, text, self._keys)).status_code != 200:
                    await asyncio.sleep(0.1)

    async def _post(self, channel: str, number: int, text: str, key: int) -> httpx.Response:
        if channel == "web":
            body = {"conversation": f"w{number}", "text": text}
            return await self._client.post("/api/messages", json=body)
        if channel == "telegram":
            body_of = tg.body(tg.update(key, text, number, number))
            return await self._client.post(WEBHOOK, content=body_of, headers=HEADERS)
        if channel == "zalo":
            message = {"text": text, "msg_id": f"m{key}"}
            event = za.event("user_send_text", str(number), OA_APP, message=message)
            raw, headers = za.signed(event, OA_SECRET)
            return await self._client.post("/channels/zalo", content=raw, headers=headers)
        sender = {"id": str(number), "is_bot": False}
        told = {"from": sender, "chat": {"id": str(number)}, "text": text, "message_id": str(key)}
        event = {"event_name": "message.text.received", "message": told}
        headers = {"X-Bot-Api-Secret-Token": BOT_SECRET}
        return await self._client.post("/channels/zalo-bot", json=event, headers=headers)

    async def _listen(self, name: str) -> None:
        after, heard = 0, self._apps.web.setdefault(name, [])
        while True:
            path = f"/api/conversations/{name}/messages"
            news = (await self._client.get(path, params={"after": after})).json()
            heard += [line["text"] for line in news["lines"]]
            after = max([after, *(line["id"] for line in news["lines"])])
            if news["state"] == "ended" and not news["lines"]:
                return
            await asyncio.sleep(news["again"])


async def write(address: str, apps: Apps, do: Callable[[People], Awaitable[None]]) -> None:
    """Have people do something, over connections of their own."""
    async with httpx.AsyncClient(base_url=address, timeout=TIMEOUT, trust_env=False) as client:
        await do(People(client, apps))


@dataclass
class Work:
    """What staff have done: whom they took, and when each answer was sent, by its text."""

    taken: list[int] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    refused: int = 0


def attend(staff: StaffClient, work: Work, people: int, name: str) -> None:
    """Take whoever waits longest, answer and give back, until nobody is left."""
    while len(work.taken) < people:
        for number in staff.waiting()[:1]:
            if not staff.take(number):
                work.refused += 1
                continue
            work.taken.append(number)
            text = f"Trả lời {number} của {name}"
            work.sent[text] = time.monotonic()
            assert staff.answer(number, text) == 303
            assert staff.give_back(number)


def watch(apps: Apps, work: Work, arrived: dict[str, float], is_done: Any) -> None:
    """Note when each answer of staff is first seen at its person, until told to stop."""
    while not is_done():
        now = time.monotonic()
        for texts in apps.texts().values():
            for text in texts:
                if text in work.sent:
                    arrived.setdefault(text, now)
        time.sleep(0.005)


def figures_of(apps: Apps, work: Work, arrived: Mapping[str, float], people: int) -> dict[str, Any]:
    """Return what was lost, doubled, answered by two, and how long answers took."""
    counts = Counter(text for texts in apps.texts().values() for text in texts if text in work.sent)
    takers = Counter(text.split()[2] for text in work.sent)
    times = [1000 * (arrived[text] - at) for text, at in work.sent.items() if text in arrived]
    return {
        "people": people,
        "taken": len(set(work.taken)),
        "lost": people - len(counts),
        "doubled": sum(count - 1 for count in counts.values()),
        "answered_by_two": sum(count > 1 for count in takers.values()),
        "refused_takes": work.refused,
        **(latency(times) if times else {}),
    }


def run(
    people: int, staff_count: int, environment: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Have people wait and staff answer them; return the figures."""
    apps, work, arrived = Apps(), Work(), dict[str, float]()
    with (
        served(tg.app_of(apps.telegram)) as telegram_api,
        served(za.app_of(apps.zalo)) as zalo_api,
        served(za.app_of(apps.bot)) as bot_api,
        tempfile.TemporaryDirectory() as folder,
    ):
        settings = {
            **ALWAYS, "THIDUA_MOST_A_MINUTE": "100000",
            "THIDUA_ZALO_APP_ID": OA_APP, "THIDUA_ZALO_APP_SECRET": "app",
            "THIDUA_ZALO_OA_SECRET": OA_SECRET, "THIDUA_ZALO_REFRESH_TOKEN": "r0",
            "THIDUA_ZALO_API": zalo_api, "THIDUA_ZALO_OAUTH": zalo_api,
            "THIDUA_ZALO_BOT_TOKEN": "1:a", "THIDUA_ZALO_BOT_SECRET": BOT_SECRET,
            "THIDUA_ZALO_BOT_API": bot_api, **(environment or {}),
        }  # fmt: skip
        with closing(EchoProcess(telegram_api, Path(folder), 0.0, settings)) as assistant:
            _play(
                assistant,
                apps,
                work,
                arrived,
                people,
                staff_count,
                {**settings, "THIDUA_VAR": folder},
            )
    return figures_of(apps, work, arrived, people)


def _play(
    assistant: EchoProcess, apps: Apps, work: Work, arrived: dict[str, float],
    people: int, staff_count: int, settings: Mapping[str, str],
) -> None:  # fmt: skip
    own = read_settings(settings)
    clients = [
        httpx.Client(base_url=assistant.address, timeout=TIMEOUT, trust_env=False)
        for _ in range(staff_count)
    ]
    crew = [
        StaffClient(client, signed_in(own, f"cb{number}")) for number, client in enumerate(clients)
    ]
    asyncio.run(write(assistant.address, apps, lambda them: them.ask_for_staff(people)))
    until(lambda: _waiting_count(crew[0]) == people)
    done: list[bool] = []
    with ThreadPoolExecutor(staff_count + 2) as pool:
        web = write(assistant.address, apps, lambda them: them.wait_on_the_web(people))
        listening = pool.submit(asyncio.run, web)
        watching = pool.submit(watch, apps, work, arrived, lambda: bool(done))
        attending = [
            pool.submit(attend, staff, work, people, f"cb{number}")
            for number, staff in enumerate(crew)
        ]
        for task in (*attending, listening):
            task.result()
        until(lambda: len(arrived) == people)
        done.append(True)
        watching.result()
    for client in clients:
        client.close()


def _waiting_count(staff: StaffClient) -> int:
    words: Sequence[str] = staff.get("/chuong").text.partition(" người đang chờ")[0].split(">")
    return int(words[-1]) if words[-1].strip().isdigit() else 0


def main() -> None:
    """Print the figures; a conversation that is lost, or answered twice, makes the exit code 1."""
    arguments = [int(argument) for argument in sys.argv[1:3]]
    people, staff = arguments + [PEOPLE, STAFF][len(arguments) :]
    figures = run(people, staff)
    write_report("handover", figures)
    wrong = figures["lost"] or figures["doubled"] or figures["answered_by_two"]
    sys.exit(bool(wrong) or figures["p95_ms"] > MAX_P95_MS)


if __name__ == "__main__":
    main()
