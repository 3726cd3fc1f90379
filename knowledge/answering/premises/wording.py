"""The words by which questions claim and texts bound, deny and except: data, with examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.data import load_yaml
from knowledge.language import fold


@dataclass(frozen=True)
class Wording:
    """`data/premises.yaml`, compiled.

    Patterns run over text without marks, but for those of negations to affirmations: what is quoted
    has its marks.
    """

    lookalikes: re.Pattern[str]
    forms: dict[str, re.Pattern[str]]
    bounds: tuple[tuple[Any, re.Pattern[str] | None, re.Pattern[str] | None], ...]
    scales: dict[str, float]
    units: dict[str, str]
    counted: frozenset[str]
    no_units: frozenset[str]
    numbering: re.Pattern[str]
    day_cue: re.Pattern[str]
    money_from: float
    auxiliaries: frozenset[str]
    negations: re.Pattern[str]
    mild: re.Pattern[str]
    exceptions: re.Pattern[str]
    conditions: re.Pattern[str]
    affirmations: re.Pattern[str]
    adverse: frozenset[str]
    gains: frozenset[str]
    roles: re.Pattern[str]
    people: re.Pattern[str]
    posts: re.Pattern[str]
    verbs: dict[str, str]
    contrasts: tuple[tuple[str, ...], ...]
    ends: frozenset[str]
    asking: frozenset[str]
    parts: re.Pattern[str]

    def cue_text(self, text: str) -> str:
        """Return a question without marks, words that only look like a cue hidden."""
        return fold(self.lookalikes.sub(lambda found: "·" * len(found[0]), text.lower()))

    def are_contrasted(self, text: str, other: str) -> bool:
        """Whether each text speaks of one of a group that the other does not."""
        texts = fold(text), fold(other)
        named = [
            [{phrase for phrase in group if phrase in one} for one in texts]
            for group in self.contrasts
        ]
        return any(mine and theirs and not mine & theirs for mine, theirs in named)

    def kind_of(self, verb: str) -> str:
        """Return the group of verbs that a word belongs to; a word of none is its own."""
        return self.verbs.get(verb, verb)


@cache
def wording() -> Wording:
    """Return the wording, loaded on first use."""
    data = load_yaml("premises.yaml")
    figures, denial, roles = data["figures"], data["denial"], data["roles"]
    return Wording(
        lookalikes=_any_of([rf"\b{word}\b" for word in data["lookalikes"]]),
        forms={form: _any_of(row["cues"]) for form, row in data["forms"].items()},
        bounds=tuple(map(_bound, data["bounds"].items())),
        scales={word: float(scale) for word, scale in figures["scales"].items()},
        units=dict(figures["units"]),
        counted=frozenset(figures["counted"]),
        no_units=frozenset(figures["no_units"]),
        numbering=re.compile(rf"\b(?:{'|'.join(figures['numbering'])})\s*$"),
        day_cue=re.compile(rf"\b(?:{'|'.join(figures['day_cues'])})\s*$"),
        money_from=float(figures["money_from"]),
        auxiliaries=frozenset(denial["auxiliaries"]),
        negations=_any_of(denial["negations"]),
        mild=_any_of(denial["mild"]),
        exceptions=_any_of(denial["exceptions"]),
        conditions=_any_of(denial["conditions"]),
        affirmations=_any_of(denial["affirmations"]),
        adverse=frozenset(denial["adverse"]),
        gains=frozenset(denial["gains"]),
        roles=_any_of(roles["cues"]),
        people=_any_of(roles["people"]),
        posts=_any_of(roles["posts"]),
        verbs={verb: group[0] for group in data["verbs"] for verb in group},
        contrasts=tuple(map(tuple, data["contrasts"])),
        ends=frozenset(data["counts"]["ends"]),
        asking=frozenset(data["counts"]["asking"]),
        parts=_any_of(data["counts"]["parts"]),
    )


def _bound(item: tuple[str, dict[str, Any]]) -> tuple[Any, Any, Any]:
    name, row = item
    before = rf"(?:^|\W)((?:{'|'.join(row['before'])})\s*)$" if row.get("before") else None
    after = rf"\s*(?:{'|'.join(row['after'])})\b" if row.get("after") else None
    return (
        "" if name == "exact" else name,
        re.compile(before) if before else None,
        re.compile(after) if after else None,
    )


def _any_of(cues: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{cue})" for cue in cues))
