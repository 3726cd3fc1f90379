"""People who write to the assistant through stand-ins of the apps and on the web page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx

from benchmarks.conversations import MAX_REQUESTS
from bot.handover import wording
from tests.assistant_process import HEADERS, TIMEOUT, WEBHOOK
from tests.peers import telegram as tg
from tests.peers import zalo as za

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
