"""Time and memory of what is measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def timed(
    work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> tuple[Result, float]:
    """Call `work` with these arguments; return its result and the seconds it took."""
    start = time.perf_counter()
    return work(*args, **kwargs), time.perf_counter() - start


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def latency(milliseconds: Sequence[float], prefix: str = "") -> dict[str, float]:
    """Return the median and the 95th percentile as `p50_ms` and `p95_ms`, to a tenth."""
    return {
        f"{prefix}{name}_ms": round(percentile(milliseconds, share), 1)
        for name, share in (("p50", 0.5), ("p95", 0.95))
    }


def peak_memory_mb() -> int:
    """Return the largest resident memory that this process has had, in MB (Linux).

    `ru_maxrss` would count what the process had that started this one.
    """
    return round(_status_kb("self", "VmHWM") / 1024)


def resident_memory_mb(root: int) -> float:
    """Return the resident memory of a process and its descendants, in MB (Linux)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    family = {root}
    while children := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= children
    return round(sum(_status_kb(str(pid), "VmRSS") for pid in family) / 1024, 1)


def _status_kb(process: str, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
