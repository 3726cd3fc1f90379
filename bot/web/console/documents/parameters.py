"""Every number that decides something in this room."""

from __future__ import annotations

#: Facts on a page, and characters of the text beside them.
FACTS_ON_PAGE, TEXT_ON_PAGE = 40, 30_000
#: Characters within which a part of the text is ended at the end of a line.
LINE_SEARCH = 2_000
#: Characters of a field of a form.
MAX_FIELD = 5_000
#: Seconds for which a browser keeps a picture of a page.
PICTURE_SECONDS = 3600
#: Hexadecimal digits that tell a fact from others of its document.
IDENTITY_LETTERS = 16
