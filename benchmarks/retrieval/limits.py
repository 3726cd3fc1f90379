"""The limits asked of the library's own search, and which of them it misses."""

from __future__ import annotations

from benchmarks.report import Figures, exceeded_limits
from benchmarks.retrieval.results import Results

#: The library's own search, as it is named in the table.
LIBRARY = "Library.search"
#: Of questions as they were asked.
MIN_MEASURES = {"R@10": 0.92, "MRR@10": 0.75, "nDCG@10": 0.80}
#: Of those on emulation and commendation.
MIN_EMULATION_RECALL = 0.93
#: How much less the same measures may be in another spelling.
MAX_SPELLING_LOSS = 0.03
#: Milliseconds of a search, seconds to fill the store, MB of memory.
MAX_FIGURES = {"p95_ms": 30.0, "build_s": 20 * 60.0, "memory_mb": 1200.0}


def missed_limits(results: Results, figures: Figures) -> list[str]:
    """Return a line for each limit that is missed, with the figure and the limit."""
    as_asked = results["as asked"][LIBRARY]
    minimums = MIN_MEASURES | {"emulation R@10": MIN_EMULATION_RECALL}
    missed = [
        f"{name} {as_asked[name]} < {minimum}"
        for name, minimum in minimums.items()
        # A file of questions may have none on emulation.
        if name in as_asked and as_asked[name] < minimum
    ]
    for spelling, searches in results.items():
        for name in MIN_MEASURES:
            measure, reference = searches[LIBRARY][name], as_asked[name]
            if measure < reference - MAX_SPELLING_LOSS:
                missed.append(f"{spelling}: {name} {measure} < {reference} - {MAX_SPELLING_LOSS}")
    exceeded = exceeded_limits(figures, MAX_FIGURES)
    return missed + [f"{name} {figures[name]} > {MAX_FIGURES[name]}" for name in exceeded]
