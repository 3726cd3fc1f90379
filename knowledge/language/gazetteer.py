"""Provinces, districts and groups of provinces, found in text whatever its spelling.

Each place knows where it belongs since 2025-07-01, when provinces merged and districts ended. There
are too many communes, and too many alike, to take each for a place: only those that documents are
about are given to a gazetteer.

>>> [place.name for place in Gazetteer().places_in("phong trao o Ben Tre nam 2023")]
['Bến Tre']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from knowledge.data import load_json, load_yaml
from knowledge.errors import VocabularyError
from knowledge.language.normalization import fold, fold_word
from knowledge.language.tokenization import folded_tokens, normalized_tokens, word_spans

#: The last word or words of a kind, written before a name → the kinds it may be.
KINDS = {
    "thi xa": ("thị xã",),
    "huyen": ("huyện",), "tinh": ("tỉnh",), "pho": ("thành phố",), "tp": ("thành phố",),
    "quan": ("quận",), "xa": ("thị xã", "xã"), "phuong": ("phường",), "tran": ("thị trấn",),
    "khu": ("đặc khu",),
}  # fmt: skip
COMMUNES = ("xã", "phường", "thị trấn", "đặc khu")
#: A kind before a name, as people write it.
KIND_BEFORE = re.compile(
    r"(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s+(?=\S)", re.IGNORECASE
)
GROUP = "cụm"
#: After these words a name is a commune's, which only a place held has, or a hamlet's or a street's.
COMMUNE_WORDS = {"xa", "phuong"}
SMALLER_UNITS = {*COMMUNE_WORDS, "thon", "duong"}


@dataclass(frozen=True)
class Place:
    """A province, district, commune or group.

    `now` is the province it belongs to since 2025-07-01, if it had another status before.
    """

    name: str
    kind: str
    province: str | None = None
    now: str | None = None
    communes: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name with its kind: "tỉnh Bắc Giang", "Cụm thi đua các tỉnh Tây Nguyên"."""
        return self.name if self.kind == GROUP else f"{self.kind} {self.name}".strip()

    @property
    def is_province(self) -> bool:
        """Whether it is a province or a city of its rank."""
        return self.province is None and self.kind in ("tỉnh", "thành phố")


@dataclass(frozen=True)
class PlaceMention:
    """A name found in a text, with offsets; several `candidates` when several places bear it."""

    candidates: tuple[Place, ...]
    start: int
    end: int


@dataclass(frozen=True)
class NamedPlace:
    """A name and the place that bears it; `is_alias` for one of `data/place_aliases.yaml`."""

    name: str
    place: Place
    is_alias: bool = False


class Gazetteer:
    """All known places, with the ways to find them in text.

    `held` are the names of places that documents are about: of several that are written alike they
    are meant. `communes` are those of them that are communes; a name without "huyện", "thị xã" is
    theirs before a district's.
    """

    def __init__(self, held: Collection[str] = (), communes: Iterable[Place] = ()) -> None:
        self._held = held
        self.places = (*communes, *_load_places())
        self.groups = [
            (Place(row["name"], GROUP), [re.compile(rf"\b(?:{cue})\b") for cue in row["cues"]])
            for row in load_yaml("regions.yaml")
        ]
        self._everyday_names = {fold(row["name"]) for row in load_yaml("place_traps.yaml")}

    @cached_property
    def _by_name(self) -> dict[str, list[NamedPlace]]:
        """Key of a name → the places that bear it; "Bà Rịa - Vũng Tàu" is found without its dash."""
        own = [NamedPlace(place.name, place) for place in self.places]
        by_name = {named.name: named.place for named in reversed(own)}
        aliases = [
            NamedPlace(row["name"], by_name[row["place"]], is_alias=True)
            for row in load_yaml("place_aliases.yaml")
        ]
        found: dict[str, list[NamedPlace]] = {}
        for named in [*own, *aliases]:
            found.setdefault(_key(named.name), []).append(named)
        return found

    @cached_property
    def _max_words(self) -> dict[str, int]:
        """First word of a name → how many words the longest name has that begins so."""
        longest: dict[str, int] = {}
        for name in self._by_name:
            first = name.partition(" ")[0]
            longest[first] = max(longest.get(first, 0), len(name.split()))
        return longest

    def mentions(self, text: str, are_marks_typed: bool = True) -> list[PlaceMention]:
        """Return the places in reading order, the longest name first.

        A name of a district counts only when written with its kind ("huyện Chợ Đồn"), with capitals
        ("Chợ Đồn") or when it is not made of everyday words; names of one syllable only with their
        kind. Marks that were not typed but put in say which name is meant only where no other one of
        the same letters is held: "tam duong" is not always Tam Dương.
        """
        found = self._group_mentions(fold(text))[:1]
        taken = {position for mention in found for position in range(mention.start, mention.end)}
        spans, index = word_spans(text), 0
        words = [fold_word(text[start:end]) for start, end in spans]
        while index < len(spans):
            if words[index] not in self._max_words:
                index += 1
                continue
            mention, length = self._mention_at(text, spans, words, index, are_marks_typed)
            if mention and mention.start not in taken:
                found.append(mention)
                index += length
            else:
                index += 1
        return sorted(found, key=lambda mention: mention.start)

    @cached_property
    def _any_group(self) -> re.Pattern[str]:
        """What finds the name of some group: most texts have none."""
        return re.compile("|".join(cue.pattern for _, cues in self.groups for cue in cues))

    def _group_mentions(self, folded: str) -> list[PlaceMention]:
        if not self._any_group.search(folded):
            return []
        return [
            PlaceMention((place,), match.start(), match.end())
            for place, cues in self.groups
            for cue in cues
            if (match := cue.search(folded))
        ]

    def _mention_at(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        words: Sequence[str],
        index: int,
        are_marks_typed: bool,
    ) -> tuple[PlaceMention | None, int]:
        """Return the longest name that begins at a word, and its number of words."""
        before = " ".join(words[max(index - 2, 0) : index])
        longest = min(self._max_words[words[index]], len(words) - index)
        for length in range(longest, 0, -1):
            if " ".join(words[index : index + length]) not in self._by_name:
                continue
            start, end = spans[index][0], spans[index + length - 1][1]
            if candidates := self._candidates(text[start:end], before, are_marks_typed):
                return PlaceMention(candidates, start, end), length
        return None, 0

    def _candidates(self, written: str, before: str, are_marks_typed: bool) -> tuple[Place, ...]:
        named = self._names_of(written, are_marks_typed)
        if not named:
            return ()
        places = [one.place for one in named]
        kinds = KINDS.get(before) or KINDS.get(before := before.rpartition(" ")[2], ())
        if exact := [place for place in places if place.kind in kinds]:
            return tuple(dict.fromkeys(_communes_first(exact)))
        if before in SMALLER_UNITS:
            return self._namesakes(places) if before in COMMUNE_WORDS else ()
        has_kind = any(kind not in COMMUNES for kind in kinds)
        if aliased := [one.place for one in named if one.is_alias]:
            return (aliased[0],)
        if " " not in written.strip() or (fold(written) in self._everyday_names and not has_kind):
            return ()
        if provinces := [place for place in places if place.is_province]:
            return (provinces[0],)
        places = _communes_first(places)
        # "an phu", "tan ky": a district's name in lower case is too easily two ordinary words.
        return tuple(places) if written[0].isupper() or has_kind or len(places) == 1 else ()

    def _names_of(self, written: str, are_marks_typed: bool) -> list[NamedPlace]:
        """Return the names that are written so, of those alike the ones held."""
        alike = named = self._by_name.get(_key(written), [])
        if fold(written) != written.lower():
            named = [one for one in alike if _marked_key(one.name) == _marked_key(written)]
        among = named if are_marks_typed else alike
        held = [one for one in among if one.place.name in self._held]
        return (held or named) if named else []

    def _namesakes(self, places: Iterable[Place]) -> tuple[Place, ...]:
        """Return the places held that have a commune's name: many bear that of their district."""
        return tuple(p for p in places if p.name in self._held and not p.is_province)

    def places_in(self, text: str) -> list[Place]:
        """Return the places named in a text without doubt, each once."""
        mentions = self.mentions(text)
        places = (one.candidates[0] for one in mentions if len(one.candidates) == 1)
        return list(dict.fromkeys(places))

    def place_named(self, name: str | None) -> Place | None:
        """Return the place of this name: a province before others, None when two share it."""
        if name is None:
            return None
        for group, _ in self.groups:
            if fold(group.name) == fold(name):
                return group
        named = self._by_name.get(_key(name), [])
        exact = [one for one in named if _marked_key(one.name) == _marked_key(name)]
        places = [one.place for one in exact or named]
        if provinces := [place for place in places if place.is_province]:
            return provinces[0]
        places = _communes_first(places)
        return places[0] if len(places) == 1 else None

    def bare_name(self, typed: str) -> str:
        """Return the name by which documents know a place that was typed with its kind, or without.

        "Tỉnh Bắc Giang" → "Bắc Giang". Of a place that is not known only its kind is left out.
        """
        typed = " ".join(typed.split())
        bare = KIND_BEFORE.sub("", typed)
        place = self.place_named(typed) or self.place_named(bare)
        return place.name if place else bare


def _communes_first(places: list[Place]) -> list[Place]:
    """Return the communes among places of one name, else all."""
    return [place for place in places if place.kind in COMMUNES] or places


def _key(name: str) -> str:
    return " ".join(folded_tokens(name))


def _marked_key(name: str) -> str:
    return " ".join(normalized_tokens(name))


@cache
def _load_places() -> tuple[Place, ...]:
    rows = load_json("places.json")["places"]
    if not rows:
        raise VocabularyError("places.json names no place.")
    return tuple(
        Place(row["name"], row["kind"], row.get("province"), row["now"],
              tuple(row.get("communes", ())))
        for row in rows
    )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, loaded on first use."""
    return Gazetteer()
