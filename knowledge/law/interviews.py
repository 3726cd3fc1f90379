"""The two guided conversations: what is asked, how an answer is read, and what comes out.

What was answered is kept as text ("values"), one string a field; "?" says that the person does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.citations import dates_in, write_date
from knowledge.drafts import Context, Draft
from knowledge.errors import UnclearClaim, UnfitClaim
from knowledge.law import claims
from knowledge.law.catalogue import FIRST_DAY, catalogue
from knowledge.law.checking import checked
from knowledge.law.eligibility import Applicant, conditions
from knowledge.law.paying import money
from knowledge.law.reading import LawQuestion, aspects, finder, who_in
from knowledge.law.rewards import multiples_on
from knowledge.law.telling import WHO_NAMES
from knowledge.phrasing import say
from knowledge.text import fold, one_line

UNKNOWN = "?"
LONGEST = 300
TODAY = re.compile(r"\b(hom nay|bay gio|hien nay|hien tai|ngay nay|luc nay|nay)\b")
Values = Mapping[str, str | None]


@dataclass(frozen=True)
class Field:
    """One thing asked: its slot, the question, buttons, and how an answer becomes a value.

    `read` takes what was typed and the day; it raises UnclearClaim with a sentence that asks again.
    """

    slot: str
    ask: str
    choices: tuple[str, ...]
    read: Callable[[str, date], str]


@dataclass(frozen=True)
class Interview:
    """A guided conversation: its name is that of the Rasa form, `starts` what a person says to begin it."""

    name: str
    starts: re.Pattern[str]
    fields: tuple[Field, ...]
    needed: Callable[[Values], list[str]]
    finish: Callable[[Context, Values], Draft]

    def field(self, slot: str) -> Field:
        """Give the field of a slot."""
        return next(field for field in self.fields if field.slot == slot)

    def next(self, values: Values) -> Field | None:
        """Give what is to be asked next; nothing when all is there."""
        return next((self.field(slot) for slot in self.needed(values) if not values.get(slot)), None)


def _award(typed: str, day: date) -> str:
    """Read one award; a name for several is asked about again."""
    spots = finder().find(typed)
    named = list(dict.fromkeys(spot.awards[0] for spot in spots if len(spot.awards) == 1))
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        raise UnfitClaim(say("form_one_award"))
    for spot in spots:
        names = tuple(catalogue().awards[award].named(day) for award in spot.awards)
        raise UnfitClaim(say("law_which", name=spot.name, names="; ".join(names)), names)
    raise UnclearClaim(say("form_no_award"))


def _checkable(typed: str, day: date) -> str:
    award = _award(typed, day)
    if award not in conditions():
        name = catalogue().awards[award].named(day)
        offered = "; ".join(catalogue().awards[other].named(day) for other in conditions())
        raise UnfitClaim(say("form_not_checkable", award=name, offered=offered))
    return award


def _who(typed: str, day: date) -> str:
    found = who_in(fold(one_line(typed)))
    if found is None:
        raise UnclearClaim(say("form_who"))
    return found


def _day(typed: str, day: date) -> str:
    if TODAY.search(fold(one_line(typed))):
        return day.isoformat()
    found = dates_in(typed, day.year)
    if not found:
        raise UnclearClaim(say("form_day"))
    if found[0].day < FIRST_DAY:
        raise UnfitClaim(say("law_before", day=write_date(found[0].day)))
    return found[0].day.isoformat()


def _claim(read: Callable[..., object], *, dated: bool) -> Callable[[str, date], str]:
    """Keep what was typed once it can be read; "không biết" is kept as unknown."""

    def kept(typed: str, day: date) -> str:
        typed = one_line(typed)[:LONGEST]
        if claims.is_unknown(typed):
            return UNKNOWN
        read(typed, day.year) if dated else read(typed)
        return typed

    return kept


def _reward_needs(values: Values) -> list[str]:
    award = values.get("reward_award")
    rows = {row.who for row in catalogue().multiples if row.award == award}
    return ["reward_award", *(["reward_who"] if len(rows) > 1 else []), "reward_day"]


def _reward(context: Context, values: Values) -> Draft:
    """Compute the money."""
    day = date.fromisoformat(values.get("reward_day") or context.as_of.isoformat())
    who = next((who for who in WHO_NAMES if who == values.get("reward_who")), None)
    award = catalogue().awards[values.get("reward_award") or ""]
    law = LawQuestion((), (aspects()["money"],), who, day, None, (), None, None, (award.id,))
    if not multiples_on(award.id, day) and day >= (catalogue().texts["nd-152-2025"].span.end or date.max):
        return Draft(say("law_after", day=write_date(day)), status="not_found", day=day)
    return money(context, law, [award])


def _eligibility_needs(values: Values) -> list[str]:
    award = values.get("eligibility_award")
    kinds = {need.kind for need in conditions()[award].needs} if award in conditions() else set()
    wanted = {
        "eligibility_results": kinds & {"results", "initiative_or_excellent"},
        "eligibility_prior": kinds & {"prior"},
        "eligibility_initiative": kinds & {"initiative", "initiative_or_excellent"},
        "eligibility_all_done": kinds & {"all_done"},
        "eligibility_share": kinds & {"share"},
        "eligibility_fighter": kinds & {"has_fighter"},
    }
    asked = [slot for slot, kinds_there in wanted.items() if kinds_there]
    return ["eligibility_award", *asked, "eligibility_discipline"]


def applicant_of(values: Values, day: date) -> Applicant:
    """Read again what was told; what is unknown or was not asked stays unknown."""
    told = {slot.removeprefix("eligibility_"): text for slot, text in values.items() if text and text != UNKNOWN}
    good, excellent = claims.read_results(told["results"], day.year) if "results" in told else (None, None)
    return Applicant(
        good=good,
        excellent=excellent,
        priors=claims.read_priors(told["prior"], day.year) if "prior" in told else None,
        initiative=claims.read_scope(told["initiative"]) if "initiative" in told else None,
        discipline=claims.read_discipline(told["discipline"], day.year) if "discipline" in told else None,
        share=claims.read_share(told["share"]) if "share" in told else None,
        all_done=claims.read_yes(told["all_done"]) if "all_done" in told else None,
        fighter=claims.read_yes(told["fighter"]) if "fighter" in told else None,
    )


def _eligibility(context: Context, values: Values) -> Draft:
    return checked(context, values.get("eligibility_award") or "", applicant_of(values, context.as_of))


REWARD = Interview(
    "reward_form",
    re.compile(r"\btinh (giup|ho|thu|cho|tien|xem|muc|ra)|may tinh|(giup|muon|can|nho)( \w+){0,3} tinh\b|tinh( \w+){0,4} tien thuong"),
    (
        Field("reward_award", "form_ask_award", ("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Bằng khen cấp tỉnh", "Giấy khen"), _award),
        Field("reward_who", "form_ask_who", ("Cá nhân", "Tập thể", "Hộ gia đình"), _who),
        Field("reward_day", "form_ask_day", ("Hôm nay",), _day),
    ),
    _reward_needs,
    _reward,
)  # fmt: skip

ELIGIBILITY = Interview(
    "eligibility_form",
    re.compile(
        r"kiem tra( \w+){0,4} (dieu kien|tieu chuan|duoc|dat)|(du|dat) (dieu kien|tieu chuan)( \w+){0,12} (khong|chua)|"
        r"doi chieu( \w+){0,3} (dieu kien|tieu chuan)|\b(toi|em|minh|don vi toi|phong toi)\b( \w+){0,6} (du|duoc xet|co duoc)\b.* (khong|chua)|"
        r"kiem tra (dieu kien|giup|ho|xem)|(du|dat) (dieu kien|tieu chuan) (de )?(duoc|xet|tang|dat)"
    ),
    (
        Field("eligibility_award", "form_ask_award", ("Chiến sĩ thi đua cơ sở", "Chiến sĩ thi đua cấp tỉnh", "Bằng khen của Thủ tướng Chính phủ", "Tập thể lao động xuất sắc"), _checkable),
        Field("eligibility_results", "form_ask_results", ("Không biết",), _claim(claims.read_results, dated=True)),
        Field("eligibility_prior", "form_ask_prior", ("Chưa có", "Không biết"), _claim(claims.read_priors, dated=True)),
        Field("eligibility_initiative", "form_ask_initiative", ("Không có", "Cấp cơ sở", "Cấp bộ, tỉnh", "Toàn quốc"), _claim(claims.read_scope, dated=False)),
        Field("eligibility_all_done", "form_ask_all_done", ("Có", "Không", "Không biết"), _claim(claims.read_yes, dated=False)),
        Field("eligibility_share", "form_ask_share", ("Không biết",), _claim(claims.read_share, dated=False)),
        Field("eligibility_fighter", "form_ask_fighter", ("Có", "Không", "Không biết"), _claim(claims.read_yes, dated=False)),
        Field("eligibility_discipline", "form_ask_discipline", ("Không", "Đang bị xem xét", "Không biết"), _claim(claims.read_discipline, dated=True)),
    ),
    _eligibility_needs,
    _eligibility,
)  # fmt: skip

INTERVIEWS = {interview.name: interview for interview in (REWARD, ELIGIBILITY)}
