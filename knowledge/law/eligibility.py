"""Whether someone meets an award's conditions, as far as they tell of themselves: met, missing or unknown, never a promise.

Only the merit path of the Law is checked ("theo công trạng"); the conditions stand in `data/law/eligibility.yaml`.
A time served under discipline starts the count anew (Decree 152/2025/NĐ-CP, article 4, clause 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from knowledge.gazetteer import load_yaml
from knowledge.law.catalogue import State, Who

Status = Literal["met", "missing", "unknown"]
#: How far an initiative counts, the least first; "không" is none at all.
SCOPES = ("không", "cơ sở", "bộ, tỉnh", "toàn quốc")
DISCIPLINE_TEXT, DISCIPLINE_PLACE = "nd-152-2025", "Điều 4 khoản 4"
LAW_TEXT = "luat-06-2022"


@dataclass(frozen=True)
class Record:
    """Years or times of something: the years themselves, or only how many and whether one after another."""

    years: tuple[int, ...] = ()
    count: int = 0
    in_a_row: bool | None = None

    @property
    def total(self) -> int:
        """How many there were."""
        return len(self.years) or self.count

    @property
    def run(self) -> int | None:
        """How many came one after another up to the last; nothing where that is not known."""
        if not self.years:
            return self.count if self.in_a_row or self.count <= 1 else None
        last = max(self.years)
        return next(length for length in range(1, len(self.years) + 2) if last - length not in self.years)

    def after(self, year: int) -> Record:
        """Keep the years after one; a mere number cannot be told apart and is kept."""
        return Record(tuple(one for one in self.years if one > year), self.count, self.in_a_row)


@dataclass(frozen=True)
class Applicant:
    """What a person or group tells of itself; nothing means not known."""

    good: Record | None = None
    excellent: Record | None = None
    priors: Mapping[str, Record] | None = None
    initiative: str | None = None
    #: "không", "đang" (under examination or serving), or the year in which the time was served.
    discipline: str | None = None
    share: int | None = None
    all_done: bool | None = None
    fighter: bool | None = None


@dataclass(frozen=True)
class Need:
    """One condition; which of the fields count depends on its kind."""

    kind: str
    says: str
    place: str
    state: State
    award: str = ""
    times: int = 0
    consecutive: bool = False
    good: int = 0
    excellent: int = 0
    scope: str = ""
    least: int = 0


@dataclass(frozen=True)
class Conditions:
    """The conditions of one award and the lower one to look at next."""

    award: str
    who: Who
    lower: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Check:
    """How one condition stands, with what it rests on and what is still missing."""

    status: Status
    says: str
    text: str
    place: str
    state: State
    detail: str = ""


@dataclass(frozen=True)
class Result:
    """Every condition of an award, and the next lower award that has conditions to look at."""

    award: str
    checks: tuple[Check, ...] = field(default=())
    lower: str = ""

    @property
    def all_met(self) -> bool:
        """Whether nothing is missing or unknown."""
        return all(check.status == "met" for check in self.checks)


@cache
def conditions() -> dict[str, Conditions]:
    """Give the conditions by award."""
    return {
        row["award"]: Conditions(
            row["award"], row["who"], row["lower"], tuple(Need(**need) for need in row["needs"])
        )
        for row in load_yaml("law/eligibility.yaml")
    }  # fmt: skip


def check(award: str, applicant: Applicant) -> Result:
    """Hold what an applicant tells against every condition of an award."""
    wanted = conditions()[award]
    counted = _after_discipline(applicant)
    checks = [_check(need, counted) for need in wanted.needs]
    return Result(award, (*checks, _discipline(applicant)), wanted.lower if wanted.lower in conditions() else "")


def _after_discipline(applicant: Applicant) -> Applicant:
    """Leave out what lies before the end of a time under discipline."""
    served = applicant.discipline or ""
    if not served.isdigit():
        return applicant
    year = int(served)
    good = applicant.good.after(year) if applicant.good else None
    excellent = applicant.excellent.after(year) if applicant.excellent else None
    return replace(applicant, good=good, excellent=excellent)


def _discipline(applicant: Applicant) -> Check:
    says = "không đang bị xem xét kỷ luật, điều tra, thanh tra có dấu hiệu vi phạm"
    told = applicant.discipline
    status: Status = "unknown" if told is None else "missing" if told == "đang" else "met"
    detail = f"thành tích chỉ tính sau năm {told}" if told and told.isdigit() else ""
    return Check(status, says, DISCIPLINE_TEXT, DISCIPLINE_PLACE, "verified", detail)


def _check(need: Need, applicant: Applicant) -> Check:
    status, detail = CHECKERS[need.kind](need, applicant)
    return Check(status, need.says, LAW_TEXT, need.place, need.state, detail)


def _results(need: Need, applicant: Applicant) -> tuple[Status, str]:
    """So many good years in a row up to now, so many of them excellent."""
    if applicant.good is None:
        return "unknown", "chưa có kết quả các năm"
    run = applicant.good.run
    excellent = applicant.excellent.total if applicant.excellent else 0
    if run is None:
        return "unknown", "chưa rõ các năm có liên tục không"
    lacking = []
    if run < need.good:
        lacking.append(f"mới {run} năm liên tục, còn thiếu {need.good - run} năm")
    if excellent < need.excellent:
        lacking.append(f"mới {excellent} năm xuất sắc, còn thiếu {need.excellent - excellent} năm")
    return ("missing", "; ".join(lacking)) if lacking else ("met", "")


def _prior(need: Need, applicant: Applicant) -> tuple[Status, str]:
    """So many times an earlier award, one year after another where the law says so."""
    if applicant.priors is None:
        return "unknown", "chưa có thông tin khen thưởng trước đây"
    record = applicant.priors.get(need.award, Record())
    if record.total < need.times:
        return "missing", f"mới {record.total} lần, còn thiếu {need.times - record.total} lần"
    if not need.consecutive:
        return "met", ""
    if record.run is None:
        return "unknown", "chưa rõ các lần có liên tục không"
    if record.run < need.times:
        return (
            "missing",
            f"mới {record.run} lần liên tục tính đến lần gần nhất, còn thiếu {need.times - record.run} lần",
        )
    return "met", ""


def _initiative(need: Need, applicant: Applicant) -> tuple[Status, str]:
    if applicant.initiative is None:
        return "unknown", "chưa có thông tin về sáng kiến, đề tài"
    if SCOPES.index(applicant.initiative) >= SCOPES.index(need.scope):
        return "met", ""
    had = "chưa có sáng kiến, đề tài" if applicant.initiative == "không" else f"mới ở phạm vi {applicant.initiative}"
    return "missing", had


def _initiative_or_excellent(need: Need, applicant: Applicant) -> tuple[Status, str]:
    if applicant.excellent and applicant.excellent.total:
        return "met", ""
    status, detail = _initiative(need, applicant)
    if status != "met" and applicant.good is None:
        return "unknown", "chưa có kết quả năm xét và thông tin sáng kiến"
    return status, detail


def _share(need: Need, applicant: Applicant) -> tuple[Status, str]:
    if applicant.share is None:
        return "unknown", "chưa có tỷ lệ"
    return ("met", "") if applicant.share >= need.least else ("missing", f"mới {applicant.share}%")


def _all_done(need: Need, applicant: Applicant) -> tuple[Status, str]:
    return _yes(applicant.all_done)


def _fighter(need: Need, applicant: Applicant) -> tuple[Status, str]:
    return _yes(applicant.fighter)


def _yes(told: bool | None) -> tuple[Status, str]:
    return ("unknown", "chưa có thông tin") if told is None else ("met", "") if told else ("missing", "")


CHECKERS = {
    "results": _results,
    "prior": _prior,
    "initiative": _initiative,
    "initiative_or_excellent": _initiative_or_excellent,
    "share": _share,
    "all_done": _all_done,
    "has_fighter": _fighter,
}
