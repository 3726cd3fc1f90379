"""A question that sets several places side by side, taken apart into one question for each.

"So sánh chỉ tiêu thu ngân sách Hưng Yên 2023 với Quảng Ninh 2024, nơi nào cao hơn?" asks for two
figures that stand in two documents.
"""

from __future__ import annotations

import re
from functools import cache

from knowledge.data import load_yaml
from knowledge.language import Gazetteer, PlaceMention, fold, vocabulary, years_in
from knowledge.understanding.parameters import MAX_COMPARED
from knowledge.understanding.question import Question

#: "Ngoài Chợ Đồn, Bắc Giang còn nơi nào?" asks of neither.
LEAVES_OUT = re.compile(r"\b(ngoai|tru)\b")


def questions_of_each(question: Question, places: Gazetteer) -> list[str]:
    """Return one question for each place that is compared; none where fewer than two are.

    What stands before the first and behind the last is asked of all; what stands between two belongs
    to the one it stands nearer to by a word that joins them ("với", "và", a comma).
    """
    text = question.text
    if len(question.places) < 2:
        return []
    mentions = _compared(places.mentions(text, question.marked))
    if not 2 <= len(mentions) <= MAX_COMPARED or LEAVES_OUT.search(fold(text)):
        return []
    pairs = zip(mentions, mentions[1:], strict=False)
    cuts = [cut for a, b in pairs if (cut := _joint(text, a.end, b.start))]
    if len(cuts) < len(mentions) - 1:
        return []
    starts = [mentions[0].start, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), mentions[-1].end]
    if all(years_in(text[start:end]) for start, end in zip(starts[:-1], ends, strict=False)):
        # "A 2022 với B 2023": each has its own year; else one behind the last is of all.
        ends[-1] = _end_of_last(text, mentions[-1])
    before, behind = text[: starts[0]], text[ends[-1] :]
    parts = (text[start:end] for start, end in zip(starts, ends, strict=True))
    asked = [_without_frame(f"{before} {part} {behind}") for part in parts]
    if len(question.years) != 1:
        return asked
    return [part if years_in(part) else f"{part} năm {question.years[0]}" for part in asked]


def _compared(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Return the first mention of each place, without provinces that only say where another is."""
    certain = [mention for mention in mentions if len(mention.candidates) == 1]
    holding = {mention.candidates[0].province for mention in certain}
    first: dict[str, PlaceMention] = {}
    for mention in certain:
        if mention.candidates[0].name not in holding:
            first.setdefault(mention.candidates[0].name, mention)
    return list(first.values())


def _joint(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the part of one place ends and that of the next begins, between their names.

    None where no word joins them: "Chủ tịch tỉnh Bắc Giang thăm Chợ Đồn".
    """
    between = vocabulary().cue_text(text[start:end])
    found = [match for cue in _cues("joint") for match in cue.finditer(between)]
    if not found:
        return None
    last = max(found, key=lambda match: match.end())
    return start + last.start(), start + last.end()


def _end_of_last(text: str, mention: PlaceMention) -> int:
    """Return the end of the last place with the year that belongs to it."""
    year = re.match(r"\W*(?:năm |nam )?\d{4}\b", text[mention.end :])
    return mention.end + (year.end() if year else 0)


def _without_frame(text: str) -> str:
    folded = vocabulary().cue_text(text)
    spans = sorted(m.span() for cue in _cues("frame") for m in cue.finditer(folded))
    kept, position = [], 0
    for start, end in spans:
        kept.append(text[position : max(start, position)])
        position = max(end, position)
    return " ".join("".join([*kept, text[position:]]).split()).strip(" ,;.?")


@cache
def _cues(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, load_yaml("comparisons.yaml")[name]["cues"]))
