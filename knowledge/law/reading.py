"""A question about the law, read: which awards, what about them, for whom, on which day, which texts it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from knowledge.citations import dates_in
from knowledge.gazetteer import load_yaml, patterns
from knowledge.law.catalogue import WHO, Catalogue, LegalText, Who, catalogue
from knowledge.law.naming import AwardFinder, Spot
from knowledge.questions import Question
from knowledge.text import fold
from knowledge.vocabulary import YEAR_RANGE, vocabulary

#: "Nghị định 98/2023", "nđ 152", "luật 06/2022/QH15", "luật 2003".
TEXT = re.compile(
    r"\b(?P<kind>luat|nghi dinh|nd|thong tu|tt|quyet dinh|qd)(?: thi dua,?(?: va)? khen thuong| tdkt)?(?: so| nam)? ?"
    r"(?P<number>\d{1,4})(?:/(?P<year>20\d\d))?(?P<rest>/[a-zđ0-9-]+)?"
)
#: A number without its kind: "06/2022/qh15".
BARE = re.compile(r"(?<![\w/])\d{1,4}/(?:19|20)\d\d/[a-z0-9-]+")
KINDS = {"luat": "Luật", "nghi dinh": "Nghị định", "nd": "Nghị định", "thong tu": "Thông tư", "tt": "Thông tư",
         "quyet dinh": "Quyết định", "qd": "Quyết định"}  # fmt: skip
WHO_CUES: dict[Who, re.Pattern[str]] = {
    "household": re.compile(r"\b(ho gia dinh|gia dinh(?! van hoa))\b"),
    "collective": re.compile(r"\b(tap the(?! lao dong)|don vi(?! (quyet thang|tien tien))|co quan|to chuc|doanh nghiep)\b"),
    "individual": re.compile(r"\b(ca nhan|mot nguoi|1 nguoi|ban than|can bo|cong chuc|vien chuc|toi duoc|em duoc|minh duoc)\b"),
}  # fmt: skip
BEFORE = re.compile(r"\btruoc (?:ngay |nam )?(?:\d{1,2}/\d{1,2}/)?(?P<year>(?:19|20)\d\d)\b")
OLD_LAW = re.compile(r"\bluat cu\b|\btruoc (khi co )?luat (nam )?2022\b")
YEAR_ALONE = re.compile(r"(?<![\d/])(?P<year>(?:19|20)\d\d)(?![\d/])")
DISTRICTS_GONE = re.compile(
    r"(sau khi|tu khi|khi|nay) (da )?(bo|khong con|het) cap huyen|chinh quyen (dia phuong )?(2|hai|02) cap"
)
DISTRICTS_STILL = re.compile(r"truoc khi (bo|khong con) cap huyen|khi con cap huyen")


@dataclass(frozen=True)
class Aspect:
    """One thing that can be asked about the law; the fields are explained in `data/law/aspects.yaml`."""

    aspect: str
    cues: tuple[re.Pattern[str], ...]
    about: tuple[str, ...]
    general: bool
    noun: str
    ask: str


@dataclass(frozen=True)
class LawQuestion:
    """What was understood: `day` is the day asked for, `year` a year named without one, `carried` awards spoken of before."""

    spots: tuple[Spot, ...]
    aspects: tuple[Aspect, ...]
    who: Who | None
    day: date
    year: int | None
    texts: tuple[LegalText, ...]
    unknown_text: str | None
    unknown_award: str | None
    carried: tuple[str, ...] = ()

    @property
    def awards(self) -> tuple[str, ...]:
        """The awards that are meant without doubt."""
        return tuple(dict.fromkeys(spot.awards[0] for spot in self.spots if len(spot.awards) == 1))

    @property
    def open(self) -> tuple[Spot, ...]:
        """Names that may mean several awards."""
        return tuple(spot for spot in self.spots if len(spot.awards) > 1)

    @property
    def aspect(self) -> Aspect | None:
        """What is asked, if the question says so."""
        return self.aspects[0] if self.aspects else None

    def asks(self, name: str) -> bool:
        """Tell whether this is among what is asked."""
        return any(aspect.aspect == name for aspect in self.aspects)


@cache
def finder() -> AwardFinder:
    """Give the finder of awards, made on first use."""
    return AwardFinder(catalogue(), vocabulary())


@cache
def aspects() -> dict[str, Aspect]:
    """Give what can be asked, in the order in which it is looked for."""
    rows = load_yaml("law/aspects.yaml")
    return {
        row["aspect"]: Aspect(
            row["aspect"], patterns(row["cues"]), tuple(row["about"]), row["general"], row["noun"], row["ask"]
        )
        for row in rows
    }


def read_law(question: Question, as_of: date) -> LawQuestion:
    """Understand what a question asks of the law."""
    folded = vocabulary().cue_text(question.text)
    spots = _spots(question)
    texts, unknown = _texts(folded, catalogue())
    day, year = _day(question, folded, as_of)
    rest = _without(folded, spots)
    found = tuple(aspect for aspect in aspects().values() if any(cue.search(rest) for cue in aspect.cues))
    return LawQuestion(spots, found, who_in(rest), day, year, texts, unknown, finder().unknown(question.text))


def _spots(question: Question) -> tuple[Spot, ...]:
    """Find awards in the question as it was understood, or as it was typed where marks were put to it wrongly."""
    read = finder().find(question.text)
    if len(question.typed) != len(question.text):
        return tuple(read)
    typed = finder().find(question.typed)
    return tuple(max(read, typed, key=lambda spots: sum(spot.end - spot.start for spot in spots)))


def who_in(folded: str) -> Who | None:
    """Tell whom a text without marks speaks of; nothing when it says nothing or several."""
    named = [who for who in WHO if WHO_CUES[who].search(folded)]
    return named[0] if len(named) == 1 else None


def _without(folded: str, spots: tuple[Spot, ...]) -> str:
    """Blank out the names of awards: "Huân chương Hồ Chí Minh" asks for no place, "Cờ … của Chính phủ" for no one."""
    letters = list(folded)
    for spot in spots:
        letters[spot.start : spot.end] = "#" * (spot.end - spot.start)
    return "".join(letters)


def _texts(folded: str, held: Catalogue) -> tuple[tuple[LegalText, ...], str | None]:
    found: list[LegalText] = []
    unknown = None
    for match in TEXT.finditer(folded):
        kind, number, year = KINDS[match["kind"]], match["number"].lstrip("0"), match["year"]
        same = [text for text in held.texts.values() if text.kind == kind and _is(text, number, year)]
        if len(same) == 1:
            found += [text for text in same if text not in found]
        elif not same and (year or match["rest"]):
            unknown = f"{kind} {match[0].removeprefix(match['kind']).strip().upper()}"
    for match in BARE.finditer(folded):
        found += [text for text in held.texts.values() if fold(text.number) == match[0] and text not in found]
    return tuple(found), unknown


def _is(text: LegalText, number: str, year: str | None) -> bool:
    """Compare "98/2023", "98" or, for laws, the year alone ("luật 2022")."""
    own, of_year = text.number.split("/")[0].lstrip("0"), text.number.split("/")[1]
    if len(number) == 4:
        return text.kind == "Luật" and of_year == number
    return own == number and year in (None, of_year)


def _day(question: Question, folded: str, as_of: date) -> tuple[date, int | None]:
    """Give the day asked for and, when only a year was named, that year: its last day unless it is not over."""
    if days := dates_in(question.text):
        return days[0].day, None
    if DISTRICTS_STILL.search(folded):
        return date(2025, 6, 30), None
    if match := BEFORE.search(folded):
        return date(int(match["year"]), 1, 1) - timedelta(days=1), None
    if OLD_LAW.search(folded):
        return date(2023, 12, 31), None
    alone = [
        int(match["year"]) for match in YEAR_ALONE.finditer(YEAR_RANGE.sub(" ", BARE.sub(" ", TEXT.sub(" ", folded))))
    ]
    if alone and alone[0] != as_of.year:
        return date(alone[0], 12, 31), alone[0]
    return as_of, alone[0] if alone else None
