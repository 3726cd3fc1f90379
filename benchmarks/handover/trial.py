"""One trial: people wait, staff answer them; what was lost, doubled, slow."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from benchmarks.handover.people import BOT_SECRET, OA_APP, OA_SECRET, Apps, write
from benchmarks.handover.staff import Work, attend, figures_of, watch
from bot.settings import read_settings
from tests.assistant_process import TIMEOUT
from tests.peers import telegram as tg
from tests.peers import zalo as za
from tests.peers.echo_process import EchoProcess
from tests.peers.serving import served
from tests.staff import ALWAYS, StaffClient, signed_in
from tests.waiting import until


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
