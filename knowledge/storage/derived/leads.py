"""What a passage is led by: the line that opens its list, the head of its table.

"3. Đợt cao điểm 100 ngày" is no heading of the text, yet the lines below it mean nothing without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.model import Passage

#: "1.", "2.3.", "a)", "-", "II." before a line; lines of one kind stand beside each other.
MARKERS = (
    ("number", re.compile(r"\d{1,2}\s*[.)/](?!\d)")),
    ("subnumber", re.compile(r"\d{1,2}\.\d{1,2}\b")),
    ("roman", re.compile(r"[IVX]{1,5}\s*[.)/]")),
    ("letter", re.compile(r"[a-zđ]\d?\s*[.)]")),
    ("dash", re.compile(r"[-–—]")),
    ("plus", re.compile(r"[+*•]")),
)
#: A line that ends so says something by itself.
SENTENCE_ENDS = (".", ";", "!", "?", "…", ",", ".”", '."')
#: Marks of lines that may be titles: "3. Đợt cao điểm 100 ngày".
TITLE_MARKERS = ("number", "subnumber", "roman", "letter")
#: Letters: a longer line is no title.
MAX_TITLE = 260


def lead_of_each(passages: Sequence[Passage]) -> list[tuple[int, ...]]:
    """Return for each passage of a document, in order, the indexes of those that lead it.

    The outermost comes first. Headings are none of them: a passage knows its own.
    """
    leads: list[tuple[int, ...]] = []
    open_leads: list[tuple[int, str]] = []
    for index, passage in enumerate(passages):
        before = passages[index - 1] if index else None
        if before is None or before.heading != passage.heading:
            open_leads = []
        marker = "row" if passage.kind == "row" else marker_of(passage.text)
        open_leads = _still_open(open_leads, marker)
        leads.append(tuple(position for position, _ in open_leads))
        if kind := _opens(passage, marker, before):
            open_leads.append((index, kind))
    return leads


def _opens(passage: Passage, marker: str, before: Passage | None) -> str:
    """Return as what a line leads those below it; empty where it leads none.

    A title without a mark ("KẾ HOẠCH") leads nothing: it may be a line of the letterhead.
    """
    if marker == "row":
        return "head" if before is None or before.kind != "row" else ""
    if not is_lead(passage.text):
        return ""
    opens_list = passage.text.rstrip("*_ \n").endswith(":")
    return f"{marker} list" if opens_list else marker if marker in TITLE_MARKERS else ""


def _still_open(leads: list[tuple[int, str]], marker: str) -> list[tuple[int, str]]:
    """Return the leads that a line of this marker still stands under."""
    kept: list[tuple[int, str]] = []
    for position, own in leads:
        if own.split()[0] == marker or (own == "head" and marker != "row"):
            break
        if marker == "none" and own.endswith("list"):
            break
        kept.append((position, own))
    return kept


def marker_of(text: str) -> str:
    """Return the kind of mark that a line begins with ("number", "dash"…), "none" without one."""
    return next((name for name, form in MARKERS if form.match(text.lstrip("#*_ "))), "none")


def is_lead(text: str) -> bool:
    """Whether a line says nothing by itself: it ends with a colon, or as a title does."""
    line = text.rstrip().rstrip("*_ ")
    return line.endswith(":") or (len(line) <= MAX_TITLE and not line.endswith(SENTENCE_ENDS))
