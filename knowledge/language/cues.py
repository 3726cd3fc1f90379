"""Cues of questions as data writes them: regular expressions over text without marks."""

from __future__ import annotations

import re

#: "Mấy" asks what "bao nhiêu" asks, wherever a cue has either.
HOW_MUCH = re.compile(r"(?:(?<=\\b)|(?<!\w))(?:bao nhieu|may)(?!\w)")


def compile_cue(cue: str) -> re.Pattern[str]:
    """Compile a cue, so that it reads both words for "how much".

    >>> bool(compile_cue("bao nhieu (tien|trieu)").search("thuong may trieu"))
    True
    """
    return re.compile(HOW_MUCH.sub("(?:bao nhieu|may)", cue))
