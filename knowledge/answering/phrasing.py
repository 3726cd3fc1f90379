"""How answers read: templates filled in, lists, "của tỉnh Bắc Giang năm 2022".

The templates stand in `data/phrases.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from knowledge.answering.parameters import MAX_ANSWER
from knowledge.data import load_yaml
from knowledge.language import Place, fold, one_line
from knowledge.understanding import Scope

#: The first day on which provinces were merged and districts gone.
MERGER_DAY = date(2025, 7, 1)


@cache
def _templates() -> Any:
    return load_yaml("phrases.yaml")


def message(template: str, /, **values: object) -> str:
    """Return a template with its values put in."""
    return str(_templates()[template]).format(**values)


def possessive(place: Place | None, year: int | None) -> str:
    """Return "của tỉnh Bắc Giang năm 2022", "năm 2022"; empty for neither."""
    parts = [f"của {place.full_name}"] if place else []
    return " ".join([*parts, *([f"năm {year}"] if year else [])])


def scope_heading(scope: Scope) -> str:
    """Return "Tỉnh Bắc Giang năm 2022" for the head of a line."""
    return capitalize_first(possessive(scope.place, scope.year).removeprefix("của "))


def scope_label(scope: Scope) -> str:
    """Return "Bắc Giang 2022" for a button."""
    parts = [scope.place.name if scope.place else "", str(scope.year) if scope.year else ""]
    return " ".join(part for part in parts if part)


def capitalize_first(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def bullet_list(items: Iterable[str]) -> str:
    """Return a list, one item a line."""
    return "\n".join(f"- {one_line(item)}" for item in items)


def former_place_note(place: Place | None, as_of: date) -> str:
    """Return where a former province or district belongs now; empty where nothing changed."""
    if place is None or not place.now or as_of < MERGER_DAY:
        return ""
    if place.province is None and fold(place.now).endswith(fold(place.name)):
        return ""
    now = place.now[0].lower() + place.now[1:]
    return message("former", place=capitalize_first(place.full_name), now=now)


def is_joint(launcher: str) -> bool:
    """Whether several bodies are named together: which of them launched which is not said."""
    return "," in launcher


def join_within_limit(text: str, appendix: str) -> str:
    """Return an answer and what it rests on within MAX_ANSWER letters.

    The last lines of the answer give way, whole lines at a time.
    """
    text, appendix = text.strip(), appendix.strip()
    room = MAX_ANSWER - len(appendix) - 2
    if len(text) > room:
        text = _cut_lines(text, room)
    return f"{text}\n\n{appendix}" if appendix else text


def _cut_lines(text: str, room: int) -> str:
    more = message("more")
    kept: list[str] = []
    for line in text.split("\n"):
        if sum(map(len, kept)) + len(kept) + len(line) + len(more) + 1 > room:
            break
        kept.append(line)
    return "\n".join([*(kept or [text[: room - len(more) - 2] + "…"]), more])


def told_row(cells: Sequence[str], names: Sequence[str]) -> str:
    """Return a row with its columns' names: "Tỷ lệ hộ nghèo – năm 2021: 10,2; năm 2022: 7,7"."""
    values = zip(names[1:], cells[1:], strict=True)
    told = "; ".join(f"{name}: {value}" if name else value for name, value in values if value)
    return f"{cells[0]} – {told}"
