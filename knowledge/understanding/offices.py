"""What offices are called, as data: who holds one changes, so that it is told as of a day.

>>> offices().named_in("ai la pho chu tich ubnd tinh")
Office(name='pho chu tich', post='chu tich')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.data import load_yaml
from knowledge.language import fold

#: Stands in cues for the name of any office.
OFFICE = "{office}"
#: Before an office it names that of the deputy.
DEPUTY = "pho "


@dataclass(frozen=True)
class Office:
    """An office as it is named, without marks: "pho chu tich", of the post "chu tich"."""

    name: str
    post: str


@dataclass(frozen=True)
class Offices:
    """`data/offices.yaml`, compiled: patterns over text without marks but for `levels`.

    `levels` are read with their marks: "quan" stands in "cơ quan" too. `holding` are words that say
    that somebody holds an office, `of_place` the bodies meant where only a place follows.
    """

    pattern: str
    holding: frozenset[str]
    of_place: Mapping[str, re.Pattern[str]]
    levels: Mapping[str, re.Pattern[str]]

    def named_in(self, folded: str) -> Office | None:
        """Return the first office that a text names."""
        return next(iter(self.all_in(folded)), None)

    def all_in(self, folded: str) -> list[Office]:
        """Return every office that a text names, a deputy's as the deputy's."""
        names = re.findall(rf"\b{self.pattern}\b", folded)
        return [Office(name, name.removeprefix(DEPUTY)) for name in names]

    def is_bare(self, folded: str) -> bool:
        """Whether a text is the name of an office alone, without whose it is."""
        return re.fullmatch(self.pattern, folded.strip()) is not None

    def level_of(self, text: str) -> str | None:
        """Return the kind of place that a text names first, as an office tells it; None for none."""
        firsts = ((p.search(text.lower()), kind) for kind, p in self.levels.items())
        found = [(match.start(), kind) for match, kind in firsts if match]
        return min(found)[1] if found else None


@cache
def offices() -> Offices:
    """Return what offices are called, loaded on first use."""
    rows = load_yaml("offices.yaml")
    return Offices(
        pattern=rf"(?:{DEPUTY})?{_any_of(map(fold, rows['names']))}",
        holding=frozenset(fold(word) for phrase in rows["holding"] for word in phrase.split()),
        of_place={fold(name): _words(map(fold, each)) for name, each in rows["of_place"].items()},
        levels={kind: _words(each) for kind, each in rows["levels"].items()},
    )


def _any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of phrases, the longest first: "tong giam doc" is no "giam doc"."""
    return f"(?:{'|'.join(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))})"


def _words(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b{_any_of(phrases)}\b(?! hội)")
