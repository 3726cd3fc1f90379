"""Print the scores: `python -m benchmarks.extraction [train] [tune]` shows the differences of these."""

from __future__ import annotations

import sys

from benchmarks.extraction.pages import measure_pages
from benchmarks.extraction.tenses import measure_tenses
from benchmarks.extraction.texts import measure_texts
from benchmarks.report import write_report

if __name__ == "__main__":
    write_report(
        "extraction", {**measure_texts(), **measure_tenses(), **measure_pages(sys.argv[1:])}
    )
