"""Bounds of what an address may ask for."""

from __future__ import annotations

from datetime import date

#: Letters of what is looked for in names, of a place and of a kind of document.
MAX_NAME = 100
#: Years and days that a page may be asked for.
FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_DAY, LAST_DAY = date(1945, 1, 1), date(2100, 12, 31)
#: A page of a list beyond this is not looked for.
MAX_PAGE = 10_000
#: Lists that are looked for at once, and those under way or waiting: what is beyond is refused.
SEARCHES_AT_ONCE, MAX_SEARCHES = 8, 100
#: Bytes from which a page is sent compressed, and how hard it is pressed (zlib, 1 to 9).
MIN_COMPRESSED, COMPRESSION = 1_000, 6
#: The drawing: its width and where its bars begin, in its own units; room for a row and the years.
DRAWING_WIDTH, BARS_FROM, ROW_HEIGHT, HEAD_HEIGHT = 960, 290, 24, 24
#: Letters of a text's name beside its bar.
BAR_LETTERS = 36
#: Years marked on the drawing at most.
MAX_TICKS = 14
