"""Provinces, districts and groups of provinces: found in text whatever its spelling, with where they belong now.

>>> [place.name for place in Gazetteer().places_in("phong trao o Ben Tre nam 2023")]
['Bến Tre']
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import VocabularyError
from knowledge.text import fold, same_tone, words

DATA = Path(__file__).parent / "data"
#: The last word of a kind, written before a name, and the kind it tells.
KINDS = {
    "huyen": "huyện", "tinh": "tỉnh", "xa": "thị xã", "pho": "thành phố", "tp": "thành phố", "quan": "quận",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A province, district or group of provinces; `now` is the province it belongs to since 2025-07-01."""

    name: str
    kind: str
    province: str | None = None
    now: str | None = None
    communes: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with its kind: "tỉnh Bắc Giang", "Cụm thi đua các tỉnh Tây Nguyên"."""
        return self.name if self.kind == "cụm" else f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Spotted:
    """A place found in a text, with its offsets; more than one candidate when several bear the name."""

    candidates: tuple[Place, ...]
    start: int
    end: int


def load_yaml(name: str) -> Any:
    """Read one data file."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def patterns(cues: list[str]) -> tuple[re.Pattern[str], ...]:
    """Compile cues."""
    return tuple(re.compile(cue) for cue in cues)


class Gazetteer:
    """The places."""

    def __init__(self) -> None:
        self.places = self._load_places()
        self._by_name: dict[str, list[Place]] = {}
        for place in self.places:
            self._by_name.setdefault(fold(place.name), []).append(place)
        self._traps = {fold(row["name"]) for row in load_yaml("place_traps.yaml")}
        #: First word of a name → how many words the longest name has that begins so.
        self._longest: dict[str, int] = {}
        for name in self._by_name:
            first = words(name)[0].text
            self._longest[first] = max(self._longest.get(first, 0), len(name.split()))
        self.regions = [
            (Place(row["name"], "cụm"), patterns([rf"\b(?:{cue})\b" for cue in row["cues"]]))
            for row in load_yaml("regions.yaml")
        ]

    def _load_places(self) -> tuple[Place, ...]:
        rows = json.loads((DATA / "places.json").read_text(encoding="utf-8"))["places"]
        places = tuple(
            Place(row["name"], row["kind"], row.get("province"), row["now"], tuple(row.get("communes", ())))
            for row in rows
        )
        if not places:
            raise VocabularyError("places.json names no place.")
        return places

    def spot_places(self, text: str) -> list[Spotted]:
        """Find places in reading order, the longest name first.

        A name of a district counts only when written with its kind ("huyện Chợ Đồn"), with capitals
        ("Chợ Đồn") or when it is not made of everyday words; names of one syllable only with their kind.
        """
        bare = fold(text)
        found = [
            Spotted((place,), match.start(), match.end())
            for place, cues in self.regions
            for cue in cues
            if (match := cue.search(bare))
        ][:1]
        taken = {position for spot in found for position in range(spot.start, spot.end)}
        spots = words(text)
        index = 0
        while index < len(spots):
            step = 1
            longest = self._longest.get(bare[spots[index].start : spots[index].end], 0)
            for length in range(min(longest, len(spots) - index), 0, -1):
                group = spots[index : index + length]
                start, end = group[0].start, group[-1].end
                candidates = self._candidates(text, start, end, spots[index - 1].text if index else "")
                if candidates and start not in taken:
                    found.append(Spotted(candidates, start, end))
                    step = length
                    break
            index += step
        return sorted(found, key=lambda spot: spot.start)

    def _candidates(self, text: str, start: int, end: int, before: str) -> tuple[Place, ...]:
        name = text[start:end]
        places = self._by_name.get(fold(" ".join(name.split())), [])
        if not places:
            return ()
        if fold(name) != name.lower():
            places = [place for place in places if same_tone(place.name) == same_tone(" ".join(name.split()))]
        kind = KINDS.get(fold(before))
        if kind and (exact := [place for place in places if place.kind == kind]):
            return tuple(exact)
        if fold(before) in {"xa", "phuong", "thon", "duong"} or " " not in name.strip():
            return ()
        if fold(" ".join(name.split())) in self._traps and not kind:
            return ()
        provinces = [place for place in places if place.province is None]
        if provinces:
            return (provinces[0],)
        # "an phu", "tan ky": a district's name typed small is too easily two ordinary words.
        return tuple(places) if name[0].isupper() or kind or len(places) == 1 else ()

    def places_in(self, text: str) -> list[Place]:
        """Give the places named in a text, each once, where the name leaves no doubt."""
        found = [spot.candidates[0] for spot in self.spot_places(text) if len(spot.candidates) == 1]
        return list(dict.fromkeys(found))

    def place(self, name: str) -> Place | None:
        """Give the place of this name: a province before a district, nothing when two districts share it."""
        for region, _ in self.regions:
            if fold(region.name) == fold(name):
                return region
        places = self._by_name.get(fold(name), [])
        provinces = [place for place in places if place.province is None]
        if provinces:
            return provinces[0]
        return places[0] if len(places) == 1 else None
