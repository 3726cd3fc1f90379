"""One at a time into each key, and nothing is left of a key that nobody needs."""

from __future__ import annotations

import asyncio

from bot.storage.keyed_lock import KeyedLock


def test_one_at_a_time_and_other_keys_do_not_wait() -> None:
    async def run() -> list[str]:
        locks, order, go = KeyedLock(), [], asyncio.Event()

        async def enter(key: str, name: str) -> None:
            async with locks.hold(key):
                order.append(f"{name} in")
                if key == "slow":
                    await go.wait()
                order.append(f"{name} out")

        names = [("slow", "a"), ("slow", "b"), ("quick", "c")]
        tasks = [asyncio.create_task(enter(*name)) for name in names]
        await asyncio.wait([tasks[2]])
        go.set()
        await asyncio.gather(*tasks)
        assert len(locks) == 0
        return order

    assert asyncio.run(run()) == ["a in", "c in", "c out", "a out", "b in", "b out"]


def test_who_gives_up_waiting_leaves_nothing_behind() -> None:
    async def run() -> int:
        locks = KeyedLock()
        async with locks.hold("a"):
            waiting = asyncio.create_task(locks.hold("a").__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        return len(locks)

    assert asyncio.run(run()) == 0
