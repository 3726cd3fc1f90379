"""Targets: each figure of a sentence that states goals, with what it measures.

What is measured stands before its figure ("thu ngân sách đạt trên 900 tỷ đồng") or, behind a verb or at the
beginning, after it ("Kết nạp 110 đảng viên", "90% hồ sơ trả đúng hẹn").
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from indexer.extraction.parameters import MAX_FIGURE_CHARACTERS, MAX_INDICATOR_CHARACTERS
from indexer.rules import compile_pattern, load_rules
from knowledge.language import fold, one_line, years_in

NUMBER = regex.compile(r"\d[\d.,]*(?:\s*(?:-|–|đến)\s*\d[\d.,]*)?")
#: What ends the unit behind a number.
UNIT_END = regex.compile(r"\s*(?:trở lên|trở xuống|\(|,|so với)")
#: What is no part of a name at its ends.
EDGES = " ,;:.-–+•*"

#: Begin and end in a text.
Span = tuple[int, int]


@dataclass(frozen=True)
class Target:
    """An indicator and its figure, at `start`..`end` of the sentence or row that states it.

    `year` is the year it names, None without one. `details` are those of `parse_figure`.
    """

    indicator: str
    value: str
    start: int
    end: int
    year: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)


def find_targets(text: str) -> Iterator[Target]:
    """Yield the targets of a sentence that is known to state some."""
    shown = _blanked(_blanked(text, rules()["marker"]), rules()["aside"])
    if not (figures := _figures(shown)):
        return
    for figure, (start, end) in zip(figures, _regions(shown, figures), strict=True):
        before, behind = shown[start : figure[0]], shown[figure[1] : end]
        found = _split_region(before, shown[slice(*figure)], behind)
        if found and _is_target(*found):
            indicator, value = found
            details = parse_figure(_pattern(rules()["raised"]).sub("", value))
            yield Target(indicator, value, start, end, _only_year(text[start:end]), details)


def is_past(text: str, heading: str) -> bool:
    """Whether a sentence, or the line that heads it, tells what was reached and sets no goal."""
    past, goal = rules()["past"], rules()["goal"]
    if contains(rules()["reached"], text):
        return True
    is_headed = contains(rules()["past_heading"], heading) and not contains(goal, heading)
    return not contains(goal, text) and (is_headed or contains(past, text))


def is_promise(text: str, before: str) -> bool:
    """Whether a sentence, or its paragraph `before` it, says in so many words that a figure is aimed at."""
    promise, list_of_goals = rules()["promise"], rules()["promise_list"]
    tells_past = contains(rules()["past"], text) or contains(rules()["reached"], text)
    return not tells_past and (contains(promise, text) or contains(list_of_goals, before + text))


def _blanked(text: str, pattern: str) -> str:
    """Return the text with what the pattern matches blanked out, of the same length."""
    return str(_pattern(pattern).sub(lambda match: " " * len(match[0]), text))


def _figures(text: str) -> list[Span]:
    """Return each figure that may be aimed at: no date or number of a text, no base ("từ 72 lên")."""
    others = [match.span() for match in _pattern(rules()["other_number"]).finditer(text)]
    others += [match.span("base") for match in _pattern(rules()["base"]).finditer(text)]
    return [
        match.span()
        for match in _pattern(rules()["figure"]).finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in others)
    ]


def _regions(text: str, figures: Sequence[Span]) -> list[Span]:
    """Return the part of the text that belongs to each figure: up to the last break before the next."""
    cuts = [0]
    for (_, end), (start, _) in itertools.pairwise(figures):
        between = list(_pattern(rules()["break"]).finditer(text, end, start))
        cuts.append(between[-1].end() if between else start)
    regions = list(itertools.pairwise([*cuts, len(text)]))
    return [(start, start + len(text[start:end].rstrip(" ,;"))) for start, end in regions]


def _split_region(before: str, figure: str, behind: str) -> tuple[str, str] | None:
    """Return indicator and value of a figure, None where nothing says what it measures."""
    compared = _pattern(rules()["comparison"]).search(before)
    subject = _subject(before[: compared.start()])
    comparison = _pattern(rules()["idle_comparison"]).sub("", compared[0].strip(EDGES))
    ended = _pattern(rules()["clause_end"]).search(behind)
    behind = behind[: ended.start()] if ended else behind
    unit = _pattern(rules()["unit"]).match(behind)[0]
    counted = _pattern(rules()["idle_end"]).sub("", behind[len(unit) :].strip(EDGES))
    if subject and not (counted and _counts(subject)):
        subject = _pattern(rules()["idle_end"]).sub("", subject)
        return subject, _joined(comparison, f"{figure}{behind}")
    if not counted:
        return None
    if not unit.strip() and "%" not in figure:
        unit = " " + _pattern(rules()["counted_noun"]).match(counted)[0]
    return _joined(subject, counted), _joined(comparison, f"{figure}{unit}")


def _counts(subject: str) -> bool:
    """Whether what is measured stands behind the figure: "Kết nạp 110 đảng viên"."""
    return contains(rules()["verb_end"], subject) and not contains(rules()["measured"], subject)


def _joined(*words: str) -> str:
    return one_line(" ".join(words)).strip(EDGES)


def _subject(text: str) -> str:
    """Return what is measured: the words before the comparison without those that announce it."""
    head, colon, tail = text.rpartition(":")
    text = tail if tail.strip(EDGES) else head
    for idle in ("announced", "idle_begin"):
        text = _pattern(rules()[idle]).sub("", text.strip(EDGES))
    return one_line(text).strip(EDGES)


def _is_target(indicator: str, value: str) -> bool:
    if len(indicator) > MAX_INDICATOR_CHARACTERS or len(value) > MAX_FIGURE_CHARACTERS:
        return False
    is_excluded = contains(rules()["no_indicator"], indicator) or contains(
        rules()["no_value"], value
    )
    return bool(indicator) and not is_excluded


def parse_figure(value: str) -> dict[str, str]:
    """Return the parts of a figure that it has: comparator, change, number and unit.

    >>> parse_figure("đạt trên 500 kg/người/năm")
    {'comparator': '>', 'number': '500', 'unit': 'kg/người/năm'}
    """
    match = NUMBER.search(value)
    if not match:
        return {}
    before, after = fold(value[: match.start()]), value[match.end() :].strip(" .")
    details = {
        "comparator": _comparator(f"{before} {fold(after)}"),
        "change": next((word for word in ("tăng", "giảm") if fold(word) in before.split()), ""),
        "number": match[0].rstrip(".,"),
        "unit": UNIT_END.split(after)[0],
    }
    return {key: detail for key, detail in details.items() if detail}


def _comparator(words: str) -> str:
    signs = rules()["comparators"].items()
    return next((sign for sign, pattern in signs if contains(pattern, words)), "")


def _only_year(text: str) -> int | None:
    years = set(years_in(text))
    return years.pop() if len(years) == 1 else None


def rules() -> Any:
    """Return the rules of targets."""
    return load_rules("targets")


def contains(pattern: str, text: str) -> bool:
    """Whether a pattern of the rules is found in a text."""
    return bool(_pattern(pattern).search(text))


def _pattern(pattern: str) -> regex.Pattern[str]:
    return compile_pattern(pattern, "targets")
