"""Staff who work a queue off, and what became of their answers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.handover.people import Apps
from benchmarks.measurement import latency
from tests.staff import StaffClient

#: Seconds between two looks at what has arrived: times are as exact as that.
LOOK_SECONDS = 0.005


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


def watch(apps: Apps, work: Work, arrived: dict[str, float], is_done: Callable[[], bool]) -> None:
    """Note when each answer of staff is first seen at its person, until told to stop."""
    while not is_done():
        now = time.monotonic()
        for texts in apps.texts().values():
            for text in texts:
                if text in work.sent:
                    arrived.setdefault(text, now)
        time.sleep(LOOK_SECONDS)


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
