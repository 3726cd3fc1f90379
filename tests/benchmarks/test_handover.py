"""Few people and two of staff: the measurement of `benchmarks.handover` in small."""

from __future__ import annotations

from benchmarks.handover.people import Apps
from benchmarks.handover.staff import Work, figures_of
from benchmarks.handover.trial import run


def test_nobody_is_lost_and_nobody_answered_by_two() -> None:
    figures = run(people=8, staff_count=2)
    assert figures["taken"] == 8
    assert [figures[name] for name in ("lost", "doubled", "answered_by_two")] == [0, 0, 0]


def test_what_is_wrong_is_counted() -> None:
    apps, work = (
        Apps(),
        Work([1, 2, 3], {f"Trả lời {n} của cb{s}": 0.0 for n, s in ((1, 0), (1, 1), (2, 0))}),
    )
    apps.web["w1"] = ["Trả lời 1 của cb0", "Trả lời 1 của cb0", "khác"]
    figures = figures_of(apps, work, {"Trả lời 1 của cb0": 0.25}, people=3)
    assert (figures["lost"], figures["doubled"], figures["answered_by_two"]) == (2, 1, 1)
    assert figures["p95_ms"] == 250.0
