"""Lines of plain text that a narrow page or a scan broke are put together again."""

from __future__ import annotations

from collections.abc import Sequence

import regex

#: How a line begins that goes on: with a small letter that marks no item of a list ("a)", "đ.").
GOES_ON = regex.compile(r"(?!\p{Ll}{1,2}\d?\s*[.)/:])\p{Ll}")
#: What ends a sentence, the opening of a list or a row.
ENDS = regex.compile(r"[.;:!?…|]\s*$")
#: Letters that a line has which the page was too narrow for; a shorter one was ended by hand.
MIN_BROKEN = 40


def goes_on(line: str, following: str) -> bool:
    """Whether `following` belongs to the paragraph of the line above it.

    >>> goes_on("Ủy ban nhân dân huyện phát động thi đua năm", "2024 trên toàn huyện.")
    False
    >>> goes_on("Các xã, thị trấn đăng ký thi đua với huyện trước", "ngày 15 tháng 3 hằng năm.")
    True
    """
    is_long = len(line.strip()) >= MIN_BROKEN and not ENDS.search(line)
    return is_long and GOES_ON.match(following.strip()) is not None


def join_broken_lines(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of lines, each on a line of its own."""
    joined: list[str] = []
    last = ""
    for line in lines:
        if goes_on(last, line):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
        last = line
    return joined
