"""Lines of plain text that a narrow page or a scan broke are put together again."""

from __future__ import annotations

from collections.abc import Sequence

import regex

#: How a line begins that goes on: with a small letter that marks no item of a list ("a)", "đ.").
GOES_ON = regex.compile(r"(?!\p{Ll}{1,2}\d?\s*[.)/:])\p{Ll}")
#: What ends a sentence, the opening of a list or a row.
ENDS = tuple(".;:!?…|")
#: Letters that a line has which the page was too narrow for; a shorter one was ended by hand.
MIN_BROKEN = 40


def goes_on(line: str, following: str) -> bool:
    """Whether `following` belongs to the paragraph of the line above it.

    >>> goes_on("Ủy ban nhân dân huyện phát động thi đua năm", "2024 trên toàn huyện.")
    False
    >>> goes_on("Các xã, thị trấn đăng ký thi đua với huyện trước", "ngày 15 tháng 3 hằng năm.")
    True
    """
    line = line.strip()
    is_broken = len(line) >= MIN_BROKEN and not line.endswith(ENDS)
    return is_broken and GOES_ON.match(following.strip()) is not None


def join_broken_lines(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of lines, each on a line of its own."""
    paragraphs: list[list[str]] = []
    for line, before in zip(lines, ["", *lines], strict=False):
        if goes_on(before, line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [" ".join(map(str.strip, one)) if len(one) > 1 else one[0] for one in paragraphs]
