"""A question about the law, parsed: awards, what about them, for whom, which day, which texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from knowledge.data import load_yaml
from knowledge.language import (
    YEAR_RANGE,
    compile_cue,
    dates_in,
    fold,
    gazetteer,
    months_in,
    vocabulary,
    years_in,
)
from knowledge.law.award_finder import AwardMention, award_finder
from knowledge.law.catalogue import Catalogue, catalogue
from knowledge.law.model import RECIPIENTS, LegalText, Recipient
from knowledge.understanding import (
    FIRST_CAMPAIGN_YEAR,
    Mention,
    Question,
    content_tokens,
    topic_catalogue,
)

#: "Nghị định 98/2023", "nđ 152", "luật 06/2022/QH15", "luật 2003".
TEXT = re.compile(
    r"\b(?P<kind>luat|nghi dinh|nd|thong tu|tt|quyet dinh|qd)"
    r"(?: thi dua,?(?: va)? khen thuong| tdkt)?(?: so| nam)? ?"
    r"(?P<number>\d{1,4})(?:/(?P<year>20\d\d))?(?P<rest>/[a-zđ0-9-]+)?"
)
#: A number without its kind: "06/2022/qh15".
BARE_NUMBER = re.compile(r"(?<![\w/])\d{1,4}/(?:19|20)\d\d/[a-z0-9-]+")
KINDS = {
    "luat": "Luật", "nghi dinh": "Nghị định", "nd": "Nghị định", "thong tu": "Thông tư",
    "tt": "Thông tư", "quyet dinh": "Quyết định", "qd": "Quyết định",
}  # fmt: skip
RECIPIENT_CUES: dict[Recipient, re.Pattern[str]] = {
    "household": re.compile(r"\b(ho gia dinh|gia dinh(?! van hoa))\b"),
    "collective": re.compile(
        r"\b(tap the(?! lao dong)|don vi(?! (quyet thang|tien tien))|co quan|to chuc|doanh nghiep)"
        r"\b"
    ),
    "individual": re.compile(
        r"\b(ca nhan|mot nguoi|1 nguoi|ban than|can bo|cong chuc|vien chuc|toi duoc|em duoc|"
        r"minh duoc)\b"
    ),
}
BEFORE_DAY = re.compile(r"\btruoc (?:ngay |hom )?\d{1,2}\s*(?:[/.-]|thang)")
BEFORE_MONTH = re.compile(r"\btruoc (?:thang \d{1,2}\b|\d{1,2}/(?:19|20)\d\d)")
BEFORE_YEAR = re.compile(r"\btruoc (?:nam )?(?P<year>(?:19|20)\d\d)\b")
OLD_LAW = re.compile(r"\bluat cu\b|\btruoc (khi co )?luat (nam )?2022\b")
YEAR_ALONE = re.compile(r"(?<![\d/])(?P<year>(?:19|20)\d\d)(?![\d/])")
#: What stands before an award that is not asked about.
RULED_OUT = re.compile(r"\b(tru|khong phai|ko phai|khong ke|khong tinh)( la)?\W*$")
DISTRICTS_STILL = re.compile(r"truoc khi (bo|khong con) cap huyen|khi con cap huyen")
#: A hint that begins so names an aspect of the law, else a topic of a campaign.
HINT_PREFIX = "law_"
#: The last day on which there were districts, and on which the Law of 2003 held.
LAST_DAY_OF_DISTRICTS, LAST_DAY_OF_OLD_LAW = date(2025, 6, 30), date(2023, 12, 31)


@dataclass(frozen=True)
class Aspect:
    """One thing that can be asked about the law; `data/law/aspects.yaml` explains the fields."""

    aspect: str
    cues: tuple[re.Pattern[str], ...]
    about: tuple[str, ...]
    general: bool
    noun: str
    ask: str


@dataclass(frozen=True)
class LawQuestion:
    """What was understood of a question about the law.

    `day` is the day asked for, `year` a year named without one, `carried` the awards spoken of
    before, `unknown_text` and `unknown_award` names that are not in the catalogue.
    """

    mentions: tuple[AwardMention, ...]
    aspects: tuple[Aspect, ...]
    recipient: Recipient | None
    day: date
    year: int | None = None
    texts: tuple[LegalText, ...] = ()
    unknown_text: str | None = None
    unknown_award: str | None = None
    carried: tuple[str, ...] = ()

    @property
    def awards(self) -> tuple[str, ...]:
        """The awards that are meant without doubt."""
        certain = (m.awards[0] for m in self.mentions if len(m.awards) == 1)
        return tuple(dict.fromkeys(certain))

    @property
    def ambiguous(self) -> tuple[AwardMention, ...]:
        """The names that may mean several awards."""
        return tuple(mention for mention in self.mentions if len(mention.awards) > 1)

    def asks(self, name: str) -> bool:
        """Whether this aspect is among what is asked."""
        return any(aspect.aspect == name for aspect in self.aspects)


@cache
def aspects() -> dict[str, Aspect]:
    """Return what can be asked, in the order in which it is looked for."""
    return {
        row["aspect"]: Aspect(
            aspect=row["aspect"],
            cues=tuple(map(compile_cue, row["cues"])),
            about=tuple(row["about"]),
            general=row["general"],
            noun=row["noun"],
            ask=row["ask"],
        )
        for row in load_yaml("law/aspects.yaml")
    }


@cache
def topic_names() -> dict[str, str]:
    """Return what people call the topics of documents and the aspects of awards."""
    topics = {topic.topic: topic.noun for topic in topic_catalogue().topics}
    return {**topics, **{name: aspect.noun for name, aspect in aspects().items()}}


def parse_law_question(question: Question, as_of: date) -> LawQuestion:
    """Return what a question asks of the law."""
    folded = vocabulary().cue_text(question.text)
    mentions = _mentions(question)
    texts, unknown_text = _texts(folded, catalogue())
    day, year = _asked_day(question, folded, as_of, names_award=bool(mentions))
    rest = _without_names(folded, mentions)
    asked = (a for a in aspects().values() if any(cue.search(rest) for cue in a.cues))
    return LawQuestion(
        mentions=mentions,
        aspects=tuple(asked),
        recipient=recipient_in(rest),
        day=day,
        year=year,
        texts=texts,
        unknown_text=unknown_text,
        unknown_award=award_finder().unknown_award(question.text),
    )


def hinted_aspects(hint: str | None) -> tuple[Aspect, ...]:
    """Return the aspect that a hint of the dialogue names; none for a topic of campaigns."""
    if not hint or not hint.startswith(HINT_PREFIX):
        return ()
    aspect = aspects().get(hint.removeprefix(HINT_PREFIX))
    return (aspect,) if aspect else ()


def lacks_focus(question: Question, law: LawQuestion) -> bool:
    """Whether nothing but awards, what is asked of them, for whom and when is left of a question."""
    cues = [cue for aspect in law.aspects for cue in aspect.cues]
    cues += [*RECIPIENT_CUES.values(), TEXT, OLD_LAW, DISTRICTS_STILL]
    cues += topic_catalogue().modes["follow_up"]
    names: list[Mention] = [*law.mentions, *gazetteer().mentions(question.text)]
    return not content_tokens(question.text, names, cues)


def _mentions(question: Question) -> tuple[AwardMention, ...]:
    """Find awards in the corrected question, or as typed where it was corrected wrongly."""
    corrected = _mentions_in(question.text)
    if len(question.typed) != len(question.text):
        return corrected
    typed = _mentions_in(question.typed)
    return max(corrected, typed, key=lambda found: sum(m.end - m.start for m in found))


def _mentions_in(text: str) -> tuple[AwardMention, ...]:
    """Return the awards named, without those that are ruled out: "(trừ Huy chương Hữu nghị)"."""
    found = award_finder().mentions(text)
    meant = [one for one in found if not RULED_OUT.search(fold(text[: one.start]))]
    return tuple(meant or found)


def recipient_in(folded: str) -> Recipient | None:
    """Return whom a text without marks speaks of; None when it says nothing or several."""
    named = [who for who in RECIPIENTS if RECIPIENT_CUES[who].search(folded)]
    return named[0] if len(named) == 1 else None


def _without_names(folded: str, mentions: tuple[AwardMention, ...]) -> str:
    """Blank out the names of awards.

    "Huân chương Hồ Chí Minh" asks for no place, "Cờ … của Chính phủ" for no one.
    """
    letters = list(folded)
    for mention in mentions:
        letters[mention.start : mention.end] = "#" * (mention.end - mention.start)
    return "".join(letters)


def _texts(folded: str, laws: Catalogue) -> tuple[tuple[LegalText, ...], str | None]:
    """Return the legal texts named, and the name of one that is not known."""
    found: list[LegalText] = []
    unknown = None
    for match in TEXT.finditer(folded):
        kind, number, year = KINDS[match["kind"]], match["number"].lstrip("0"), match["year"]
        of_kind = (text for text in laws.texts.values() if text.kind == kind)
        same = [text for text in of_kind if _is_numbered(text, number, year)]
        if len(same) == 1:
            found += [text for text in same if text not in found]
        elif not same and (year or match["rest"]):
            unknown = f"{kind} {match[0].removeprefix(match['kind']).strip().upper()}"
    for match in BARE_NUMBER.finditer(folded):
        same = [text for text in laws.texts.values() if fold(text.number) == match[0]]
        found += [text for text in same if text not in found]
    return tuple(found), unknown


def _is_numbered(text: LegalText, number: str, year: str | None) -> bool:
    """Whether a text is meant by "98/2023", "98" or, for laws, the year alone ("luật 2022")."""
    own, of_year = text.number.split("/")[0].lstrip("0"), text.number.split("/")[1]
    if len(number) == 4:
        return text.kind == "Luật" and of_year == number
    return own == number and year in (None, of_year)


def _asked_day(
    question: Question, folded: str, as_of: date, *, names_award: bool
) -> tuple[date, int | None]:
    """Return the day asked for and, when only a year was named, that year.

    Of a month or a year its last day is meant, unless it is the present one; before a month, a year
    or the day of an award, the day before it begins.
    """
    # As typed too: "1 thang 7" may be restored as "1 thắng 7".
    typed = dates_in(question.text) or dates_in(question.typed)
    if days := [one for one in typed if one.day.year >= FIRST_CAMPAIGN_YEAR]:
        # "Hồ sơ nộp trước 01/10 theo luật nào" asks of the rule that begins on that day.
        is_before = names_award and BEFORE_DAY.search(folded)
        return days[0].day - timedelta(days=bool(is_before)), None
    if DISTRICTS_STILL.search(folded):
        return LAST_DAY_OF_DISTRICTS, None
    without_texts = YEAR_RANGE.sub(" ", BARE_NUMBER.sub(" ", TEXT.sub(" ", folded)))
    years_alone = (int(match["year"]) for match in YEAR_ALONE.finditer(without_texts))
    named = [year for year in years_alone if year >= FIRST_CAMPAIGN_YEAR]
    years = named or list(question.years if not years_in(question.text) else ())
    if months := months_in(without_texts, years[0] if years else None):
        return _day_in_month(months[0], folded, as_of), None
    match = BEFORE_YEAR.search(folded)
    if match and int(match["year"]) >= FIRST_CAMPAIGN_YEAR:
        return date(int(match["year"]), 1, 1) - timedelta(days=1), None
    if OLD_LAW.search(folded):
        return LAST_DAY_OF_OLD_LAW, None
    if years and years[0] != as_of.year:
        return date(years[0], 12, 31), years[0]
    return as_of, years[0] if years else None


def _day_in_month(last: date, folded: str, as_of: date) -> date:
    """Return the day that a month with this last day stands for."""
    if BEFORE_MONTH.search(folded):
        return last.replace(day=1) - timedelta(days=1)
    is_present = (last.year, last.month) == (as_of.year, as_of.month)
    return as_of if is_present else last
