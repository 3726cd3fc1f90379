"""Every number that decides something in this room."""

from __future__ import annotations

#: Days that can be chosen by one link, and those that are shown unless someone chooses.
QUICK_DAYS, USUAL_DAYS = (7, 28, 90), 28
#: Rows of a table on the page; its files have all.
MAX_SHOWN = 20
#: Percent of a chart's height at which its columns end and stand; below are the days.
TOP, FLOOR = 7.0, 88.0
#: Share of its place that a column takes.
COLUMN_SHARE = 0.8
#: Days written below a chart: at 320 pixels more would run into each other.
MAX_LABELS = 4
#: Columns above which one is narrower than the day below it, at 320 pixels.
MANY_COLUMNS = 7
